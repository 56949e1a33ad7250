package rhumb.probe.estimate;

/**
 * Smoothed difference of the transit times of neighbours (RFC 3550 section 6.4.1): J += (|D| -
 * J)/16. What is judged is the same of differences cut at {@value #LONGEST_NS} ns, so that one late
 * packet is no jitter.
 */
final class Jitter {
    static final long UNKNOWN = -1;

    private static final long LONGEST_NS = 50_000_000L;

    /** A difference beyond this is a clock that was set, not a network. */
    private static final long CLOCK_STEP_NS = 1_000_000_000L;

    /** Samples before the smoothed value means something. */
    private static final int SETTLED = 16;

    private long previousNs;
    private long samples;
    private long smoothedX16;
    private long robustX16;

    void onTransit(long transitNs) {
        long differenceNs = Math.abs(transitNs - previousNs);
        previousNs = transitNs;
        if (samples++ > 0 && differenceNs >= 0 && differenceNs < CLOCK_STEP_NS) {
            smoothedX16 += differenceNs - (smoothedX16 + 8) / 16;
            robustX16 += Math.min(differenceNs, LONGEST_NS) - (robustX16 + 8) / 16;
        }
    }

    long ns() {
        return samples < 2 ? UNKNOWN : smoothedX16 / 16;
    }

    /** Jitter without its spikes; {@link #UNKNOWN} before it settled. */
    long robustNs() {
        return samples < SETTLED ? UNKNOWN : robustX16 / 16;
    }
}
