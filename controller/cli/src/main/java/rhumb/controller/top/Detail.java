package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is behind a row. */
final class Detail {
    private static final List<String> PATHS =
            List.of("FROM", "TO", "CLASS", ">DELAY ms", ">SINCE", "PATH");
    private static final int HISTORY = 8;
    private static final String WAITING = "(asking)";

    private Detail() {}

    /** What is to be asked for it; null when what is known anyway suffices. */
    static @Nullable Question question(Row.Place place) {
        return switch (place) {
            case Row.Place.Link link -> new Question("paths", Map.of("link", link.name()));
            case Row.Place.Path path ->
                    new Question(
                            "explain/path",
                            Map.of(
                                    "from", path.from(),
                                    "to", path.to(),
                                    "class", path.trafficClass()));
            case Row.Place.Uplink uplink -> null;
            case Row.Place.TrafficClass c -> null;
            case Row.Place.Pop pop -> null;
        };
    }

    static String title(Row.Place place) {
        return switch (place) {
            case Row.Place.Link link -> "link " + link.name();
            case Row.Place.Path path ->
                    "path " + path.from() + " > " + path.to() + ", class " + path.trafficClass();
            case Row.Place.Uplink uplink -> "uplink " + uplink.name();
            case Row.Place.TrafficClass c -> "class " + c.name();
            case Row.Place.Pop pop -> "PoP " + pop.name();
        };
    }

    static Page page(Known known, Row.Place place) {
        Question question = question(place);
        JsonNode answer = question == null ? known.status() : known.answer(question);
        String none = answer.isMissingNode() ? WAITING : "(none)";
        return switch (place) {
            case Row.Place.Link link ->
                    new Page(above(known, link.name()), PATHS, paths(answer), none);
            case Row.Place.Path path -> Page.text(lines(answer.path("lines")), none);
            case Row.Place.Uplink uplink ->
                    Page.list(
                            LoadRows.CLASS_TITLES,
                            LoadRows.ofUplink(known.loads(), uplink.name()),
                            none);
            case Row.Place.TrafficClass c ->
                    Page.list(
                            LoadRows.UPLINK_TITLES,
                            LoadRows.ofClass(known.loads(), c.name()),
                            none);
            case Row.Place.Pop pop -> Page.text(List.of(), none);
        };
    }

    private static List<String> above(Known known, String name) {
        List<String> lines = new ArrayList<>();
        for (JsonNode link : known.links()) {
            if (link.path("link").asText().equals(name)) {
                lines.add(
                        String.format(
                                "%s since %s, loss %s (2 s) %s (60 s), delay %s ms, rtt %s ms, jitter"
                                        + " %s ms, sign %s, by %s",
                                link.path("status").asText(),
                                Figures.seconds(link.path("sinceSeconds").asLong(-1)),
                                Figures.percent(link.path("lossPpmShort")),
                                Figures.percent(link.path("lossPpmLong")),
                                Figures.ms(link.path("delayMs"), 1),
                                Figures.ms(link.path("rttMs"), 1),
                                Figures.ms(link.path("jitterMs"), 2),
                                Figures.text(link.path("sign")),
                                Figures.text(link.path("decidedBy"))));
            }
        }
        List<String> history = MoveRows.history(known.events(), name);
        lines.add(history.isEmpty() ? "history: nothing happened to it lately" : "history:");
        lines.addAll(history.subList(0, Math.min(HISTORY, history.size())));
        lines.add("paths over it:");
        return lines;
    }

    private static List<Row> paths(JsonNode answer) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode path : answer.path("paths")) {
            Row.Place.Path place =
                    new Row.Place.Path(
                            path.path("from").asText(),
                            path.path("to").asText(),
                            path.path("class").asText());
            rows.add(
                    new Row(
                            Detail.title(place),
                            List.of(
                                    place.from(),
                                    place.to(),
                                    place.trafficClass(),
                                    Figures.ms(path.path("delayMs"), 1),
                                    Figures.text(path.path("since")),
                                    path.path("path").asText()),
                            Row.Mood.PLAIN,
                            place));
        }
        return rows;
    }

    private static List<String> lines(JsonNode array) {
        List<String> lines = new ArrayList<>();
        array.forEach(line -> lines.add(line.asText()));
        return lines;
    }
}
