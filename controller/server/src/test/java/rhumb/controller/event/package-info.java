@NullMarked
package rhumb.controller.event;

import org.jspecify.annotations.NullMarked;
