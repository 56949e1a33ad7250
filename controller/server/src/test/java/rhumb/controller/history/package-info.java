@NullMarked
package rhumb.controller.history;

import org.jspecify.annotations.NullMarked;
