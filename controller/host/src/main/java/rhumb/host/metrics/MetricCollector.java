package rhumb.host.metrics;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * All metrics of a process as one Prometheus collector: nothing is done until somebody asks. Two
 * metrics of one name or a name against the conventions are refused at construction.
 */
public final class MetricCollector extends Collector {
    private static final Pattern NAME = Pattern.compile("rhumb(_[a-z][a-z0-9]*)+");
    private static final Pattern LABEL = Pattern.compile("[a-z][a-z0-9_]*");

    /** Prometheus wants base units: seconds, bytes, ratios (see promtool check metrics). */
    private static final Pattern ABBREVIATED =
            Pattern.compile(
                    ".*_(ns|us|ms|s|sec|nanoseconds|microseconds|milliseconds|minutes|hours|kb|mb|gb"
                            + "|kilobytes|megabytes|bits|bps|kbps|mbps|percent|ppm)(_total)?");

    private final Map<String, MetricName> metrics = new LinkedHashMap<>();
    private final MetricSource source;

    /**
     * A collector for all constants of an enum.
     *
     * @throws IllegalArgumentException when one breaks the conventions
     */
    public MetricCollector(Collection<? extends MetricName> metrics, MetricSource source) {
        this.source = source;
        for (MetricName metric : metrics) {
            check(metric);
            if (this.metrics.put(metric.metric(), metric) != null) {
                throw broken(metric, "two metrics of this name");
            }
        }
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<MetricName, List<MetricFamilySamples.Sample>> samples = new LinkedHashMap<>();
        metrics.values().forEach(metric -> samples.put(metric, new ArrayList<>()));
        source.collect(new Samples(samples));
        List<MetricFamilySamples> families = new ArrayList<>();
        samples.forEach((metric, values) ->
                families.add(
                        new MetricFamilySamples(
                                metric.metric(), type(metric), metric.help(), values)));
        return families;
    }

    private static Type type(MetricName metric) {
        return switch (metric.type()) {
            case COUNTER -> Type.COUNTER;
            case GAUGE -> Type.GAUGE;
            case HISTOGRAM -> Type.HISTOGRAM;
        };
    }

    private static void check(MetricName metric) {
        String name = metric.metric();
        if (!NAME.matcher(name).matches()) {
            throw broken(metric, "expected rhumb_ and lower-case words");
        }
        if (ABBREVIATED.matcher(name).matches()) {
            throw broken(metric, "expected a base unit: seconds, bytes, ratio");
        }
        boolean counter = metric.type() == MetricName.Type.COUNTER;
        if (counter != name.endsWith("_total")) {
            throw broken(metric, "counters end in _total, others do not");
        }
        if (!metric.help().endsWith(".") || metric.help().length() < 10) {
            throw broken(metric, "expected a sentence of help");
        }
        for (String label : metric.labels()) {
            if (!LABEL.matcher(label).matches() || label.equals("le")) {
                throw broken(metric, "label \"" + label + "\"");
            }
        }
    }

    private static IllegalArgumentException broken(MetricName metric, String what) {
        return new IllegalArgumentException("metric " + metric.metric() + ": " + what);
    }

    private record Samples(Map<MetricName, List<MetricFamilySamples.Sample>> samples)
            implements MetricSource.Sink {
        @Override
        public void value(MetricName metric, double value, String... labelValues) {
            if (metric.type() == MetricName.Type.HISTOGRAM) {
                throw broken(metric, "a histogram has no single value");
            }
            add(metric, metric.metric(), metric.labels(), labels(metric, labelValues), value);
        }

        @Override
        public void histogram(
                MetricName metric,
                double[] upperBounds,
                long[] counts,
                double sum,
                String... labelValues) {
            if (metric.type() != MetricName.Type.HISTOGRAM
                    || counts.length != upperBounds.length + 1) {
                throw broken(metric, "no histogram, or not one count more than bounds");
            }
            List<String> values = labels(metric, labelValues);
            List<String> names = plus(metric.labels(), "le");
            double upTo = 0; // as Prometheus counts: whole up to 2^53
            for (int i = 0; i < counts.length; i++) {
                upTo += counts[i];
                double bound = i < upperBounds.length ? upperBounds[i] : Double.POSITIVE_INFINITY;
                add(
                        metric,
                        metric.metric() + "_bucket",
                        names,
                        plus(values, doubleToGoString(bound)),
                        upTo);
            }
            add(metric, metric.metric() + "_count", metric.labels(), values, upTo);
            add(metric, metric.metric() + "_sum", metric.labels(), values, sum);
        }

        private void add(
                MetricName metric,
                String name,
                List<String> labelNames,
                List<String> labelValues,
                double value) {
            List<MetricFamilySamples.Sample> known = samples.get(metric);
            if (known == null) {
                throw broken(metric, "not of this collector's enum");
            }
            known.add(new MetricFamilySamples.Sample(name, labelNames, labelValues, value));
        }

        private static List<String> labels(MetricName metric, String[] values) {
            if (values.length != metric.labels().size()) {
                throw broken(metric, "expected values for the labels " + metric.labels());
            }
            return List.of(values);
        }

        private static List<String> plus(List<String> list, String last) {
            List<String> longer = new ArrayList<>(list);
            longer.add(last);
            return longer;
        }
    }
}
