package rhumb.controller.top;

import java.util.ArrayList;
import java.util.List;

/**
 * Lays rows out in columns. A title that begins with {@code >} is flush right. What is wider than
 * the screen is cut at its edge: the columns that matter most come first.
 */
final class Grid {
    private static final String DOTS = "...";
    private final List<String> titles;
    private final int[] widths;

    Grid(List<String> titles, List<Row> rows) {
        this.titles = titles;
        this.widths = new int[titles.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = plain(titles.get(i)).length();
            for (Row row : rows) {
                widths[i] = Math.max(widths[i], row.cells().get(i).length());
            }
        }
    }

    String head() {
        return line(titles.stream().map(Grid::plain).toList());
    }

    String line(List<String> cells) {
        List<String> padded = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            String pad = " ".repeat(widths[i] - cells.get(i).length());
            padded.add(titles.get(i).startsWith(">") ? pad + cells.get(i) : cells.get(i) + pad);
        }
        return String.join("  ", padded).stripTrailing();
    }

    /** A line that keeps to a width. */
    static String cut(String text, int width) {
        if (text.length() <= width) {
            return text;
        }
        return width <= DOTS.length()
                ? text.substring(0, Math.max(0, width))
                : text.substring(0, width - DOTS.length()) + DOTS;
    }

    private static String plain(String title) {
        return title.startsWith(">") ? title.substring(1) : title;
    }
}
