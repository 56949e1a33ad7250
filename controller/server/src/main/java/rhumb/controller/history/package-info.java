/**
 * What a controller remembers: events for a month, the quality of each link by the second for an
 * hour and by the minute for a month. Pure: files and threads are in {@code
 * rhumb.controller.history.io}. Reading order: {@link rhumb.controller.history.EventCodec} and
 * {@link rhumb.controller.history.EventQuery} for events; {@link
 * rhumb.controller.history.LinkHistory}, {@link rhumb.controller.history.Block} and {@link
 * rhumb.controller.history.RowCodec} for links; {@link rhumb.controller.history.Retention} for what
 * goes first.
 */
@NullMarked
package rhumb.controller.history;

import org.jspecify.annotations.NullMarked;
