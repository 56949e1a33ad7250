package rhumb.lab.observe;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What the repository ships for Prometheus and Grafana, and the programs that read it. */
final class Shipped {
    static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
    static final Path PROMETHEUS = ROOT.resolve("deploy/prometheus");
    static final Path DASHBOARDS = ROOT.resolve("deploy/grafana/dashboards");
    static final Path RUNBOOKS = ROOT.resolve("docs/runbooks");

    /** Of an alert rule. */
    record Alert(
            String name,
            String expression,
            String severity,
            String summary,
            String description,
            String runbookUrl) {}

    /** What a program printed, and its exit status. */
    record Ran(int status, String output) {}

    private Shipped() {}

    static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
        }
    }

    static List<Alert> alerts() throws IOException {
        List<Alert> alerts = new ArrayList<>();
        for (Path file : files(PROMETHEUS.resolve("rules"), ".yml")) {
            var groups = new Nodes(new Yaml().load(Files.readString(file))).list("groups");
            for (Nodes group : groups) {
                for (Nodes rule : group.list("rules")) {
                    Nodes annotations = rule.map("annotations");
                    alerts.add(
                            new Alert(
                                    rule.text("alert"),
                                    rule.text("expr"),
                                    rule.map("labels").text("severity"),
                                    annotations.text("summary"),
                                    annotations.text("description"),
                                    annotations.text("runbook_url")));
                }
            }
        }
        return alerts;
    }

    /** Skips the test, with a reason, where Prometheus is not installed. */
    static void needPrometheus() {
        assumeTrue(
                onPath("prometheus") && onPath("promtool"),
                "prometheus and promtool are not installed (Debian: apt-get install prometheus)");
    }

    private static boolean onPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    static Ran run(Path folder, List<String> command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    /** YAML without its type checks in every line. */
    record Nodes(Object node) {
        Nodes map(String key) {
            Object value = node instanceof java.util.Map<?, ?> map ? map.get(key) : null;
            return new Nodes(value == null ? java.util.Map.of() : value);
        }

        List<Nodes> list(String key) {
            return map(key).node instanceof List<?> list
                    ? list.stream().<Nodes>map(Nodes::new).toList()
                    : List.of();
        }

        String text(String key) {
            return map(key).node instanceof String text ? text.strip() : "";
        }
    }
}
