@NullMarked
package rhumb.controller.dscp;

import org.jspecify.annotations.NullMarked;
