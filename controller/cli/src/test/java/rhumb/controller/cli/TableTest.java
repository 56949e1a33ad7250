package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final List<Column> COLUMNS =
            List.of(
                    Column.text("NAME", "name"),
                    Column.text("STATUS", "status"),
                    Column.text("PATH", "path").yields(10),
                    Column.text("WHY", "why").yields(10),
                    Column.text("MORE", "more").wide());

    private static ArrayNode row(String status, String path, String why) {
        ArrayNode rows = JsonNodeFactory.instance.arrayNode();
        rows.addObject()
                .put("name", "n")
                .put("status", status)
                .put("path", path)
                .put("why", why)
                .put("more", "beyond");
        return rows;
    }

    @Test
    void nothingIsCutThatFits() {
        assertThat(new Table(COLUMNS, false).print(row("UP", "a > b", "because")))
                .isEqualTo("NAME  STATUS  PATH   WHY\nn     UP      a > b  because\n");
    }

    @Test
    void theWidestGivesWayAndTheOthersStay() {
        String text = new Table(COLUMNS, false).print(row("UP", "a > b", "w".repeat(300)));
        assertThat(text.lines()).allMatch(line -> line.length() <= Table.FITS);
        assertThat(text).contains("n     UP      a > b  www").contains("www...\n");
        String both = new Table(COLUMNS, false).print(row("UP", "p".repeat(80), "w".repeat(300)));
        assertThat(both.lines().toList().get(1))
                .hasSize(Table.FITS)
                .contains("p...")
                .contains("w...");
    }

    @Test
    void wideShowsAllOfEverything() {
        String text = new Table(COLUMNS, false, true).print(row("UP", "a > b", "w".repeat(300)));
        assertThat(text).contains("MORE").contains("w".repeat(300) + "  beyond");
    }

    @Test
    void everyTableOfTheControllerFitsWhateverIsInIt() {
        for (Tables table : Tables.values()) {
            ArrayNode rows = JsonNodeFactory.instance.arrayNode();
            ObjectNode row = rows.addObject();
            for (String field :
                    List.of(
                            "city path backup why subject rule service uplink tenant behaviour text"
                                    .split(" "))) {
                row.put(field, "long words ".repeat(20));
            }
            row.put("from", "sin")
                    .put("to", "fra")
                    .put("class", "signalling")
                    .put("link", "sin->fra");
            row.put("name", "sin").put("pop", "sin").put("seq", 12345).put("packets", 123456789L);
            row.put("severity", "WARNING").put("code", "PROBE_BUDGET_SHORT");
            row.put("time", "2026-11-30T12:58:09.123Z").put("status", "DEGRADED");
            for (String list : List.of("remaps", "worse", "outer", "surviving", "shares")) {
                for (int i = 0; i < 30; i++) {
                    row.withArray(list).add("AF41 is 0");
                }
            }
            assertThat(new Table(table.columns(), false).print(rows).lines())
                    .as("%s", table)
                    .allMatch(line -> line.length() <= Table.FITS);
        }
    }

    @Test
    void colourMarksStatesAlsoWhereTheyAreCutAndTakesNoWidth() {
        String text = new Table(COLUMNS, true).print(row("DOWN", "a > b", "because"));
        assertThat(text).contains("n     \u001b[31mDOWN\u001b[0m    a > b");
        assertThat(Table.cut("\u001b[31mDOWN\u001b[0m", 4)).isEqualTo("\u001b[31mDOWN\u001b[0m");
        assertThat(Table.cut("abcdefgh", 6)).isEqualTo("abc...");
        assertThat(Table.cut("abcdefgh", 2)).isEqualTo("ab");
    }

    @Test
    void anEmptyTableSaysSo() {
        JsonNode none = JsonNodeFactory.instance.arrayNode();
        assertThat(new Table(COLUMNS, false).print(none)).endsWith("(none)\n");
    }
}
