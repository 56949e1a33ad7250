@NullMarked
package rhumb.reference;

import org.jspecify.annotations.NullMarked;
