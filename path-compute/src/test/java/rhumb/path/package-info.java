@NullMarked
package rhumb.path;

import org.jspecify.annotations.NullMarked;
