package rhumb.controller.history;

import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * Which events are wanted; null = any.
 *
 * @param sinceUnixMs not older, milliseconds since 1970
 * @param untilUnixMs older than this
 * @param after only those with a higher number
 * @param before only those with a lower number: the next page of older ones
 * @param pop what it is about, or where its path or link begins or ends
 * @param peer where its path ends
 * @param link what it is about, or on the path that was taken
 * @param limit the newest so many
 */
public record EventQuery(
        long sinceUnixMs,
        long untilUnixMs,
        long after,
        long before,
        @Nullable PopId pop,
        @Nullable PopId peer,
        @Nullable LinkId link,
        @Nullable EventCode code,
        @Nullable TrafficClass trafficClass,
        int limit) {
    public static final int MAX_LIMIT = 1_000;

    private static final long MS = 1_000_000L;

    /** The newest of all. */
    public static EventQuery newest(int limit) {
        return new EventQuery(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                -1,
                Long.MAX_VALUE,
                null,
                null,
                null,
                null,
                null,
                limit);
    }

    public boolean matches(Event event) {
        long unixMs = Math.floorDiv(event.unixNs(), MS);
        return unixMs >= sinceUnixMs
                && unixMs < untilUnixMs
                && event.seq() > after
                && event.seq() < before
                && (code == null || code == event.code())
                && (trafficClass == null || event.classes().contains(trafficClass))
                && (peer == null || peer.equals(event.peerPop()))
                && (pop == null || touches(event, pop))
                && (link == null || link.equals(event.link()) || event.path().contains(link));
    }

    private static boolean touches(Event event, PopId pop) {
        LinkId link = event.link();
        return pop.equals(event.pop())
                || pop.equals(event.peerPop())
                || link != null && (pop.equals(link.source()) || pop.equals(link.target()));
    }
}
