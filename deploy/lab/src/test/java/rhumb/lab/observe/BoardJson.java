package rhumb.lab.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Writes dashboards as Grafana's classic model of dashboards wants them. */
final class BoardJson {
    /** Of the model: what Grafana 10 writes; newer ones read it. */
    private static final int SCHEMA_VERSION = 39;

    private static final int COLUMNS = 24;
    private static final int HIDDEN = 2;
    private static final int ON_TIME_CHANGE = 2;
    private static final String SOURCE = "${datasource}";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ArrayNode panels = JsonNodeFactory.instance.arrayNode();
    private int x;
    private int y;
    private int rowHeight;

    private BoardJson() {}

    /** The dashboard as a file. */
    static String text(Board board) {
        return json(board).toPrettyString() + "\n";
    }

    static ObjectNode json(Board board) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("uid", board.name())
                .put("title", board.title())
                .put("description", board.description())
                .put("schemaVersion", SCHEMA_VERSION)
                .put("editable", false)
                .put("graphTooltip", 1)
                .put("refresh", "10s")
                .put("timezone", "browser");
        root.putObject("time").put("from", "now-1h").put("to", "now");
        root.putArray("tags").add("rhumb");
        root.putArray("links")
                .addObject()
                .put("title", "Rhumb")
                .put("type", "dashboards")
                .put("asDropdown", true)
                .put("icon", "external link")
                .put("includeVars", true)
                .put("keepTime", true)
                .put("targetBlank", false)
                .put("tooltip", "The other dashboards")
                .put("url", "")
                .putArray("tags")
                .add("rhumb");
        root.putObject("annotations").putArray("list");
        variables(board, root.putObject("templating").putArray("list"));
        BoardJson json = new BoardJson();
        board.rows().forEach(json::row);
        root.set("panels", json.panels);
        return root;
    }

    private static void variables(Board board, ArrayNode list) {
        list.addObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus");
        for (BoardVariable variable : board.variables()) {
            String query = "label_values(" + variable.series() + ", " + variable.label() + ")";
            ObjectNode json =
                    list.addObject()
                            .put("name", variable.word())
                            .put("label", variable.title())
                            .put("type", "query")
                            .put("refresh", ON_TIME_CHANGE)
                            .put("sort", 1)
                            .put("multi", variable.many())
                            .put("includeAll", variable.many());
            json.set("datasource", source());
            json.putObject("query").put("query", query).put("refId", variable.word());
            if (variable.many()) {
                json.put("allValue", ".*");
                ObjectNode current = json.putObject("current").put("selected", true);
                current.putArray("text").add("All");
                current.putArray("value").add("$__all");
            }
        }
        ObjectNode runbooks =
                list.addObject()
                        .put("name", "runbooks")
                        .put("label", "Where the pages of alerts are")
                        .put("type", "textbox")
                        .put("query", "docs/runbooks")
                        .put("hide", HIDDEN);
        runbooks.putObject("current").put("text", "docs/runbooks").put("value", "docs/runbooks");
    }

    private void row(Board.Row row) {
        nextLine();
        ObjectNode json =
                panels.addObject()
                        .put("id", panels.size())
                        .put("type", "row")
                        .put("title", row.title())
                        .put("collapsed", false);
        place(json, COLUMNS, 1);
        json.putArray("panels");
        row.panels().forEach(this::panel);
    }

    private void panel(Panel panel) {
        ObjectNode json =
                panels.addObject()
                        .put("id", panels.size())
                        .put("type", panel.kind.type())
                        .put("title", panel.title)
                        .put("description", panel.description);
        place(json, panel.width, panel.height);
        json.set("datasource", source());
        if (panel.runbook != null) {
            json.putArray("links")
                    .addObject()
                    .put("title", "What to do: " + panel.runbook)
                    .put("type", "link")
                    .put("url", "${runbooks}/" + panel.runbook + ".md")
                    .put("icon", "doc")
                    .put("tooltip", "")
                    .put("targetBlank", true)
                    .put("asDropdown", false)
                    .put("includeVars", false)
                    .put("keepTime", false)
                    .putArray("tags");
        }
        ArrayNode targets = json.putArray("targets");
        panel.queries.forEach(query -> target(panel, query, targets));
        fields(panel, json.putObject("fieldConfig"));
        json.set("options", read(panel.kind.options()));
        json.set("transformations", read(panel.transformations));
    }

    private static void target(Panel panel, Panel.Query query, ArrayNode targets) {
        boolean table = panel.kind.tables();
        boolean newest = table || panel.kind == PanelKind.BARS;
        ObjectNode json =
                targets.addObject()
                        .put("refId", query.name())
                        .put("expr", query.expression())
                        .put("legendFormat", query.legend())
                        .put("instant", newest)
                        .put("range", !newest)
                        .put(
                                "format",
                                table
                                        ? "table"
                                        : panel.kind == PanelKind.HEATMAP
                                                ? "heatmap"
                                                : "time_series");
        json.set("datasource", source());
    }

    private static void fields(Panel panel, ObjectNode json) {
        ObjectNode defaults = json.putObject("defaults").put("unit", panel.unit);
        defaults.putObject("color")
                .put("mode", panel.kind == PanelKind.SERIES ? "palette-classic" : "thresholds");
        ObjectNode thresholds = defaults.putObject("thresholds").put("mode", "absolute");
        ArrayNode steps = thresholds.putArray("steps");
        steps.addObject().put("color", "green").put("value", (Double) null);
        panel.steps.forEach(
                step -> steps.addObject().put("color", step.color()).put("value", step.from()));
        ObjectNode custom = (ObjectNode) read(panel.kind.custom());
        if (panel.kind == PanelKind.SERIES) {
            custom.putObject("thresholdsStyle").put("mode", panel.steps.isEmpty() ? "off" : "line");
        }
        defaults.set("custom", custom);
        defaults.set("mappings", read(panel.mappings));
        json.putArray("overrides");
    }

    private void place(ObjectNode json, int width, int height) {
        if (x + width > COLUMNS) {
            nextLine();
        }
        json.putObject("gridPos").put("h", height).put("w", width).put("x", x).put("y", y);
        x += width;
        rowHeight = Math.max(rowHeight, height);
    }

    private void nextLine() {
        x = 0;
        y += rowHeight;
        rowHeight = 0;
    }

    private static ObjectNode source() {
        return JsonNodeFactory.instance.objectNode().put("type", "prometheus").put("uid", SOURCE);
    }

    static JsonNode read(@Nullable String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(json, e);
        }
    }
}
