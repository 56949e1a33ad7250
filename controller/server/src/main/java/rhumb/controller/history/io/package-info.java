/**
 * Where a controller keeps its history: files of records that are only added to, in segments of
 * which the oldest go, on a thread of their own so that no disk holds the core. Reading order:
 * {@link rhumb.controller.history.io.HistoryDesk}, {@link rhumb.controller.history.io.EventStore},
 * {@link rhumb.controller.history.io.LinkStore}, {@link rhumb.controller.history.io.SegmentFiles}.
 */
@NullMarked
package rhumb.controller.history.io;

import org.jspecify.annotations.NullMarked;
