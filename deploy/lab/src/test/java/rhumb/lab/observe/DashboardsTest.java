package rhumb.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** Dashboards are what their source says, and keep the rules of good ones. */
class DashboardsTest {
    /** Grafana's names; with a name it does not know it shows bare figures. */
    private static final Set<String> UNITS =
            Set.of("none", "s", "percentunit", "bps", "Bps", "pps", "ops", "dateTimeFromNow");

    private static final Set<String> BUILT_IN = Set.of("__rate_interval", "__range");

    /**
     * With {@code -Drhumb.dashboards.update=true} the files are written anew: do it once {@link
     * Boards} says what they shall show.
     */
    @Test
    void filesAreWhatTheirSourceSays() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Board board : Boards.ALL) {
            Path file = Shipped.DASHBOARDS.resolve(board.name() + ".json");
            names.add(file.getFileName().toString());
            if (Boolean.getBoolean("rhumb.dashboards.update")) {
                Files.createDirectories(Shipped.DASHBOARDS);
                Files.writeString(file, BoardJson.text(board));
            }
            assertThat(Files.readString(file))
                    .as(
                            "%s: run mvn test -pl deploy/lab -am -Dtest=DashboardsTest"
                                    + " -Drhumb.dashboards.update=true",
                            file.getFileName())
                    .isEqualTo(BoardJson.text(board));
        }
        assertThat(
                        Shipped.files(Shipped.DASHBOARDS, ".json").stream()
                                .map(file -> file.getFileName().toString()))
                .containsExactlyElementsOf(names);
    }

    @Test
    void filesFitTheSchema() throws IOException {
        JsonNode schema =
                BoardJson.read(
                        Files.readString(
                                Shipped.ROOT.resolve("deploy/grafana/dashboard.schema.json")));
        for (Path file : Shipped.files(Shipped.DASHBOARDS, ".json")) {
            JsonNode board = BoardJson.read(Files.readString(file));
            assertThat(JsonSchema.misfits(schema, board)).as(file.toString()).isEmpty();
        }
        JsonNode broken =
                BoardJson.json(Boards.ALL.getFirst()).put("editable", "no").put("pannels", 1);
        assertThat(JsonSchema.misfits(schema, broken))
                .containsExactlyInAnyOrder("/editable is no boolean", "/pannels is unknown");
    }

    @Test
    void everyMetricAndLabelExists() {
        for (Board board : Boards.ALL) {
            for (Panel panel : board.panels()) {
                for (Panel.Query query : panel.queries) {
                    assertThat(new Expression(query.expression()).unknown())
                            .as("%s, %s: %s", board.name(), panel.title, query.expression())
                            .isEmpty();
                }
            }
            for (BoardVariable variable : board.variables()) {
                assertThat(new Expression(variable.series()).unknown()).isEmpty();
            }
        }
    }

    @Test
    void panelsSayWhatTheyShow() {
        for (Board board : Boards.ALL) {
            assertThat(board.panels()).extracting(panel -> panel.title).doesNotHaveDuplicates();
            for (Panel panel : board.panels()) {
                String what = board.name() + ", " + panel.title;
                assertThat(panel.title).as(what).isNotBlank();
                assertThat(panel.description).as(what).endsWith(".").hasSizeGreaterThan(15);
                assertThat(panel.unit).as(what).isIn(UNITS);
                assertThat(panel.queries).as(what).isNotEmpty();
                assertThat(panel.steps)
                        .as(what)
                        .isSortedAccordingTo(
                                java.util.Comparator.comparingDouble(Panel.Step::from));
                if (panel.kind == PanelKind.SERIES) {
                    assertThat(panel.queries)
                            .as(what)
                            .allSatisfy(query -> assertThat(query.legend()).isNotBlank());
                }
            }
        }
    }

    /** No question of a dashboard may be answered with all pairs of PoPs. */
    @Test
    void questionsAreBounded() {
        for (Board board : Boards.ALL) {
            for (Panel panel : board.panels()) {
                for (Panel.Query query : panel.queries) {
                    Expression expression = new Expression(query.expression());
                    boolean ofLinks = expression.by().contains("link");
                    boolean summed = query.expression().matches("(?s).*\\b(sum|max|min)\\b.*");
                    boolean perController =
                            expression.names().stream()
                                    .allMatch(name -> name.startsWith("rhumb_controller_"));
                    assertThat(
                                    ofLinks
                                            ? query.expression().contains("topk(")
                                            : summed || perController)
                            .as("%s, %s: %s", board.name(), panel.title, query.expression())
                            .isTrue();
                }
            }
        }
    }

    @Test
    void countersAreReadByTheirGrowthOverTheRightTime() {
        Set<String> known =
                Set.of(
                        "rate $__rate_interval",
                        "increase $__rate_interval",
                        "increase $__range",
                        "increase 5m",
                        "increase 10m");
        for (Board board : Boards.ALL) {
            for (Panel panel : board.panels()) {
                for (Panel.Query query : panel.queries) {
                    Expression expression = new Expression(query.expression());
                    assertThat(expression.countersGrow()).as(query.expression()).isTrue();
                    assertThat(expression.ranges()).as(query.expression()).isSubsetOf(known);
                }
            }
        }
    }

    @Test
    void variablesAreThoseThatCanBeChosen() {
        for (Board board : Boards.ALL) {
            Set<String> chosen =
                    board.variables().stream().map(BoardVariable::word).collect(Collectors.toSet());
            Set<String> used = new HashSet<>();
            for (Panel panel : board.panels()) {
                panel.queries.forEach(
                        query -> used.addAll(new Expression(query.expression()).variables()));
            }
            used.removeAll(BUILT_IN);
            assertThat(used).as(board.name()).isEqualTo(chosen);
        }
    }

    @Test
    void runbooksOfPanelsAreThoseOfAlerts() throws IOException {
        List<String> alerts = Shipped.alerts().stream().map(Shipped.Alert::name).toList();
        Set<String> linked = new TreeSet<>();
        Boards.ALL.forEach(board ->
                board.panels().stream()
                        .map(panel -> panel.runbook)
                        .filter(java.util.Objects::nonNull)
                        .forEach(linked::add));
        assertThat(alerts).containsAll(linked);
        assertThat(linked).hasSizeGreaterThan(12);
    }

    @Test
    void provisioningNamesTheFolderAndTheSource() throws IOException {
        Path provisioning = Shipped.ROOT.resolve("deploy/grafana/provisioning");
        var boards =
                new Shipped.Nodes(
                        new Yaml()
                                .load(
                                        Files.readString(
                                                provisioning.resolve("dashboards/rhumb.yml"))));
        assertThat(boards.list("providers")).hasSize(1);
        assertThat(boards.list("providers").getFirst().map("options").text("path"))
                .endsWith("/dashboards");
        var sources =
                new Shipped.Nodes(
                        new Yaml()
                                .load(
                                        Files.readString(
                                                provisioning.resolve("datasources/rhumb.yml"))));
        assertThat(sources.list("datasources").getFirst().text("type")).isEqualTo("prometheus");
    }
}
