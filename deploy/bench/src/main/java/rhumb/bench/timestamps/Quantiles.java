package rhumb.bench.timestamps;

import java.util.Arrays;

/**
 * Some quantiles of a set of times, in nanoseconds; -1 when the set is empty.
 *
 * @param jitter smoothed difference of neighbours (RFC 3550 section 6.4.1) at the end
 */
public record Quantiles(
        int samples, long p50, long p90, long p99, long p999, long max, long jitter) {
    /** Of the values in the order in which they were measured. */
    public static Quantiles of(long[] values) {
        double jitter = 0;
        for (int i = 1; i < values.length; i++) {
            jitter += (Math.abs(values[i] - values[i - 1]) - jitter) / 16;
        }
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Quantiles(
                sorted.length,
                at(sorted, 500),
                at(sorted, 900),
                at(sorted, 990),
                at(sorted, 999),
                at(sorted, 1_000),
                (long) jitter);
    }

    private static long at(long[] sorted, long permille) {
        return sorted.length == 0 ? -1 : sorted[(int) ((sorted.length - 1) * permille / 1_000)];
    }
}
