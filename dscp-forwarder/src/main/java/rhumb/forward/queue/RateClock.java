package rhumb.forward.queue;

/**
 * A rate as the time at which the next packet conforms: virtual scheduling, the continuous-state
 * leaky bucket (GCRA, ITU-T I.371). Over any window of length w at most {@code rate * (w + burst)}
 * and one packet leave.
 */
final class RateClock {
    private static final long BIT_NS = 8_000_000_000L;

    private final long burstNs;
    private long rateBps;
    private long readyNs = Long.MIN_VALUE;

    /**
     * @param burstNs what may be sent at once after a pause, so that a late timer costs no rate
     */
    RateClock(long burstNs) {
        this.burstNs = burstNs;
    }

    /** Changes the rate, 0 = none; what was sent before is forgotten. */
    void rate(long nowNs, long newRateBps) {
        if (newRateBps != rateBps) {
            rateBps = newRateBps;
            readyNs = nowNs;
        }
    }

    long rateBps() {
        return rateBps;
    }

    /** Whether a packet may leave now; without a rate always. */
    boolean isReady(long nowNs) {
        return rateBps == 0 || readyNs <= nowNs;
    }

    /** When {@link #isReady} will hold, if nothing is sent before. */
    long readyNs() {
        return rateBps == 0 ? Long.MIN_VALUE : readyNs;
    }

    void charge(long nowNs, long sizeBytes) {
        if (rateBps > 0) {
            readyNs = Math.max(readyNs, nowNs - burstNs) + costNs(sizeBytes);
        }
    }

    /**
     * Charges a rate that is promised, not one that may not be exceeded: who took more than the
     * promise while there was room owes no more than the last packet.
     */
    void chargePromise(long nowNs, long sizeBytes) {
        if (rateBps > 0) {
            long costNs = costNs(sizeBytes);
            readyNs = Math.min(Math.max(readyNs, nowNs - burstNs), nowNs) + costNs;
        }
    }

    /** Rounded up, so that no rounding ever exceeds the rate. */
    private long costNs(long sizeBytes) {
        return (sizeBytes * BIT_NS + rateBps - 1) / rateBps;
    }
}
