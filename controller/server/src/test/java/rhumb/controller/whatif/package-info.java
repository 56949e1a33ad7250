@NullMarked
package rhumb.controller.whatif;

import org.jspecify.annotations.NullMarked;
