/** Probe. */
@NullMarked
package rhumb.bench.paths;

import org.jspecify.annotations.NullMarked;
