/**
 * Pages of docs/howto, carried out: what they tell an operator to type is typed, on an overlay that
 * runs in this process, and what they say comes of it must come of it. A page that has become false
 * fails.
 *
 * <p>Reading order: {@code Script} says how a page is marked, {@code Shape} when an output is as
 * shown, {@code Terminal} runs commands, {@code Backbone} is the overlay.
 */
@NullMarked
package rhumb.lab.howto;

import org.jspecify.annotations.NullMarked;
