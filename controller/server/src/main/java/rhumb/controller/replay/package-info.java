/**
 * What the core was given and what it decided, written down so that the same core can be given the
 * same again. Pure: files and threads are in {@code rhumb.controller.replay.io}. Reading order:
 * {@link rhumb.controller.replay.CoreInput}, {@link rhumb.controller.replay.CoreDoor}, {@link
 * rhumb.controller.replay.Tap}, {@link rhumb.controller.replay.Tape}, {@link
 * rhumb.controller.replay.Replay}.
 */
@NullMarked
package rhumb.controller.replay;

import org.jspecify.annotations.NullMarked;
