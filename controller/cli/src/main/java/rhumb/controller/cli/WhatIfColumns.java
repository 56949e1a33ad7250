package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The tables of {@link WhatIf}: what is, and after the arrow what would be. */
final class WhatIfColumns {
    private static final int MAX_UPLINKS = 10;
    private static final double FULL = 0.995;

    private static final List<Column> PAIRS =
            List.of(
                    new Column("FATE", false, row -> fate(row)),
                    Column.text("FROM", "from"),
                    Column.text("TO", "to"),
                    Column.classes("CLASSES", "classes").yields(10),
                    new Column("NOW", false, row -> path(row, "before")).yields(12),
                    new Column("THEN", false, row -> path(row, "after")).yields(12),
                    new Column(
                            "DELAY ms",
                            true,
                            row -> change(row, "delayMs", v -> number("%.1f", v.doubleValue()))),
                    new Column(
                            "LOSS",
                            true,
                            row ->
                                    change(
                                            row,
                                            "lossPpm",
                                            v -> number("%.2f%%", v.longValue() / 1e4))),
                    new Column("COST ms", true, WhatIfColumns::cost).spare());

    private static final Column PRICE =
            new Column("c/GB", true, row -> change(row, "price", JsonNode::asText));

    static final List<Column> UPLINKS =
            List.of(
                    Column.text("UPLINK", "uplink"),
                    new Column("RATE", true, row -> rate(row.path("rateBps"))),
                    new Column("SENDS", true, row -> rate(row.path("beforeBps"))),
                    new Column("WOULD SEND", true, row -> rate(row.path("afterBps"))),
                    new Column("FULL", true, WhatIfColumns::full),
                    new Column(
                            "",
                            false,
                            row -> row.path("overloaded").asBoolean() ? "OVERLOADED" : ""));

    private WhatIfColumns() {}

    private interface Text {
        String of(JsonNode value);
    }

    static JsonNode first(JsonNode rows, int count) {
        ArrayNode some = JsonNodeFactory.instance.arrayNode();
        for (int i = 0; i < Math.min(count, rows.size()); i++) {
            some.add(rows.path(i));
        }
        return some;
    }

    /** Prices only where something has one. */
    static List<Column> pairs(JsonNode rows) {
        List<Column> columns = new ArrayList<>(PAIRS);
        for (JsonNode row : rows) {
            if (row.path("before").path("price").asInt() + row.path("after").path("price").asInt()
                    > 0) {
                columns.add(PRICE);
                break;
            }
        }
        return columns;
    }

    /** Uplinks whose load would be another, and those that are too full anyway. */
    static JsonNode changed(JsonNode uplinks) {
        ArrayNode some = JsonNodeFactory.instance.arrayNode();
        for (JsonNode row : uplinks) {
            boolean differs = row.path("beforeBps").asLong() != row.path("afterBps").asLong();
            if ((differs || row.path("overloaded").asBoolean()) && some.size() < MAX_UPLINKS) {
                some.add(row);
            }
        }
        return some;
    }

    private static String fate(JsonNode row) {
        return switch (row.path("fate").asText()) {
            case "STRANDED" -> "NO PATH";
            case "GONE" -> "gone";
            case "MOVES" -> "moves";
            case "STAYS" -> "stays";
            case "REACHED" -> "reached";
            default -> row.path("fate").asText();
        };
    }

    private static String path(JsonNode row, String when) {
        JsonNode path = row.path(when).path("path");
        boolean degraded = row.path("costs").path(0).path(when + "Degraded").asBoolean();
        return path.isTextual() ? path.asText() + (degraded ? " (degraded)" : "") : Column.UNKNOWN;
    }

    /** One figure when both are the same. */
    private static String change(JsonNode row, String field, Text text) {
        return arrow(
                text(row.path("before").path(field), text),
                text(row.path("after").path(field), text));
    }

    private static String text(JsonNode value, Text text) {
        return value.isNumber() ? text.of(value) : Column.UNKNOWN;
    }

    private static String arrow(String before, String after) {
        return before.equals(after) || before.equals(Column.UNKNOWN)
                ? after
                : before + " > " + after;
    }

    /** Of the most important class of the row; each class has its own in the JSON. */
    private static String cost(JsonNode row) {
        JsonNode cost = row.path("costs").path(0);
        Text ms = v -> number("%.1f", v.longValue() / 1e3);
        return arrow(text(cost.path("beforeUs"), ms), text(cost.path("afterUs"), ms));
    }

    private static String full(JsonNode row) {
        double rate = row.path("rateBps").doubleValue();
        return arrow(
                number("%.0f%%", 100 * row.path("beforeBps").doubleValue() / rate),
                number("%.0f%%", 100 * row.path("afterBps").doubleValue() / rate));
    }

    private static String rate(JsonNode value) {
        double bps = value.doubleValue();
        return bps >= FULL * 1e9
                ? number("%.2f Gbit/s", bps / 1e9)
                : bps >= FULL * 1e6
                        ? number("%.1f Mbit/s", bps / 1e6)
                        : number("%.0f kbit/s", bps / 1e3);
    }

    @SuppressWarnings("AnnotateFormatMethod")
    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
