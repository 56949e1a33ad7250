@NullMarked
package rhumb.controller.northbound;

import org.jspecify.annotations.NullMarked;
