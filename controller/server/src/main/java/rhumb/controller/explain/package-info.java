/**
 * What {@code rhumb explain path} and {@code rhumb whatif} say in words: an {@link
 * rhumb.controller.plan.Explanation}, a {@link rhumb.controller.whatif.Tipping} or the sum of a
 * {@link rhumb.controller.whatif.WhatIf} as text. Decides nothing and computes nothing.
 */
@NullMarked
package rhumb.controller.explain;

import org.jspecify.annotations.NullMarked;
