@NullMarked
package rhumb.controller.intent;

import org.jspecify.annotations.NullMarked;
