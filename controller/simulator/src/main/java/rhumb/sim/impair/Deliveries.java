package rhumb.sim.impair;

/**
 * What became of one packet offered to a link: none, one or two arrivals. Reused; valid until the
 * next offer.
 */
public final class Deliveries {
    private static final int MAX = 2;

    private final long[] atNs = new long[MAX];
    private final int[] octet = new int[MAX];
    private int count;

    /** How often the packet arrives: 0, 1 or 2. */
    public int count() {
        return count;
    }

    /** When arrival {@code index} happens. */
    public long atNs(int index) {
        return atNs[index];
    }

    /** The outer traffic class octet with which it arrives. */
    public int octet(int index) {
        return octet[index];
    }

    void clear() {
        count = 0;
    }

    void add(long whenNs, int outerOctet) {
        atNs[count] = whenNs;
        octet[count] = outerOctet;
        count++;
    }
}
