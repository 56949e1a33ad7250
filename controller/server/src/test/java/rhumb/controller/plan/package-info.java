@NullMarked
package rhumb.controller.plan;

import org.jspecify.annotations.NullMarked;
