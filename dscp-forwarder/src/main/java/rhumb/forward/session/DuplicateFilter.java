package rhumb.forward.session;

import rhumb.forward.table.SequenceWindow;

/** Tells the first packet with a number from its copies, over restarts of the sender too. */
public final class DuplicateFilter {
    /** Numbers told apart: a second of 1,000 packets/s between two paths, and room. */
    private static final int WINDOW = 2_048;

    /**
     * A packet this much older than a later-numbered one did not overtake it: the clock went back.
     */
    private static final int OVERTAKEN_US = 10_000_000;

    private final SequenceWindow seen = new SequenceWindow(WINDOW);
    private int newestIngressUs;
    private boolean late;
    private long reordered;
    private long duplicates;

    /** Whether the packet that was a first came after one with a higher number. */
    boolean cameLate() {
        return late;
    }

    /** Packets that came after one with a higher number (RFC 4737). */
    long reordered() {
        return reordered;
    }

    /** Packets that came once more. */
    long duplicates() {
        return duplicates;
    }

    /**
     * Whether a packet from the other end is the first with its flow sequence number.
     *
     * <p>In one life of the other end, number and ingress time rise together. A lower number that
     * entered later means that it restarted and counts anew; a higher number that entered earlier
     * is from its former life and was given out then.
     */
    public boolean isFirst(int flowSeq, int ingressUs) {
        int ahead = seen.started() ? flowSeq - seen.top() : 1;
        int later = seen.started() ? ingressUs - newestIngressUs : 0;
        if (ahead > 0 ? later < -OVERTAKEN_US : later > 0) {
            seen.reset();
        } else if (ahead > 0 && later < 0) {
            return false;
        }
        SequenceWindow.Arrival arrival = seen.offer(flowSeq);
        late = arrival == SequenceWindow.Arrival.LATE;
        reordered += late ? 1 : 0;
        duplicates += arrival == SequenceWindow.Arrival.SEEN ? 1 : 0;
        if (arrival == SequenceWindow.Arrival.NEWEST) {
            newestIngressUs = ingressUs;
        }
        return arrival == SequenceWindow.Arrival.NEWEST || arrival == SequenceWindow.Arrival.LATE;
    }
}
