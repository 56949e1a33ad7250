/** From what a packet shows when it enters to the class it gets. */
@NullMarked
package rhumb.forward.classify;

import org.jspecify.annotations.NullMarked;
