package rhumb.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import rhumb.controller.cli.Rhumb;
import rhumb.lab.WatchedLab;
import rhumb.net.Endpoint;
import rhumb.sim.overlay.AddressPlan;

/**
 * Every expression of every panel and alert, asked of a real Prometheus that scrapes a running
 * overlay at the targets which {@code rhumb intent targets} prints.
 */
class PrometheusTest {
    private static final AddressPlan PLAN = new AddressPlan(213);
    private static final Endpoint NORTHBOUND = Endpoint.parse("127.213.0.254:4780");
    private static final long PATIENCE_NS = 90_000_000_000L;
    private static final long ROUND_NS = 250_000_000L;

    @Test
    void everyPanelHasDataAndEveryAlertIsEvaluated(@TempDir Path folder) throws Exception {
        Shipped.needPrometheus();
        try (WatchedLab lab = WatchedLab.start(PLAN, NORTHBOUND);
                PrometheusServer prometheus = PrometheusServer.start(folder, targets(lab))) {
            Map<String, String> left =
                    unanswered(prometheus, panels(), PrometheusTest::hasFigures, PATIENCE_NS);
            assertThat(left).as("no data\n" + lab.said() + prometheus.log()).isEmpty();
            alerts(prometheus);
        }
    }

    /** As an operator would write them, once the controller answers. */
    private static String targets(WatchedLab lab) throws InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine line = Rhumb.commandLine();
            line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
            int status =
                    line.execute(
                            "intent",
                            "targets",
                            "-o",
                            "json",
                            "--controllers=" + PLAN.metrics(0, 0),
                            "--controller=http://" + NORTHBOUND);
            if (status == 0) {
                return out.toString();
            }
            assertThat(System.nanoTime()).as(err + lab.said()).isLessThan(untilNs);
            TimeUnit.NANOSECONDS.sleep(ROUND_NS);
        }
    }

    /** What Grafana would ask, by where it stands. */
    private static Map<String, String> panels() {
        Map<String, String> asked = new LinkedHashMap<>();
        for (Board board : Boards.ALL) {
            boolean one = board.variables().contains(BoardVariable.ONE_POP);
            Map<String, String> values =
                    Map.of(
                            "pop", one ? "sin" : ".*",
                            "link", ".*",
                            "class", ".*",
                            "__rate_interval", "4s",
                            "__range", "1h");
            for (Panel panel : board.panels()) {
                for (Panel.Query query : panel.queries) {
                    asked.put(
                            board.name() + ", " + panel.title + ", " + query.name(),
                            new Expression(query.expression()).with(values));
                }
            }
            for (BoardVariable variable : board.variables()) {
                asked.put(
                        board.name() + ", variable " + variable.word(),
                        "count by ("
                                + variable.label()
                                + ") ("
                                + new Expression(variable.series()).with(values)
                                + ")");
            }
        }
        return asked;
    }

    /** Asks until each was answered well once; what was not, with its last answer. */
    private static Map<String, String> unanswered(
            PrometheusServer prometheus,
            Map<String, String> asked,
            Predicate<JsonNode> well,
            long patienceNs) {
        Map<String, String> open = new LinkedHashMap<>(asked);
        Map<String, String> left = new LinkedHashMap<>();
        long untilNs = System.nanoTime() + patienceNs;
        while (true) {
            left.clear();
            open.entrySet()
                    .removeIf(one -> {
                        JsonNode answer = prometheus.ask(one.getValue());
                        left.put(one.getKey(), one.getValue() + " gave " + answer);
                        return well.test(answer) && left.remove(one.getKey()) != null;
                    });
            if (open.isEmpty() || System.nanoTime() > untilNs) {
                return left;
            }
            LockSupport.parkNanos(ROUND_NS);
        }
    }

    /** At least one series has a figure. */
    private static boolean hasFigures(JsonNode answer) {
        for (JsonNode series : answer.path("data").path("result")) {
            if (!series.path("value").path(1).asText("NaN").equals("NaN")) {
                return true;
            }
        }
        return false;
    }

    /**
     * Their expressions are understood, their metrics are there, and their groups are evaluated.
     */
    private static void alerts(PrometheusServer prometheus) throws IOException {
        Map<String, String> asked = new LinkedHashMap<>();
        Map<String, String> series = new LinkedHashMap<>();
        for (Shipped.Alert alert : Shipped.alerts()) {
            asked.put(alert.name(), alert.expression());
            for (String name : new TreeSet<>(new Expression(alert.expression()).names())) {
                series.put(alert.name() + " " + name, "count(" + name + ")");
            }
        }
        Predicate<JsonNode> understood = answer -> answer.path("status").asText().equals("success");
        assertThat(unanswered(prometheus, asked, understood, 0)).isEmpty();
        assertThat(unanswered(prometheus, series, PrometheusTest::hasFigures, PATIENCE_NS))
                .isEmpty();
        int rules = 0;
        for (JsonNode group : prometheus.get("/api/v1/rules").path("data").path("groups")) {
            for (JsonNode rule : group.path("rules")) {
                rules++;
                assertThat(rule.path("health").asText()).as(rule.toString()).isEqualTo("ok");
            }
        }
        assertThat(rules).isEqualTo(asked.size());
    }
}
