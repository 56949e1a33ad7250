@NullMarked
package rhumb.controller.demand;

import org.jspecify.annotations.NullMarked;
