/**
 * Three sites with a controller and a PoP each, as processes in network namespaces, and what their
 * failures cost the media that flow between them. Read {@code Scenario}, {@code Matrix}, {@code
 * Sites}.
 */
@NullMarked
package rhumb.bench.failures;

import org.jspecify.annotations.NullMarked;
