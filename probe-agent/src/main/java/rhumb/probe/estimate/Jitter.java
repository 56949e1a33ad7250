package rhumb.probe.estimate;

/**
 * Smoothed difference of the transit times of neighbours (RFC 3550 section 6.4.1): J += (|D| -
 * J)/16.
 */
final class Jitter {
    static final long UNKNOWN = -1;

    /** A difference beyond this is a clock that was set, not a network. */
    private static final long CLOCK_STEP_NS = 1_000_000_000L;

    private long previousNs;
    private long samples;
    private long smoothedX16;

    void onTransit(long transitNs) {
        long differenceNs = Math.abs(transitNs - previousNs);
        previousNs = transitNs;
        if (samples++ > 0 && differenceNs >= 0 && differenceNs < CLOCK_STEP_NS) {
            smoothedX16 += differenceNs - (smoothedX16 + 8) / 16;
        }
    }

    long ns() {
        return samples < 2 ? UNKNOWN : smoothedX16 / 16;
    }
}
