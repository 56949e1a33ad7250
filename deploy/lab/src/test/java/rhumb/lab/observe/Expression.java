package rhumb.lab.observe;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import rhumb.controller.io.ControllerMetric;
import rhumb.forward.io.ForwarderMetric;
import rhumb.host.metrics.MetricName;
import rhumb.probe.io.AgentMetric;

/** What can be said of an expression of PromQL without Prometheus. */
record Expression(String text) {
    private static final Pattern SERIES =
            Pattern.compile("\\b(rhumb_[a-z0-9_]+|up)\\b(\\{[^}]*})?(\\[[^]]*])?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)(?:=~|!~|!=|=)\"");
    private static final Pattern BY = Pattern.compile("\\b(?:by|on) \\(([a-z_, ]*)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w*[a-z]\\w*)");
    private static final Pattern RANGE = Pattern.compile("\\b(\\w+)\\([^()\\[]*\\[([^]]*)]");

    /** What the scrape configuration gives to every series. */
    private static final Set<String> OF_TARGETS = Set.of("job", "instance", "pop", "role");

    static final Map<String, MetricName> METRICS = metrics();

    private static Map<String, MetricName> metrics() {
        Map<String, MetricName> all = new HashMap<>();
        Stream.of(ControllerMetric.values(), AgentMetric.values(), ForwarderMetric.values())
                .flatMap(Stream::of)
                .forEach(metric -> all.put(metric.metric(), metric));
        return Collections.unmodifiableMap(all);
    }

    /** Names of metrics, without what histograms add. */
    Set<String> names() {
        Set<String> names = new TreeSet<>();
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            names.add(base(series.group(1)));
        }
        return names;
    }

    private static String base(String name) {
        String short_ = name.replaceAll("_(bucket|sum|count)$", "");
        return METRICS.containsKey(name) ? name : short_;
    }

    /** Names of metrics and labels that no process has. */
    List<String> unknown() {
        List<String> unknown = new ArrayList<>();
        Set<String> labels = new TreeSet<>(OF_TARGETS);
        labels.add("le");
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            String name = base(series.group(1));
            MetricName metric = METRICS.get(name);
            if (metric == null && !name.equals("up")) {
                unknown.add(name);
                continue;
            }
            List<String> own = metric == null ? List.of() : metric.labels();
            labels.addAll(own);
            Matcher label = LABEL.matcher(series.group(2) == null ? "" : series.group(2));
            while (label.find()) {
                if (!own.contains(label.group(1)) && !OF_TARGETS.contains(label.group(1))) {
                    unknown.add(name + "{" + label.group(1) + "}");
                }
            }
        }
        by().stream().filter(label -> !labels.contains(label)).forEach(unknown::add);
        return unknown;
    }

    /** Labels that are grouped by. */
    Set<String> by() {
        Set<String> labels = new TreeSet<>();
        Matcher by = BY.matcher(text);
        while (by.find()) {
            labels.addAll(List.of(by.group(1).split(", ", -1)));
        }
        return labels;
    }

    /** Whether counters are only read through functions of their growth. */
    boolean countersGrow() {
        Matcher series = SERIES.matcher(text);
        while (series.find()) {
            MetricName metric = METRICS.get(base(series.group(1)));
            boolean grows = metric != null && metric.type() != MetricName.Type.GAUGE;
            if (grows && series.group(3) == null) {
                return false;
            }
        }
        return true;
    }

    /** Function and range of each range vector, such as {@code rate 5m}. */
    List<String> ranges() {
        List<String> ranges = new ArrayList<>();
        Matcher range = RANGE.matcher(text.replaceAll("\\{[^}]*}", ""));
        while (range.find()) {
            ranges.add(range.group(1) + " " + range.group(2));
        }
        return ranges;
    }

    Set<String> variables() {
        Set<String> variables = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            variables.add(variable.group(1));
        }
        return variables;
    }

    /** As Grafana would send it. */
    String with(Map<String, String> values) {
        String filled = text;
        for (Map.Entry<String, String> value : values.entrySet()) {
            filled = filled.replace("$" + value.getKey(), value.getValue());
        }
        return filled;
    }
}
