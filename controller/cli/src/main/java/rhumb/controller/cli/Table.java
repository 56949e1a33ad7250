package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Prints rows in columns that fit {@link #FITS} together where they can; cells that had to give way
 * end in dots. Colour only marks states, and only on a terminal.
 */
final class Table {
    /** Columns of text that a table keeps to. */
    static final int FITS = 100;

    private static final String GAP = "  ";
    private static final String DOTS = "...";
    private static final String GREEN = "32";
    private static final String YELLOW = "33";
    private static final String RED = "31";
    private static final String GREY = "90";

    private static final Map<String, String> COLOURS =
            Map.ofEntries(
                    Map.entry("UP", GREEN),
                    Map.entry("connected", GREEN),
                    Map.entry("leader", GREEN),
                    Map.entry("ok", GREEN),
                    Map.entry("DEGRADED", YELLOW),
                    Map.entry("backup", YELLOW),
                    Map.entry("WARNING", YELLOW),
                    Map.entry("in use", YELLOW),
                    Map.entry("warn", YELLOW),
                    Map.entry("DOWN", RED),
                    Map.entry("lost", RED),
                    Map.entry("ERROR", RED),
                    Map.entry("NO PATH", RED),
                    Map.entry("OVERLOADED", RED),
                    Map.entry("fail", RED),
                    Map.entry("UNKNOWN", GREY),
                    Map.entry("never", GREY));

    private final List<Column> columns;
    private final boolean colour;
    private final boolean wide;

    Table(List<Column> columns, boolean colour) {
        this(columns, colour, false);
    }

    /**
     * A table.
     *
     * @param wide all columns, and nothing is cut
     */
    Table(List<Column> columns, boolean colour, boolean wide) {
        this.columns =
                columns.stream()
                        .filter(c -> c.shown() != (wide ? Column.Shown.NARROW : Column.Shown.WIDE))
                        .toList();
        this.colour = colour;
        this.wide = wide;
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
        if (!wide && over(widths) > 0) {
            List<Column> needed =
                    columns.stream().filter(c -> c.shown() != Column.Shown.SPARE).toList();
            if (needed.size() < columns.size()) {
                return new Table(needed, colour).print(rows);
            }
            fit(widths);
        }
        StringBuilder out = new StringBuilder();
        for (List<String> line : cells) {
            out.append(line(line, widths)).append('\n');
        }
        return rows.isEmpty() ? out + "(none)\n" : out.toString();
    }

    /** The widest of those that yield gives way first, so that each keeps what it can. */
    private void fit(int[] widths) {
        int over = over(widths);
        while (over > 0) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                int least = columns.get(i).least();
                boolean yields = least > 0 && widths[i] > least;
                if (yields && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
            over--;
        }
    }

    /** How much too wide it is; below 0: not at all. */
    private static int over(int[] widths) {
        int over = GAP.length() * (widths.length - 1) - FITS;
        for (int width : widths) {
            over += width;
        }
        return over;
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cells.get(i);
            String shown = cut(cell, widths[i]);
            String pad = " ".repeat(widths[i] - shown.length());
            String painted = painted(cell, shown);
            line.append(columns.get(i).right() ? pad + painted : painted + pad).append(GAP);
        }
        return line.toString().stripTrailing();
    }

    /** Text that is too long ends in dots. Escapes of colour take no width. */
    static String cut(String text, int width) {
        String plain = text.indexOf('\u001b') < 0 ? text : text.replaceAll("\u001b\\[[0-9;]*m", "");
        if (plain.length() <= width) {
            return text;
        }
        return width <= DOTS.length()
                ? plain.substring(0, Math.max(0, width))
                : plain.substring(0, width - DOTS.length()) + DOTS;
    }

    String painted(String cell, String shown) {
        String code = colour ? COLOURS.get(cell) : null;
        return code == null ? shown : "\u001b[" + code + "m" + shown + "\u001b[0m";
    }
}
