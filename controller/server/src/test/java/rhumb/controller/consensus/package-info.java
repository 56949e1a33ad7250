@NullMarked
package rhumb.controller.consensus;

import org.jspecify.annotations.NullMarked;
