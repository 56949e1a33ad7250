/** Figures as operators read them, the same in events, reasons and what-ifs. */
@NullMarked
package rhumb.controller.text;

import org.jspecify.annotations.NullMarked;
