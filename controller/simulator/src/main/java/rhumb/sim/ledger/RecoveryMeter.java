package rhumb.sim.ledger;

import java.util.Collection;

/**
 * How long an event was felt: from the event until the last affected stream has again held its
 * class's target for 500 ms, minus those 500 ms.
 *
 * <p>A stream is affected when a window of 500 ms that begins at the event, or up to {@value
 * #ATTRIBUTION_NS} ns after it and ends before the next event, misses the target. An event that
 * takes a fault back is not blamed for a stream that was in trouble already. Streams that end
 * within the 500 ms after the event cannot tell and do not count.
 */
public final class RecoveryMeter {
    static final long ATTRIBUTION_NS = 3_000_000_000L;

    private RecoveryMeter() {}

    /**
     * Measures one event.
     *
     * @param nextEventNs time of the next event; {@link Long#MAX_VALUE} for none
     * @param heals whether the event takes a fault back
     */
    public static Recovery measure(
            Collection<? extends StreamLedger> streams,
            long eventNs,
            long nextEventNs,
            boolean heals) {
        Recovery worst = Recovery.NOT_AFFECTED;
        for (StreamLedger stream : streams) {
            worst = worst.and(of(stream.timeline(), eventNs, nextEventNs, heals));
        }
        return worst;
    }

    static Recovery of(Timeline timeline, long eventNs, long nextEventNs, boolean heals) {
        int event = Timeline.firstBucket(eventNs);
        int window = Timeline.firstBucket(Timeline.WINDOW_NS);
        int last = timeline.lastWindow();
        boolean inTrouble = event >= window && !timeline.holds(event - window);
        if (event > last || heals && inTrouble) {
            return Recovery.NOT_AFFECTED;
        }
        long untilNs = Math.min(eventNs + ATTRIBUTION_NS, nextEventNs - Timeline.WINDOW_NS);
        int until = Math.max(event, Timeline.firstBucket(untilNs));
        int missed = event;
        while (missed <= Math.min(until, last) && timeline.holds(missed)) {
            missed++;
        }
        if (missed > Math.min(until, last)) {
            return Recovery.NOT_AFFECTED;
        }
        for (int again = missed + 1; again <= last; again++) {
            if (timeline.holds(again)) {
                return Recovery.after(again * Timeline.BUCKET_NS - eventNs);
            }
        }
        return Recovery.NEVER;
    }
}
