package rhumb.forward.fec;

/**
 * The coefficients of one repair packet, from its key: both ends compute them, no packet carries
 * them. Never zero (density 15 of RFC 8681 section 3.6), so each repair packet speaks of its whole
 * window.
 */
public final class RlcCoefficients {
    /** Packets that one repair packet may speak of. */
    public static final int MAX_WINDOW = 48;

    private final TinyMt32 random = new TinyMt32();
    private final byte[] values = new byte[MAX_WINDOW];

    /**
     * Computes those of a repair packet; they stay until the next call.
     *
     * @param key 16 bits
     * @param count packets in the window, 1 to {@link #MAX_WINDOW}
     */
    public void compute(int key, int count) {
        random.seed(key);
        for (int i = 0; i < count; i++) {
            int value;
            do {
                value = random.next() & 0xff;
            } while (value == 0);
            values[i] = (byte) value;
        }
    }

    /** That of the nth packet of the window, 1 to 255. */
    public int of(int n) {
        return values[n] & 0xff;
    }
}
