package rhumb.reference;

import java.util.Locale;
import java.util.stream.Collectors;
import rhumb.controller.io.ControllerMetric;
import rhumb.forward.io.ForwarderMetric;
import rhumb.host.metrics.MetricName;
import rhumb.probe.io.AgentMetric;

/** docs/reference/metrics.md: every metric of the three processes. */
final class MetricsPage {
    private static final String HEAD =
            """
            # Metrics

            What each process serves at `/metrics` of its metrics address, in the text format of Prometheus. This page is
            made of the code (`./rhumb reference metrics`), and a test fails when it no longer says what is served. Dashboards
            and alerts that use them: `docs/observability.md`.

            Counters only grow, from the start of the process. A histogram is served as `_bucket` (with the label `le`),
            `_sum` and `_count`. A figure that is not known is left out, never zero.
            """;

    private MetricsPage() {}

    static String text() {
        return HEAD
                + section("Controller", ControllerMetric.values())
                + "\nA controller also serves the usual `jvm_` and `process_` metrics of the Prometheus client.\n"
                + section("Agent", AgentMetric.values())
                + section("Forwarder", ForwarderMetric.values());
    }

    private static String section(String process, MetricName[] metrics) {
        Rows rows = new Rows("metric", "type", "unit", "labels", "meaning");
        for (MetricName metric : metrics) {
            rows.row(
                    Rows.code(metric.metric()),
                    metric.type().name().toLowerCase(Locale.ROOT),
                    metric.unit(),
                    metric.labels().stream().map(Rows::code).collect(Collectors.joining(", ")),
                    metric.help());
        }
        return "\n## " + process + "\n\n" + rows;
    }
}
