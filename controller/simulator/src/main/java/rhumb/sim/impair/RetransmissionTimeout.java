package rhumb.sim.impair;

/**
 * The retransmission timeout of RFC 6298 with the lower bound that Linux puts on its variance part:
 * smoothed round trip + max(200 ms, 4 x variation), doubled per expiry.
 */
final class RetransmissionTimeout {
    static final long FIRST_NS = 1_000_000_000L;
    static final long LEAST_NS = 200_000_000L;
    static final long MOST_NS = 60_000_000_000L;

    private static final int MAX_DOUBLINGS = 9;

    private long smoothedNs = -1;
    private long variationNs;
    private int doublings;

    void onSample(long rttNs) {
        if (smoothedNs < 0) {
            smoothedNs = rttNs;
            variationNs = rttNs / 2;
        } else {
            variationNs += (Math.abs(smoothedNs - rttNs) - variationNs) / 4;
            smoothedNs += (rttNs - smoothedNs) / 8;
        }
    }

    void onProgress() {
        doublings = 0;
    }

    void onExpiry() {
        doublings++;
    }

    /** Expiries in a row without progress. */
    int expiries() {
        return doublings;
    }

    long ns() {
        long base = smoothedNs < 0 ? FIRST_NS : smoothedNs + Math.max(LEAST_NS, 4 * variationNs);
        return Math.min(base << Math.min(doublings, MAX_DOUBLINGS), MOST_NS);
    }
}
