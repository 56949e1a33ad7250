/** How long each step took from the first sign of trouble to the first packet on the new path. */
@NullMarked
package rhumb.southbound.trace;

import org.jspecify.annotations.NullMarked;
