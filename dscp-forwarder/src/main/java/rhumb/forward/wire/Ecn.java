package rhumb.forward.wire;

/**
 * Congestion marks (RFC 3168) across the overlay as across any tunnel (RFC 6040): the outer octet
 * of each link carries the packet's own field, and what a link marks is taken over into the inner
 * octet at its far end, relays included.
 */
public final class Ecn {
    // RFC 3168 section 5.
    public static final int MASK = 0x3;
    public static final int NOT_ECT = 0;
    public static final int ECT_1 = 1;
    public static final int CE = 3;

    private Ecn() {}

    /** Whether the sender of a packet with this octet slows down when it is marked, or was. */
    public static boolean isCapable(int octet) {
        return (octet & MASK) != NOT_ECT;
    }

    /** The octet with the mark. */
    public static int congested(int octet) {
        return octet | CE;
    }

    /**
     * The field that leaves a link: normal mode, RFC 6040 section 4.1.
     *
     * @param innerOctet what the packet carries inside
     */
    public static int encapsulated(int outerOctet, int innerOctet) {
        return outerOctet & ~MASK | innerOctet & MASK;
    }

    /**
     * Whether the packet has to be dropped: it was marked, and its transport would not understand
     * (RFC 6040 section 4.2).
     */
    public static boolean isLost(int outerOctet, int innerOctet) {
        return (outerOctet & MASK) == CE && (innerOctet & MASK) == NOT_ECT;
    }

    /** The inner octet behind a link: RFC 6040 section 4.2, figure 4. */
    public static int decapsulated(int outerOctet, int innerOctet) {
        int inner = innerOctet & MASK;
        int outer = outerOctet & MASK;
        boolean taken = outer == CE || outer == ECT_1 && inner != CE;
        return inner == NOT_ECT || !taken ? innerOctet : innerOctet & ~MASK | outer;
    }
}
