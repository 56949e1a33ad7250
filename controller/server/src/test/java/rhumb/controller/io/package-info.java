@NullMarked
package rhumb.controller.io;

import org.jspecify.annotations.NullMarked;
