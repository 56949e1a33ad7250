package rhumb.probe.dscp;

/**
 * How long ordinary probes took lately in one direction; what takes longer than all of them is
 * late. Transit times have an unknown clock offset in them, which is the same for all.
 */
final class Baseline {
    private static final int SIZE = 16;

    /** Differences below this are of no use to anyone. */
    private static final long FLOOR_NS = 2_000_000L;

    private final long[] transits = new long[SIZE];
    private long count;

    void add(long transitNs) {
        transits[(int) (count++ % SIZE)] = transitNs;
    }

    /** Whether enough is known to say that something is late. */
    boolean usable() {
        return count >= SIZE;
    }

    boolean isLate(long transitNs) {
        long longest = Long.MIN_VALUE;
        for (long transit : transits) {
            longest = Math.max(longest, transit);
        }
        return transitNs > longest + FLOOR_NS;
    }
}
