package rhumb.host.metrics;

/**
 * Tells the values of a process at scrape time, from plain counters and published snapshots. Called
 * on the endpoint's threads: reads what other threads own without changing it.
 */
@FunctionalInterface
public interface MetricSource {
    /** Takes values during one scrape. */
    interface Sink {
        /** The value of a counter or gauge, in base units; one call per set of label values. */
        void value(MetricName metric, double value, String... labelValues);

        /** The same for a plain count; Prometheus holds it exactly up to 2^53. */
        default void value(MetricName metric, long count, String... labelValues) {
            value(metric, (double) count, labelValues);
        }

        /**
         * The state of a histogram.
         *
         * @param upperBounds of the buckets, rising, in base units; above the last is one more
         * @param counts observations in each bucket alone, one more than there are bounds
         * @param sum of all observations, in base units
         */
        void histogram(
                MetricName metric,
                double[] upperBounds,
                long[] counts,
                double sum,
                String... labelValues);
    }

    void collect(Sink sink);
}
