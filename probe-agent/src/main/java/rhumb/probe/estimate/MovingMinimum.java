package rhumb.probe.estimate;

import java.util.Arrays;

/**
 * The lowest value of the last while. Old minima age out, so that clock drift and new normals do
 * not accuse a link for ever; ageing can be held while a rise is being judged, for {@value
 * #MAX_HELD_NS} ns at most, so that the rise does not become the normal by itself too soon.
 */
final class MovingMinimum {
    static final long NONE = Long.MAX_VALUE;
    static final long MAX_HELD_NS = 300_000_000_000L;

    private static final long NOT_HELD = Long.MIN_VALUE;

    private final long bucketNs;
    private final long[] minima;
    private long newest = Long.MIN_VALUE;
    private long lowest = NONE;
    private long heldSinceNs = NOT_HELD;

    MovingMinimum(long windowNs, int buckets) {
        this.bucketNs = windowNs / buckets;
        this.minima = new long[buckets];
        forget();
    }

    void record(long nowNs, long value) {
        advance(nowNs);
        int at = Math.floorMod(newest, minima.length);
        minima[at] = Math.min(minima[at], value);
        lowest = Math.min(lowest, value);
    }

    /** {@link #NONE} when there was no value. */
    long lowest(long nowNs) {
        advance(nowNs);
        return lowest;
    }

    void hold(long nowNs, boolean held) {
        if (!held) {
            heldSinceNs = NOT_HELD;
        } else if (heldSinceNs == NOT_HELD) {
            heldSinceNs = nowNs;
        }
    }

    void forget() {
        Arrays.fill(minima, NONE);
        lowest = NONE;
    }

    private void advance(long nowNs) {
        long bucket = Math.floorDiv(nowNs, bucketNs);
        if (bucket <= newest) {
            return;
        }
        boolean held = heldSinceNs != NOT_HELD && nowNs - heldSinceNs < MAX_HELD_NS;
        if (held || newest == Long.MIN_VALUE) {
            // The minima move along with time instead of ageing.
            shift(bucket);
            return;
        }
        long steps = Math.min(bucket - newest, minima.length);
        for (long step = 1; step <= steps; step++) {
            minima[Math.floorMod(bucket - steps + step, minima.length)] = NONE;
        }
        newest = bucket;
        lowest = NONE;
        for (long minimum : minima) {
            lowest = Math.min(lowest, minimum);
        }
    }

    private void shift(long bucket) {
        Arrays.fill(minima, NONE);
        minima[Math.floorMod(bucket, minima.length)] = lowest;
        newest = bucket;
    }
}
