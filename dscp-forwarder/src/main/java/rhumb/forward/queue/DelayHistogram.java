package rhumb.forward.queue;

/**
 * How long packets waited, over the last one to two windows: counts in buckets a quarter of an
 * octave wide, from 1 us to 16 s. Quantiles are the upper ends of buckets, so at most a quarter too
 * high and never too low.
 */
public final class DelayHistogram {
    private static final int BUCKETS = 92;
    private static final long WINDOW_NS = 10_000_000_000L;

    private int[] now = new int[BUCKETS];
    private int[] before = new int[BUCKETS];
    private long begunNs = Long.MIN_VALUE;

    void add(long nowNs, long waitedNs) {
        if (nowNs - WINDOW_NS >= begunNs) {
            turn(nowNs);
        }
        now[bucket(waitedNs / 1_000)]++;
    }

    /**
     * The delay that this share of the packets did not exceed; -1 when none came of late.
     *
     * @param perMille 500 for the median
     */
    public long quantileNs(long nowNs, int perMille) {
        if (nowNs - WINDOW_NS >= begunNs) {
            turn(nowNs);
        }
        long all = 0;
        for (int i = 0; i < BUCKETS; i++) {
            all += now[i] + before[i];
        }
        if (all == 0) {
            return -1;
        }
        long left = (all * perMille + 999) / 1_000;
        int i = 0;
        while (i < BUCKETS - 1 && left > now[i] + before[i]) {
            left -= now[i] + before[i];
            i++;
        }
        return upperUs(i) * 1_000;
    }

    private void turn(long nowNs) {
        boolean stale = nowNs - 2 * WINDOW_NS >= begunNs;
        int[] old = before;
        before = now;
        now = old;
        java.util.Arrays.fill(now, 0);
        if (stale) {
            java.util.Arrays.fill(before, 0);
        }
        begunNs = nowNs;
    }

    private static int bucket(long us) {
        if (us < 4) {
            return (int) Math.max(us, 0);
        }
        int octave = 63 - Long.numberOfLeadingZeros(us);
        return (int) Math.min(BUCKETS - 1, octave * 4L - 4 + (us >>> octave - 2 & 3));
    }

    private static long upperUs(int bucket) {
        if (bucket < 4) {
            return bucket;
        }
        int octave = bucket / 4 + 1;
        return (bucket % 4 + 5L << octave - 2) - 1;
    }
}
