/** Placeholder. */
@NullMarked
package rhumb.probe.dscp;

import org.jspecify.annotations.NullMarked;
