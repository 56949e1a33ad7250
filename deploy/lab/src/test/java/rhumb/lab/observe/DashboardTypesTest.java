package rhumb.lab.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Dashboards fit the types that Grafana publishes ({@code @grafana/schema}): the dashboard, and the
 * options of each panel by its kind. Needs that package and TypeScript in {@code target/grafana} of
 * the root, where {@code .ci/run} puts them.
 */
class DashboardTypesTest {
    private static final Path FOLDER = Shipped.ROOT.resolve("target/grafana");

    /** Their modules are called after the kinds, in an order of capitals of its own. */
    private static final Map<String, String> MODULES =
            Map.of(
                    "timeseries", "TimeSeries",
                    "stat", "Stat",
                    "bargauge", "BarGauge",
                    "heatmap", "Heatmap",
                    "state-timeline", "StateTimeline",
                    "table", "Table",
                    "geomap", "Geomap",
                    "nodeGraph", "NodeGraph");

    /** On the wire an enumeration is one of its texts. */
    private static final String WIRE =
            """
            type Wire<T> = 0 extends (1 & T) ? any
              : T extends string ? `${T}`
              : T extends number | boolean | null | undefined ? T
              : T extends (infer U)[] ? Wire<U>[]
              : T extends object ? { [K in keyof T]: Wire<T[K]> }
              : T;
            """;

    @Test
    void dashboardsFitThePublishedTypes() throws IOException, InterruptedException {
        needTypes();
        List<String> files = new ArrayList<>();
        for (Path file : Shipped.files(Shipped.DASHBOARDS, ".json")) {
            JsonNode board = BoardJson.read(Files.readString(file));
            files.add(write(file.getFileName().toString().replace(".json", ".ts"), board));
        }
        Shipped.Ran ran = compile(files);
        assertThat(ran.status()).as(ran.output()).isZero();
    }

    @Test
    void mistakesDoNotFit() throws IOException, InterruptedException {
        needTypes();
        String board = Files.readString(Shipped.DASHBOARDS.resolve("rhumb-overlay.json"));
        Map<String, String> mistakes =
                Map.of(
                        "\"editable\" : false", "\"editable\" : \"no\"",
                        "\"mode\" : \"absolute\"", "\"mode\" : \"relative\"",
                        "\"layoutAlgorithm\" : \"force\"", "\"layoutAlgorithm\" : \"round\"");
        for (Map.Entry<String, String> mistake : mistakes.entrySet()) {
            assertThat(board).contains(mistake.getKey());
            JsonNode broken = BoardJson.read(board.replace(mistake.getKey(), mistake.getValue()));
            Shipped.Ran ran = compile(List.of(write("broken.ts", broken)));
            assertThat(ran.status()).as(mistake.getValue()).isNotZero();
            assertThat(ran.output()).contains("broken.ts", "is not assignable to type");
        }
        Files.delete(FOLDER.resolve("broken.ts"));
    }

    private static void needTypes() {
        assumeTrue(
                Files.exists(FOLDER.resolve("node_modules/.bin/tsc"))
                        && Files.exists(FOLDER.resolve("node_modules/@grafana/schema")),
                "@grafana/schema and typescript are not in target/grafana (.ci/run installs them)");
    }

    private static String write(String name, JsonNode board) throws IOException {
        StringBuilder text =
                new StringBuilder("import type { Dashboard } from '@grafana/schema';\n");
        TreeSet<String> kinds = new TreeSet<>();
        board.path("panels").forEach(panel -> kinds.add(panel.path("type").asText()));
        kinds.remove("row");
        for (String kind : kinds) {
            String module = MODULES.getOrDefault(kind, kind);
            text.append("import type * as ")
                    .append(module)
                    .append(" from '@grafana/schema/dist/esm/raw/composable/")
                    .append(kind.replace("-", "").toLowerCase(java.util.Locale.ROOT))
                    .append("/panelcfg/x/")
                    .append(module)
                    .append("PanelCfg_types.gen';\n");
        }
        text.append(WIRE)
                .append("export const board: Wire<Dashboard> = ")
                .append(board.toPrettyString())
                .append(";\n");
        for (JsonNode panel : board.path("panels")) {
            String kind = panel.path("type").asText();
            if (kinds.contains(kind)) {
                text.append("export const panel")
                        .append(panel.path("id").asInt())
                        .append(": Wire<")
                        .append(MODULES.getOrDefault(kind, kind))
                        .append(".Options> = ")
                        .append(panel.path("options").toPrettyString())
                        .append(";\n");
            }
        }
        Files.writeString(FOLDER.resolve(name), text);
        return name;
    }

    private static Shipped.Ran compile(List<String> files)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "node_modules/.bin/tsc",
                                "--noEmit",
                                "--strict",
                                "--skipLibCheck",
                                "--ignoreConfig",
                                "--target",
                                "es2022",
                                "--module",
                                "esnext",
                                "--moduleResolution",
                                "bundler"));
        command.addAll(files);
        return Shipped.run(FOLDER, command);
    }
}
