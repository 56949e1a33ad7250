@NullMarked
package rhumb.controller.live;

import org.jspecify.annotations.NullMarked;
