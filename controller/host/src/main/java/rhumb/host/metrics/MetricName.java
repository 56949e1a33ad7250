package rhumb.host.metrics;

import java.util.List;

/**
 * One metric of a process. Each process lists its metrics in ONE enum that implements this, so that
 * documents and dashboards can be checked against it. Conventions are those of Prometheus and are
 * checked by {@link MetricCollector}.
 */
public interface MetricName {
    /** Endings of names; longer ones first. */
    List<String> UNITS =
            List.of(
                    "bytes_per_second",
                    "bits_per_second",
                    "per_second",
                    "seconds",
                    "bytes",
                    "ratio",
                    "degrees");

    /** How a metric behaves. */
    enum Type {
        /** Only grows; its name ends in {@code _total}. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts of observations per bucket; its name ends in a unit. */
        HISTOGRAM
    }

    /**
     * What there is to say of a metric.
     *
     * @param metric such as {@code rhumb_link_delay_seconds}: lower case, base units
     * @param labels names of the labels, in the order in which values are given
     * @param help a sentence for people
     */
    record Description(String metric, Type type, String help, List<String> labels) {
        public Description(String metric, Type type, String help, String... labels) {
            this(metric, type, help, List.of(labels));
        }
    }

    Description description();

    default String metric() {
        return description().metric;
    }

    default Type type() {
        return description().type;
    }

    default List<String> labels() {
        return description().labels;
    }

    /** In which its values are, as its name says; empty for plain counts and numbers. */
    default String unit() {
        String name = metric().replaceAll("_total$", "");
        for (String unit : UNITS) {
            if (name.endsWith("_" + unit)) {
                return unit.replace('_', ' ');
            }
        }
        return "";
    }

    default String help() {
        return description().help;
    }
}
