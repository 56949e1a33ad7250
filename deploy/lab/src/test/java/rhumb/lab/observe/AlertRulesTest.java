package rhumb.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.yaml.snakeyaml.Yaml;

/** Alerts are complete, each has a page and a test, and promtool takes them. */
class AlertRulesTest {
    private static final List<String> PARTS =
            List.of("## Meaning", "## Impact", "## What to look at", "## What to do");

    @Test
    void everyAlertSaysWhatItIsAndHasAPage() throws IOException {
        List<Shipped.Alert> alerts = Shipped.alerts();
        assertThat(alerts).extracting(Shipped.Alert::name).doesNotHaveDuplicates();
        for (Shipped.Alert alert : alerts) {
            assertThat(alert.name()).matches("Rhumb([A-Z][a-z]+)+");
            assertThat(alert.severity()).as(alert.name()).isIn("critical", "warning");
            assertThat(alert.summary()).as(alert.name()).isNotBlank();
            assertThat(alert.description()).as(alert.name()).endsWith(".");
            assertThat(alert.runbookUrl()).isEqualTo("docs/runbooks/" + alert.name() + ".md");
            String page = Files.readString(Shipped.ROOT.resolve(alert.runbookUrl()));
            assertThat(page).startsWith("# " + alert.name() + "\n");
            assertThat(page.lines().filter(line -> line.startsWith("## ")))
                    .as(alert.name())
                    .containsExactlyElementsOf(PARTS);
        }
        assertThat(
                        Shipped.files(Shipped.RUNBOOKS, ".md").stream()
                                .map(file -> file.getFileName().toString().replace(".md", "")))
                .as("pages of alerts that are")
                .containsExactlyInAnyOrderElementsOf(
                        alerts.stream().map(Shipped.Alert::name).toList());
    }

    @Test
    void everyMetricAndLabelOfAlertsExists() throws IOException {
        for (Shipped.Alert alert : Shipped.alerts()) {
            Expression expression = new Expression(alert.expression());
            assertThat(expression.unknown()).as(alert.name()).isEmpty();
            assertThat(expression.names()).as(alert.name()).isNotEmpty();
        }
    }

    /** One moment at which it fires and one at which it does not. */
    @Test
    void everyAlertHasATestOfItsBeginningAndItsEnd() throws IOException {
        Set<String> fires = new HashSet<>();
        Set<String> ends = new HashSet<>();
        for (Path file : Shipped.files(Shipped.PROMETHEUS.resolve("tests"), ".yml")) {
            var tests = new Shipped.Nodes(new Yaml().load(Files.readString(file))).list("tests");
            for (Shipped.Nodes test : tests) {
                for (Shipped.Nodes at : test.list("alert_rule_test")) {
                    (at.list("exp_alerts").isEmpty() ? ends : fires).add(at.text("alertname"));
                }
            }
        }
        List<String> names = Shipped.alerts().stream().map(Shipped.Alert::name).toList();
        assertThat(fires).containsExactlyInAnyOrderElementsOf(names);
        assertThat(ends).containsExactlyInAnyOrderElementsOf(names);
    }

    @Test
    void promtoolTakesRulesAndTheirTestsAndTheConfiguration(@TempDir Path folder)
            throws IOException, InterruptedException {
        Shipped.needPrometheus();
        check("check", "rules", "rules");
        check("test", "rules", "tests");
        Files.createDirectories(folder.resolve("targets"));
        Files.writeString(folder.resolve("targets/rhumb.json"), "[]");
        Files.copy(Shipped.PROMETHEUS.resolve("prometheus.yml"), folder.resolve("prometheus.yml"));
        Files.createDirectories(folder.resolve("rules"));
        for (Path file : Shipped.files(Shipped.PROMETHEUS.resolve("rules"), ".yml")) {
            Files.copy(file, folder.resolve("rules").resolve(file.getFileName()));
        }
        Shipped.Ran ran =
                Shipped.run(folder, List.of("promtool", "check", "config", "prometheus.yml"));
        assertThat(ran.status()).as(ran.output()).isZero();
        assertThat(ran.output()).contains("4 rule files found").doesNotContain("WARNING");
    }

    private static void check(String verb, String what, String folder)
            throws IOException, InterruptedException {
        List<Path> files = Shipped.files(Shipped.PROMETHEUS.resolve(folder), ".yml");
        List<String> command = new ArrayList<>(List.of("promtool", verb, what));
        Stream.of(files).flatMap(List::stream).map(Path::toString).forEach(command::add);
        Shipped.Ran ran = Shipped.run(Shipped.PROMETHEUS, command);
        assertThat(ran.status()).as(ran.output()).isZero();
    }
}
