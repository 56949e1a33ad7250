/**
 * The metrics endpoint of a process and how its one enum of metrics becomes Prometheus text. Cores
 * count in plain fields; the shell tells them here when somebody asks.
 *
 * <p>Reading order: {@code MetricName}, {@code MetricSource}, {@code MetricCollector}, {@code
 * MetricsEndpoint}.
 */
@NullMarked
package rhumb.host.metrics;

import org.jspecify.annotations.NullMarked;
