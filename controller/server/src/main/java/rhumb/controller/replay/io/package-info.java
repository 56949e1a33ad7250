/**
 * Recordings of what a core was given: {@link rhumb.controller.replay.io.TapeDesk} writes them on a
 * thread of its own, {@link rhumb.controller.replay.io.ReplayCommand} gives them to a core again.
 */
@NullMarked
package rhumb.controller.replay.io;

import org.jspecify.annotations.NullMarked;
