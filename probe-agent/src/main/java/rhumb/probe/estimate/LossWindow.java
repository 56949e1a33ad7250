package rhumb.probe.estimate;

import java.util.Arrays;

/** Counts of packets over the last while, in buckets, so that old ones leave in small steps. */
final class LossWindow {
    private static final int SENT = 0;
    private static final int LOST = 1;
    private static final int REORDERED = 2;
    private static final int DUPLICATE = 3;
    private static final int COLUMNS = 4;
    private static final long MILLION = 1_000_000L;

    private final long bucketNs;
    private final int buckets;
    private final long[] counts;
    private final long[] sums = new long[COLUMNS];
    private long newest = Long.MIN_VALUE;

    LossWindow(long windowNs, int buckets) {
        this.bucketNs = Math.max(1, windowNs / buckets);
        this.buckets = buckets;
        this.counts = new long[buckets * COLUMNS];
    }

    /** What this window holds, as far as it reaches, in one of another length. */
    LossWindow over(long windowNs) {
        LossWindow other = new LossWindow(windowNs, buckets);
        if (newest == Long.MIN_VALUE) {
            return other;
        }
        for (long bucket = newest - buckets + 1; bucket <= newest; bucket++) {
            int at = Math.floorMod(bucket, buckets) * COLUMNS;
            other.record(
                    bucket * bucketNs,
                    counts[at + SENT],
                    counts[at + LOST],
                    counts[at + REORDERED],
                    counts[at + DUPLICATE]);
        }
        return other;
    }

    /**
     * @param lost may be negative: losses that turned out to be late
     */
    void record(long nowNs, long sent, long lost, long reordered, long duplicate) {
        advance(nowNs);
        int at = Math.floorMod(newest, buckets) * COLUMNS;
        add(at, SENT, sent);
        add(at, LOST, lost);
        add(at, REORDERED, reordered);
        add(at, DUPLICATE, duplicate);
    }

    void forget() {
        Arrays.fill(counts, 0);
        Arrays.fill(sums, 0);
    }

    long sent(long nowNs) {
        advance(nowNs);
        return sums[SENT];
    }

    long lost(long nowNs) {
        advance(nowNs);
        return Math.clamp(sums[LOST], 0, sums[SENT]);
    }

    long reordered(long nowNs) {
        advance(nowNs);
        return Math.clamp(sums[REORDERED], 0, sums[SENT]);
    }

    /** Lost packets per million; -1 when nothing was sent. */
    long lossPpm(long nowNs) {
        return ppm(nowNs, lost(nowNs));
    }

    long reorderPpm(long nowNs) {
        return ppm(nowNs, sums[REORDERED]);
    }

    long duplicatePpm(long nowNs) {
        return ppm(nowNs, sums[DUPLICATE]);
    }

    private long ppm(long nowNs, long count) {
        long sent = sent(nowNs);
        return sent == 0 ? -1 : Math.min(count * MILLION / sent, MILLION);
    }

    private void add(int at, int column, long count) {
        counts[at + column] += count;
        sums[column] += count;
    }

    private void advance(long nowNs) {
        long bucket = Math.floorDiv(nowNs, bucketNs);
        if (bucket <= newest) {
            return;
        }
        if (newest == Long.MIN_VALUE || bucket - newest >= buckets) {
            Arrays.fill(counts, 0);
            Arrays.fill(sums, 0);
            newest = bucket;
            return;
        }
        while (newest < bucket) {
            newest++;
            int at = Math.floorMod(newest, buckets) * COLUMNS;
            for (int column = 0; column < COLUMNS; column++) {
                sums[column] -= counts[at + column];
                counts[at + column] = 0;
            }
        }
    }
}
