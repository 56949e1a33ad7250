package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.junit.jupiter.api.Test;

class LinkPlotTest {
    private static final long NOON_MS = 1_796_040_000_000L;

    private static ObjectNode answer(int rows, int stepS) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("link", "sin->fra")
                .put("sinceUnixMs", NOON_MS)
                .put("untilUnixMs", NOON_MS + 1_000L * rows * stepS)
                .put("stepSeconds", stepS);
        ArrayNode list = answer.putArray("rows");
        for (int i = 0; i < rows; i++) {
            boolean bad = i >= 10 && i < 20;
            if (i == 30) {
                continue;
            }
            list.addObject()
                    .put("unixMs", NOON_MS + 1_000L * i * stepS)
                    .put("status", bad ? "DEGRADED" : "UP")
                    .put("samples", stepS)
                    .put("secondsDegraded", bad ? stepS : 0)
                    .put("lossPpm", bad ? 100_000 : 0)
                    .put("lossPpmMax", bad ? 200_000 : 0)
                    .put("delayMsMin", 75)
                    .put("delayMs", 76 + i * 0.1)
                    .put("delayMsMax", 90)
                    .put("delayMsP95", 88);
        }
        answer.putArray("events");
        return answer;
    }

    private static void event(ObjectNode answer, int second, String code, String text) {
        answer.withArray("events")
                .addObject()
                .put("unixMs", NOON_MS + 1_000L * second)
                .put("code", code)
                .put("text", text);
    }

    @Test
    void itShowsLossDelayStateAndWhatHappened() {
        ObjectNode answer = answer(60, 60);
        event(answer, 600, "LINK_DEGRADED", "sin->fra degraded " + "x".repeat(100));
        event(answer, 601, "PATH_MOVED", "audio sin > fra => sin > lon > fra");
        event(answer, 700, "PEER_LOST", "not of the link");
        List<String> lines = LinkPlot.of(answer).lines().toList();
        assertThat(lines).allMatch(line -> line.length() <= 100);
        assertThat(lines.getFirst()).startsWith("sin->fra  ").endsWith("a column is 1 min");
        assertThat(lines.subList(1, 5))
                .containsExactly(
                        "      20.0 │          ██████████",
                        "    loss % │          ██████████",
                        "           │          ██████████",
                        "      0.00 │          ██████████");
        assertThat(lines.get(11))
                .isEqualTo(
                        "     state │..........dddddddddd.......... .............................");
        assertThat(lines.get(12)).isEqualTo("    events │          D");
        assertThat(lines)
                .anyMatch(line -> line.startsWith("loss 1.69 % mean, 20.00 % worst second;"));
        assertThat(lines).contains("of 3540 s known: 600 degraded (d), 0 down (X), 0 unknown (?)");
        assertThat(lines.getLast()).contains(" M PATH_MOVED audio sin > fra => sin > lon > fra");
        assertThat(lines).noneMatch(line -> line.contains("PEER_LOST"));
    }

    @Test
    void aColumnThatIsNotKnownStaysEmpty() {
        List<String> lines = LinkPlot.of(answer(60, 1)).lines().toList();
        for (int line = 5; line < 12; line++) {
            String text = lines.get(line);
            assertThat(text.length() <= 42 || text.charAt(42) == ' ').as(text).isTrue();
        }
    }

    @Test
    void withoutFiguresItSaysSo() {
        ObjectNode answer = answer(1, 1);
        answer.putArray("rows");
        assertThat(LinkPlot.of(answer)).endsWith("nothing is kept of it in this time\n");
    }

    @Test
    void theWidestFits() {
        for (int rows : List.of(1, 2, LinkPlot.MAX_COLUMNS, LinkPlot.MAX_COLUMNS + 1)) {
            ObjectNode answer = answer(rows, 43_200);
            event(answer, 0, "LINK_UP", "x");
            assertThat(LinkPlot.of(answer).lines()).allMatch(line -> line.length() <= 100);
        }
    }
}
