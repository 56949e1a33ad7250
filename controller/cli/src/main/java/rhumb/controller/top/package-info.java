/**
 * What {@code rhumb top} shows, without a terminal: what a controller said, keys and times in,
 * lines out. Deterministic; owned by the one thread that draws. It asks nobody: {@link
 * rhumb.controller.top.TopScreen#questions} says what is to be asked, and the shell does.
 *
 * <p>Reading order: {@link rhumb.controller.top.TopScreen} (keys and views), {@link
 * rhumb.controller.top.Known} (what was said, over time), {@link rhumb.controller.top.LinkRows} and
 * its neighbours (what a view lists), {@link rhumb.controller.top.Grid} (how it is laid out).
 */
@NullMarked
package rhumb.controller.top;

import org.jspecify.annotations.NullMarked;
