@NullMarked
package rhumb.controller.history.io;

import org.jspecify.annotations.NullMarked;
