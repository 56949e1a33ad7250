/** Messages as bytes. Bad bytes are a value with a reason, never an exception. */
@NullMarked
package rhumb.southbound.wire;

import org.jspecify.annotations.NullMarked;
