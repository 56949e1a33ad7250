package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Paths that moved, the newest first; and the history of a link. Both are read from events. */
final class MoveRows {
    static final List<String> TITLES =
            List.of("AT", "FROM", "TO", "PATH NOW", "CLASSES", "BEFORE", "WHY");
    private static final String ARROW = " > ";

    /** {@code CLASSES BEFORE => NOW, WHY}. */
    private static final Pattern TEXT = Pattern.compile("(\\S+) (.+?) => ([^,]+), (.*)");

    private MoveRows() {}

    static List<Row> of(List<JsonNode> newestFirst, String sort, String filter) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode event : newestFirst) {
            Matcher told = TEXT.matcher(event.path("text").asText());
            if (!event.path("code").asText().equals("PATH_MOVED") || !told.matches()) {
                continue;
            }
            String[] pops = told.group(3).split(ARROW, -1);
            String from = pop(pops[0]);
            String to = pop(pops[pops.length - 1]);
            if (from.startsWith(filter) || to.startsWith(filter)) {
                String first =
                        told.group(1).equals("all") ? "audio" : told.group(1).split(",", -1)[0];
                rows.add(
                        new Row(
                                event.path("seq").asText(),
                                List.of(
                                        clock(event),
                                        from,
                                        to,
                                        told.group(3),
                                        told.group(1),
                                        told.group(2),
                                        told.group(4)),
                                Row.Mood.PLAIN,
                                new Row.Place.Path(from, to, first)));
            }
        }
        if (sort.equals("pair")) {
            rows.sort(Comparator.comparing(row -> row.cells().get(1) + ARROW + row.cells().get(2)));
        }
        return rows;
    }

    /** What events say of a link, the newest first. */
    static List<String> history(List<JsonNode> newestFirst, String link) {
        List<String> lines = new ArrayList<>();
        for (JsonNode event : newestFirst) {
            boolean told = event.path("code").asText().startsWith("LINK_");
            if (told && event.path("link").asText().equals(link)) {
                lines.add("  " + clock(event) + "  " + event.path("text").asText());
            }
        }
        return lines;
    }

    /** The time of day of RFC 3339, in UTC as the controller tells it. */
    private static String clock(JsonNode event) {
        String time = event.path("time").asText();
        return time.length() >= 19 ? time.substring(11, 19) : Figures.UNKNOWN;
    }

    private static String pop(String end) {
        int slash = end.indexOf('/');
        return slash < 0 ? end : end.substring(0, slash);
    }
}
