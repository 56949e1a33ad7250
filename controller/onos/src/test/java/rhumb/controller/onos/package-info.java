@NullMarked
package rhumb.controller.onos;

import org.jspecify.annotations.NullMarked;
