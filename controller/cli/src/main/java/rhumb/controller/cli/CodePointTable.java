package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;

/**
 * All 64 code points of one direction in eight rows: the row is the former ToS precedence, the
 * column the three low bits. A dot passes, a number is what it becomes, ? is not known.
 */
final class CodePointTable {
    private static final int SIDE = 8;

    private CodePointTable() {}

    static String of(JsonNode row) {
        StringBuilder text = new StringBuilder();
        text.append(row.path("link").asText())
                .append(": ")
                .append(row.path("behaviour").asText())
                .append(" (")
                .append(row.path("known").asInt())
                .append(" of 64 known)\n          ");
        for (int low = 0; low < SIDE; low++) {
            text.append(String.format("%4s", "+" + low));
        }
        text.append('\n');
        Set<Integer> worse = worse(row.path("worseCodePoints"));
        for (int upper = 0; upper < SIDE; upper++) {
            text.append(String.format("  CS%d %3d ", upper, upper * SIDE));
            for (int low = 0; low < SIDE; low++) {
                int codePoint = upper * SIDE + low;
                String cell = cell(codePoint, row.path("arrivals").path(codePoint));
                text.append(String.format("%4s", worse.contains(codePoint) ? cell + "!" : cell));
            }
            text.append('\n');
        }
        line(text, "re-marked", Column.joined(row.path("remaps"), ", "));
        line(text, "worse (!)", Column.joined(row.path("worse"), ", "));
        line(text, "surviving", Column.codePoints(row.path("surviving")));
        line(text, "written instead", Column.joined(row.path("outer"), ", "));
        return text.append('\n').toString();
    }

    private static String cell(int codePoint, JsonNode arrival) {
        if (!arrival.isNumber()) {
            return "?";
        }
        return arrival.asInt() == codePoint ? "." : arrival.asText();
    }

    private static Set<Integer> worse(JsonNode list) {
        Set<Integer> worse = new HashSet<>();
        list.forEach(codePoint -> worse.add(codePoint.asInt()));
        return worse;
    }

    private static void line(StringBuilder text, String title, String words) {
        text.append("  ").append(title).append(": ").append(words).append('\n');
    }
}
