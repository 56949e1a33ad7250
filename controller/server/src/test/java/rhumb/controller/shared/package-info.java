@NullMarked
package rhumb.controller.shared;

import org.jspecify.annotations.NullMarked;
