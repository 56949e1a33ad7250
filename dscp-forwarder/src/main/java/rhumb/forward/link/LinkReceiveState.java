package rhumb.forward.link;

import rhumb.forward.table.SequenceWindow;
import rhumb.forward.table.SequenceWindow.Arrival;

/**
 * An incoming link: which datagrams came, which are missing, and no datagram twice.
 *
 * <p>In one life of the sender, sequence number and departure time rise together. A lower number
 * that left later therefore means that the sender restarted, and counting starts anew; a higher
 * number that left earlier is from a former life and is refused. When nothing fits for {@value
 * #LOST_NS} ns, a run of {@value #RUN} datagrams that fit each other begins a life too: the
 * sender's clock went back. Packets are not authenticated yet, so this last way is open to whoever
 * plays a record into a link that was idle that long; the flow numbers still stop what its sessions
 * saw.
 */
public final class LinkReceiveState {
    /** Datagrams before the newest that can be told apart (RFC 6479; WireGuard has 8,128). */
    public static final int WINDOW = 8_192;

    // Implementation constants.
    private static final int RUN = 32;
    private static final long LOST_NS = 10_000_000_000L;

    /** Beyond this, departure times of 32 bits of microseconds cannot be put in order. */
    private static final long STALE_NS = 30 * 60 * 1_000_000_000L;

    /** A gap that no loss explains. */
    private static final int LARGEST_GAP = 1 << 20;

    private final SequenceWindow window = new SequenceWindow(WINDOW);
    private int newestDepartureUs;
    private long lastAcceptedNs;
    private int runSeq;
    private int runDepartureUs;
    private int runLength;

    private int receivedInLife;
    private int reorderedInLife;
    private int duplicatesInLife;
    private long expected;
    private long received;
    private long reordered;
    private long duplicates;
    private int transitUsMin = Integer.MAX_VALUE;
    private int transitUsMax = Integer.MIN_VALUE;

    /**
     * Takes a datagram in.
     *
     * @param arrivalUs own clock, in the units of the departure time
     * @return whether it may go on; false for one seen before or too old to tell
     */
    public boolean accept(long nowNs, int seq, int departureUs, int arrivalUs) {
        if (!window.started() || startsAnew(nowNs, seq, departureUs)) {
            begin();
        } else if (!fits(seq, departureUs)) {
            return false;
        }
        int ahead = window.started() ? seq - window.top() : 1;
        Arrival arrival = window.offer(seq);
        boolean fresh = arrival == Arrival.NEWEST || arrival == Arrival.LATE;
        if (!fresh) {
            duplicates += arrival == Arrival.SEEN ? 1 : 0;
            duplicatesInLife += arrival == Arrival.SEEN ? 1 : 0;
            return false;
        }
        if (arrival == Arrival.NEWEST) {
            newestDepartureUs = departureUs;
            expected += ahead;
        } else {
            reordered++;
            reorderedInLife++;
        }
        received++;
        receivedInLife++;
        lastAcceptedNs = nowNs;
        runLength = 0;
        transitUsMin = Math.min(transitUsMin, arrivalUs - departureUs);
        transitUsMax = Math.max(transitUsMax, arrivalUs - departureUs);
        return true;
    }

    /** The highest sequence number of this life of the sender. */
    public int highestSeq() {
        return window.top();
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

    private boolean startsAnew(long nowNs, int seq, int departureUs) {
        int ahead = seq - window.top();
        int later = departureUs - newestDepartureUs;
        if (nowNs - lastAcceptedNs > STALE_NS) {
            return true;
        }
        if (ahead <= 0 && later > 0 || ahead > LARGEST_GAP && later > 0) {
            return true;
        }
        if (fits(seq, departureUs) && ahead > 0) {
            return false;
        }
        boolean continues = runLength > 0 && seq - runSeq > 0 && departureUs - runDepartureUs >= 0;
        runLength = continues ? runLength + 1 : 1;
        runSeq = seq;
        runDepartureUs = departureUs;
        return runLength >= RUN && nowNs - lastAcceptedNs > LOST_NS;
    }

    private boolean fits(int seq, int departureUs) {
        int ahead = seq - window.top();
        int later = departureUs - newestDepartureUs;
        return ahead > 0 ? later >= 0 : later <= 0;
    }

    private void begin() {
        window.reset();
        receivedInLife = 0;
        reorderedInLife = 0;
        duplicatesInLife = 0;
        runLength = 0;
    }
}
