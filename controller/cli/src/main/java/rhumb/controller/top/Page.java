package rhumb.controller.top;

import java.util.List;

/**
 * What stands between the head and the foot of the screen.
 *
 * @param above lines that are only read
 * @param titles of the columns; one blank title: there is no line of titles
 * @param rows what can be chosen
 * @param none what is said when there are no rows
 */
record Page(List<String> above, List<String> titles, List<Row> rows, String none) {
    private static final List<String> TEXT = List.of("");

    static Page list(List<String> titles, List<Row> rows, String none) {
        return new Page(List.of(), titles, rows, none);
    }

    /** Lines as they are, to be moved through. */
    static Page text(List<String> lines, String none) {
        int[] number = {0};
        List<Row> rows =
                lines.stream()
                        .map(line ->
                                new Row(
                                        Integer.toString(number[0]++),
                                        List.of(line),
                                        Row.Mood.PLAIN,
                                        null))
                        .toList();
        return new Page(List.of(), TEXT, rows, none);
    }

    boolean titled() {
        return !titles.equals(TEXT);
    }
}
