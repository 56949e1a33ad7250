package rhumb.bench.paths;

import java.util.Arrays;

/**
 * How long runs took.
 *
 * @param p99Ms the longest, when there are fewer than a hundred
 */
public record Timing(int runs, double medianMs, double p99Ms) {
    /** Of the times in ns of each run; at least one. */
    public static Timing of(double[] ns) {
        double[] sorted = ns.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
        return new Timing(n, median / 1e6, sorted[(int) Math.ceil(0.99 * n) - 1] / 1e6);
    }
}
