package rhumb.host.metrics;

import java.util.List;

/**
 * One metric of a process. Each process lists its metrics in ONE enum that implements this, so that
 * documents and dashboards can be checked against it. Conventions are those of Prometheus and are
 * checked by {@link MetricCollector}.
 */
public interface MetricName {
    /** How a metric behaves. */
    enum Type {
        /** Only grows; its name ends in {@code _total}. */
        COUNTER,
        /** Goes up and down. */
        GAUGE,
        /** Counts of observations per bucket; its name ends in a unit. */
        HISTOGRAM
    }

    /** Such as {@code rhumb_link_delay_seconds}: lower case, base units. */
    String metric();

    Type type();

    /** Names of the labels, in the order in which values are given. */
    List<String> labels();

    /** A sentence for people. */
    String help();
}
