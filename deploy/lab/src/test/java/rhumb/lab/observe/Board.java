package rhumb.lab.observe;

import java.util.List;

/**
 * One dashboard.
 *
 * @param name of its file and its address
 * @param variables what people choose at its top, beside the data source
 */
record Board(
        String name,
        String title,
        String description,
        List<BoardVariable> variables,
        List<Row> rows) {
    /** Panels below one heading. */
    record Row(String title, List<Panel> panels) {
        static Row of(String title, Panel... panels) {
            return new Row(title, List.of(panels));
        }
    }

    /** All panels, in the order of their rows. */
    List<Panel> panels() {
        return rows.stream().flatMap(row -> row.panels().stream()).toList();
    }
}
