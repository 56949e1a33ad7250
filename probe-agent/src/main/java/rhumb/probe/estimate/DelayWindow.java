package rhumb.probe.estimate;

import java.util.Arrays;

/**
 * One stream of delay samples against its own moving minimum. The samples may carry an unknown
 * constant, such as the offset of two clocks: only their rise above the minimum is judged.
 */
final class DelayWindow {
    static final long UNKNOWN = -1;

    private static final int RING = 32;

    private long windowNs;
    private final MovingMinimum base;
    private final long[] values = new long[RING];
    private final long[] timesNs = new long[RING];
    private final long[] sorted = new long[RING];
    private int count;

    /**
     * @param windowNs how far back medians look, at most {@value #RING} samples
     */
    DelayWindow(long windowNs, long baseWindowNs, int baseBuckets) {
        this.windowNs = windowNs;
        this.base = new MovingMinimum(baseWindowNs, baseBuckets);
    }

    void setWindow(long newWindowNs) {
        windowNs = newWindowNs;
    }

    void record(long nowNs, long value) {
        base.record(nowNs, value);
        int at = count % RING;
        values[at] = value;
        timesNs[at] = nowNs;
        // Kept between RING and 2 RING once full, so that it never overflows.
        count = count + 1 == 2 * RING ? RING : count + 1;
    }

    /** Lowest value lately; {@link MovingMinimum#NONE} when there is none. */
    long base(long nowNs) {
        return base.lowest(nowNs);
    }

    /** By how much all of the last {@code agreeing} samples exceed the minimum. */
    long sustainedRise(long nowNs, int agreeing) {
        if (count < agreeing || nowNs - sinceNs(agreeing) > windowNs) {
            return UNKNOWN;
        }
        long lowest = Long.MAX_VALUE;
        for (int back = 0; back < agreeing; back++) {
            lowest = Math.min(lowest, values[newest(back)]);
        }
        return rise(nowNs, lowest);
    }

    /** When the first of the last {@code agreeing} samples came. */
    long sinceNs(int agreeing) {
        return timesNs[newest(Math.clamp(agreeing, 1, Math.max(count, 1)) - 1)];
    }

    /** Median of the window above the minimum; unknown with fewer samples than asked for. */
    long medianRise(long nowNs, int samples) {
        int n = sort(nowNs);
        return n < samples ? UNKNOWN : rise(nowNs, sorted[(n - 1) / 2]);
    }

    /** What one sample in twenty of the window exceeds, above the minimum. */
    long tailRise(long nowNs) {
        int n = sort(nowNs);
        return n == 0 ? UNKNOWN : rise(nowNs, sorted[(n * 19 - 1) / 20]);
    }

    /** The value below which {@code ppm} millionths of the window lie. */
    long quantile(long nowNs, long ppm) {
        int n = sort(nowNs);
        return n == 0 ? UNKNOWN : sorted[(int) ((n - 1) * ppm / 1_000_000)];
    }

    void hold(long nowNs, boolean held) {
        base.hold(nowNs, held);
    }

    /** Begins anew: what was measured before has another constant in it. */
    void forget() {
        base.forget();
        count = 0;
    }

    private long rise(long nowNs, long value) {
        long lowest = base.lowest(nowNs);
        return lowest == MovingMinimum.NONE ? UNKNOWN : Math.max(0, value - lowest);
    }

    private int newest(int back) {
        return Math.floorMod(count - 1 - back, RING);
    }

    private int sort(long nowNs) {
        int n = 0;
        for (int back = 0; back < Math.min(count, RING); back++) {
            int at = newest(back);
            if (nowNs - timesNs[at] > windowNs) {
                break;
            }
            sorted[n++] = values[at];
        }
        Arrays.sort(sorted, 0, n);
        return n;
    }
}
