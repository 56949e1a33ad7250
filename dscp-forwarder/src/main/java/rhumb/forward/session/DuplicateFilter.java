package rhumb.forward.session;

import rhumb.forward.table.SequenceWindow;

/**
 * Tells the first packet with a number from its copies, over restarts of the sender too. What it
 * remembers grows with the flow, since there are many slow ones: the numbers of the last {@value
 * #COVERS_US} us and four times what packets are late by, at least {@value #LEAST} and at most
 * {@value #MOST}.
 */
public final class DuplicateFilter {
    private static final int LEAST = 128;
    private static final int MOST = 2_048;

    /** What repair may take on each of some links, or a second between two paths, and room. */
    private static final int COVERS_US = 4_000_000;

    /** Packets may come late by this part of the window before it is widened. */
    private static final int LATE_SHARE = 4;

    /**
     * A packet this much older than a later-numbered one did not overtake it: the clock went back.
     */
    private static final int OVERTAKEN_US = 10_000_000;

    private final SequenceWindow seen = new SequenceWindow(LEAST);
    private int newestIngressUs;

    // From where the rate is measured: half a window at a time.
    private int paceSeq;
    private int paceUs;

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
        boolean begins = !seen.started();
        SequenceWindow.Arrival arrival = seen.offer(flowSeq);
        late = arrival == SequenceWindow.Arrival.LATE;
        reordered += late ? 1 : 0;
        duplicates += arrival == SequenceWindow.Arrival.SEEN ? 1 : 0;
        if (arrival == SequenceWindow.Arrival.NEWEST) {
            newestIngressUs = ingressUs;
            keepPace(begins, flowSeq, ingressUs);
        } else if (seen.window() < MOST && -ahead > seen.window() / LATE_SHARE) {
            seen.widen();
        }
        return arrival == SequenceWindow.Arrival.NEWEST || arrival == SequenceWindow.Arrival.LATE;
    }

    private void keepPace(boolean begins, int flowSeq, int ingressUs) {
        int numbers = flowSeq - paceSeq;
        if (!begins && numbers >= 0 && numbers < seen.window() / 2) {
            return;
        }
        int tookUs = ingressUs - paceUs; // wraps
        if (!begins
                && seen.window() < MOST
                && (long) tookUs * seen.window() < (long) numbers * COVERS_US) {
            seen.widen();
        }
        paceSeq = flowSeq;
        paceUs = ingressUs;
    }
}
