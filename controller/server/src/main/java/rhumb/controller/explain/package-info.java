/**
 * What {@code rhumb explain path} prints: an {@link rhumb.controller.plan.Explanation} as text.
 * Decides nothing and computes nothing.
 */
@NullMarked
package rhumb.controller.explain;

import org.jspecify.annotations.NullMarked;
