@NullMarked
package rhumb.controller.rule;

import org.jspecify.annotations.NullMarked;
