/**
 * Tables of primitive keys that allocate nothing once they are filled. They know nothing of
 * packets.
 */
@NullMarked
package rhumb.forward.table;

import org.jspecify.annotations.NullMarked;
