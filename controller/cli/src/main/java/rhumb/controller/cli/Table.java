package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prints rows in columns. Colour only marks states, and only on a terminal. */
final class Table {
    private static final Map<String, String> COLOURS =
            Map.of(
                    "UP",
                    "32",
                    "connected",
                    "32",
                    "DEGRADED",
                    "33",
                    "backup",
                    "33",
                    "DOWN",
                    "31",
                    "lost",
                    "31",
                    "UNKNOWN",
                    "90");

    private final List<Column> columns;
    private final boolean colour;

    Table(List<Column> columns, boolean colour) {
        this.columns = columns;
        this.colour = colour;
    }

    String print(JsonNode rows) {
        List<List<String>> cells = new ArrayList<>();
        cells.add(columns.stream().map(Column::title).toList());
        for (JsonNode row : rows) {
            cells.add(columns.stream().map(c -> c.text().apply(row)).toList());
        }
        int[] widths = new int[columns.size()];
        for (List<String> line : cells) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder();
        for (List<String> line : cells) {
            out.append(line(line, widths)).append('\n');
        }
        return rows.isEmpty() ? out + "(none)\n" : out.toString();
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String pad = " ".repeat(widths[i] - cell.length());
            line.append(columns.get(i).right() ? pad + painted(cell) : painted(cell) + pad)
                    .append("  ");
        }
        return line.toString().stripTrailing();
    }

    private String painted(String cell) {
        String code = colour ? COLOURS.get(cell) : null;
        return code == null ? cell : "\u001b[" + code + "m" + cell + "\u001b[0m";
    }
}
