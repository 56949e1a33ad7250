package rhumb.forward.link;

import org.jspecify.annotations.Nullable;
import rhumb.forward.table.SequenceWindow;
import rhumb.forward.table.SequenceWindow.Arrival;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;

/**
 * An incoming link: which datagrams came, which are missing, and no datagram twice.
 *
 * <p>Each sending thread of the neighbour (lane) counts for itself, so each has its own window.
 * Classes may overtake each other, on the way and in a batch; reordered is what comes after a later
 * one of its own class (RFC 4737: of its type P). A higher life means that the neighbour started
 * anew, and so does counting; a lower one is a replay. What a tag proves is numbered apart from
 * what comes in the clear, which anybody may have sent.
 */
public final class LinkReceiveState {
    /** Datagrams before the newest that can be told apart (RFC 6479; WireGuard has 8,128). */
    public static final int WINDOW = 8_192;

    private static final class Numbers {
        /** Null until the lane was first heard. */
        final @Nullable Lane[] lanes = new @Nullable Lane[OverlayHeader.MAX_LANES];

        boolean heard;
        int life;
    }

    private static final class Lane {
        final SequenceWindow window = new SequenceWindow(WINDOW);

        /** Newest sequence number in full; on the wire are its lowest 32 bits. */
        long top;

        /** Newest sequence number of each class that was heard in this life. */
        final int[] topOfClass = new int[TrafficClass.COUNT];

        /** The classes heard, a bit each. */
        int classes;

        /** Whether a later one of the class was there before. */
        boolean isOvertaken(int classCode, int seq) {
            int bit = 1 << classCode;
            if ((classes & bit) != 0 && seq - topOfClass[classCode] < 0) {
                return true;
            }
            classes |= bit;
            topOfClass[classCode] = seq;
            return false;
        }

        void reset() {
            window.reset();
            classes = 0;
        }
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
        Lane known = numbers.lanes[lane];
        return known == null || known.window.reaches(seq);
    }

    /**
     * The sequence number in full: the one nearest to the newest of its lane, as ESP does it (RFC
     * 4303 appendix A2). A wrong guess opens nothing.
     */
    public long full(int lane, int ofLife, int seq) {
        Lane known = numbers.lanes[lane];
        if (!numbers.heard || ofLife != numbers.life || known == null || !known.window.started()) {
            return Integer.toUnsignedLong(seq);
        }
        long top = known.top;
        long nearest = top + (seq - (int) top);
        return nearest < 0 ? Integer.toUnsignedLong(seq) : nearest;
    }

    /**
     * Takes a genuine datagram in.
     *
     * @param lane below {@link OverlayHeader#MAX_LANES}
     * @param classCode of a {@link TrafficClass}
     * @param arrivalUs own clock, in the units of the departure time
     * @return whether it may go on; false for one seen before or too old to tell
     */
    public boolean accept(
            int lane, int classCode, int ofLife, int seq, int departureUs, int arrivalUs) {
        int order = numbers.heard ? Integer.compareUnsigned(ofLife, numbers.life) : 1;
        if (order < 0) {
            return false;
        }
        if (order > 0) {
            begin(ofLife);
        }
        Lane of = lane(lane);
        long full = full(lane, ofLife, seq);
        boolean first = !of.window.started();
        int ahead = first ? 1 : seq - of.window.top();
        Arrival arrival = of.window.offer(seq);
        if (arrival != Arrival.NEWEST && arrival != Arrival.LATE) {
            duplicates += arrival == Arrival.SEEN ? 1 : 0;
            duplicatesInLife += arrival == Arrival.SEEN ? 1 : 0;
            return false;
        }
        if (arrival == Arrival.NEWEST) {
            of.top = full;
            newestDepartureUs = departureUs;
            expected += ahead;
            highest += first ? seq : ahead;
        }
        if (of.isOvertaken(classCode, seq)) {
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

    private Lane lane(int number) {
        Lane known = numbers.lanes[number];
        if (known == null) {
            known = new Lane();
            numbers.lanes[number] = known;
        }
        return known;
    }

    private void begin(int newLife) {
        numbers.heard = true;
        numbers.life = newLife;
        for (Lane lane : numbers.lanes) {
            if (lane != null) {
                lane.reset();
            }
        }
        highest = 0;
        receivedInLife = 0;
        reorderedInLife = 0;
        duplicatesInLife = 0;
    }
}
