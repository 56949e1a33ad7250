package rhumb.forward.link;

import org.jspecify.annotations.Nullable;
import rhumb.forward.table.SequenceWindow;
import rhumb.forward.table.SequenceWindow.Arrival;
import rhumb.forward.wire.OverlayHeader;

/**
 * An incoming link: which datagrams came, which are missing, and no datagram twice.
 *
 * <p>Each sending thread of the neighbour (lane) counts for itself, so each has its own window. A
 * higher life means that the neighbour started anew, and so does counting; a lower one is a replay.
 * What a tag proves is numbered apart from what comes in the clear, which anybody may have sent.
 */
public final class LinkReceiveState {
    /** Datagrams before the newest that can be told apart (RFC 6479; WireGuard has 8,128). */
    public static final int WINDOW = 8_192;

    private static final class Numbers {
        /** By lane; null until the lane was first heard in this life. */
        final @Nullable SequenceWindow[] lanes = new SequenceWindow[OverlayHeader.MAX_LANES];

        /** Newest sequence number of each lane in full; on the wire are its lowest 32 bits. */
        final long[] tops = new long[OverlayHeader.MAX_LANES];

        boolean heard;
        int life;
    }

    private final Numbers clear = new Numbers();
    private final Numbers proved = new Numbers();
    private Numbers numbers = clear;
    private int newestDepartureUs;

    private int highest;
    private int receivedInLife;
    private int reorderedInLife;
    private int duplicatesInLife;
    private long expected;
    private long received;
    private long reordered;
    private long duplicates;
    private int transitUsMin = Integer.MAX_VALUE;
    private int transitUsMax = Integer.MIN_VALUE;

    /** Whether what is judged from now on is proved by a tag. */
    public void proves(boolean byTag) {
        numbers = byTag ? proved : clear;
    }

    /**
     * Whether it is worth finding out if a datagram is genuine; changes nothing. False for a former
     * life and for what is too old to tell. What was seen before is worth it: only a genuine one
     * counts as a duplicate.
     */
    public boolean mayBeNew(int lane, int ofLife, int seq) {
        if (!numbers.heard) {
            return true;
        }
        int order = Integer.compareUnsigned(ofLife, numbers.life);
        if (order != 0) {
            return order > 0;
        }
        SequenceWindow window = numbers.lanes[lane];
        return window == null || window.reaches(seq);
    }

    /**
     * The sequence number in full: the one nearest to the newest of its lane, as ESP does it (RFC
     * 4303 appendix A2). A wrong guess opens nothing.
     */
    public long full(int lane, int ofLife, int seq) {
        SequenceWindow window = numbers.lanes[lane];
        if (!numbers.heard || ofLife != numbers.life || window == null || !window.started()) {
            return Integer.toUnsignedLong(seq);
        }
        long top = numbers.tops[lane];
        long nearest = top + (seq - (int) top);
        return nearest < 0 ? Integer.toUnsignedLong(seq) : nearest;
    }

    /**
     * Takes a genuine datagram in.
     *
     * @param lane below {@link OverlayHeader#MAX_LANES}
     * @param arrivalUs own clock, in the units of the departure time
     * @return whether it may go on; false for one seen before or too old to tell
     */
    public boolean accept(int lane, int ofLife, int seq, int departureUs, int arrivalUs) {
        int order = numbers.heard ? Integer.compareUnsigned(ofLife, numbers.life) : 1;
        if (order < 0) {
            return false;
        }
        if (order > 0) {
            begin(ofLife);
        }
        SequenceWindow window = window(lane);
        long full = full(lane, ofLife, seq);
        boolean first = !window.started();
        int ahead = first ? 1 : seq - window.top();
        Arrival arrival = window.offer(seq);
        if (arrival != Arrival.NEWEST && arrival != Arrival.LATE) {
            duplicates += arrival == Arrival.SEEN ? 1 : 0;
            duplicatesInLife += arrival == Arrival.SEEN ? 1 : 0;
            return false;
        }
        if (arrival == Arrival.NEWEST) {
            numbers.tops[lane] = full;
            newestDepartureUs = departureUs;
            expected += ahead;
            highest += first ? seq : ahead;
        } else {
            reordered++;
            reorderedInLife++;
        }
        received++;
        receivedInLife++;
        transitUsMin = Math.min(transitUsMin, arrivalUs - departureUs);
        transitUsMax = Math.max(transitUsMax, arrivalUs - departureUs);
        return true;
    }

    /** Datagrams that this life of the sender put on the link, as far as heard: all its lanes. */
    public int highestSeq() {
        return highest;
    }

    public int newestDepartureUs() {
        return newestDepartureUs;
    }

    /** Different datagrams of this life of the sender, as link reports carry them. */
    public int receivedInLife() {
        return receivedInLife;
    }

    public int reorderedInLife() {
        return reorderedInLife;
    }

    public int duplicatesInLife() {
        return duplicatesInLife;
    }

    /** Datagrams that should have come, since the start of this process. */
    public long expected() {
        return expected;
    }

    public long received() {
        return received;
    }

    /** Datagrams that have not come although a later one has; falls when one comes late. */
    public long lostSoFar() {
        return Math.max(0, expected - received);
    }

    public long reordered() {
        return reordered;
    }

    public long duplicates() {
        return duplicates;
    }

    /** Lowest transit time since {@link #resetTransit}; above the highest when nothing came. */
    public int transitUsMin() {
        return transitUsMin;
    }

    public int transitUsMax() {
        return transitUsMax;
    }

    void resetTransit() {
        transitUsMin = Integer.MAX_VALUE;
        transitUsMax = Integer.MIN_VALUE;
    }

    private SequenceWindow window(int lane) {
        SequenceWindow known = numbers.lanes[lane];
        if (known == null) {
            known = new SequenceWindow(WINDOW);
            numbers.lanes[lane] = known;
        }
        return known;
    }

    private void begin(int newLife) {
        numbers.heard = true;
        numbers.life = newLife;
        for (SequenceWindow window : numbers.lanes) {
            if (window != null) {
                window.reset();
            }
        }
        highest = 0;
        receivedInLife = 0;
        reorderedInLife = 0;
        duplicatesInLife = 0;
    }
}
