package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Links, the worst first. */
final class LinkRows {
    static final List<String> TITLES =
            List.of(
                    "LINK",
                    "STATUS",
                    ">LOSS 2s",
                    ">LOSS 60s",
                    ">DELAY ms",
                    ">JITTER ms",
                    ">SINCE",
                    "DEGRADED FOR");

    private LinkRows() {}

    static List<Row> of(JsonNode links, String sort, String filter) {
        List<JsonNode> sorted = new ArrayList<>();
        links.forEach(link -> {
            if (touches(link.path("link").asText(), filter)) {
                sorted.add(link);
            }
        });
        sorted.sort(order(sort));
        return sorted.stream().map(LinkRows::row).toList();
    }

    private static Comparator<JsonNode> order(String sort) {
        Comparator<JsonNode> byName = Comparator.comparing(link -> link.path("link").asText());
        Comparator<JsonNode> byLoss = descending("lossPpmShort");
        return switch (sort) {
            case "loss" -> byLoss.thenComparing(byName);
            case "delay" -> descending("delayMs").thenComparing(byName);
            case "jitter" -> descending("jitterMs").thenComparing(byName);
            case "name" -> byName;
            default ->
                    Comparator.<JsonNode>comparingInt(link -> -severity(link))
                            .thenComparing(byLoss)
                            .thenComparing(descending("delayRiseMs"))
                            .thenComparing(byName);
        };
    }

    /** What is not known comes last: it is not the worst of what is known. */
    private static Comparator<JsonNode> descending(String field) {
        return Comparator.comparingDouble(
                link -> link.path(field).isNumber() ? -link.path(field).doubleValue() : 1);
    }

    private static int severity(JsonNode link) {
        return switch (link.path("status").asText()) {
            case "DOWN" -> 3;
            case "DEGRADED" -> 2;
            case "UNKNOWN" -> 1;
            default -> 0;
        };
    }

    private static Row row(JsonNode link) {
        List<String> classes = new ArrayList<>();
        link.path("degraded").forEach(c -> classes.add(c.asText()));
        String name = link.path("link").asText();
        return new Row(
                name,
                List.of(
                        name,
                        link.path("status").asText(),
                        Figures.percent(link.path("lossPpmShort")),
                        Figures.percent(link.path("lossPpmLong")),
                        Figures.ms(link.path("delayMs"), 1),
                        Figures.ms(link.path("jitterMs"), 2),
                        Figures.seconds(link.path("sinceSeconds").asLong(-1)),
                        classes.isEmpty() ? "" : String.join(" ", classes)),
                mood(link),
                new Row.Place.Link(name));
    }

    static Row.Mood mood(JsonNode link) {
        return switch (severity(link)) {
            case 3 -> Row.Mood.BAD;
            case 2 -> Row.Mood.WARNING;
            case 1 -> Row.Mood.DIM;
            default -> Row.Mood.PLAIN;
        };
    }

    /** Whether a link such as sin/isp1->fra begins or ends at a PoP whose name begins so. */
    static boolean touches(String link, String filter) {
        int arrow = link.indexOf("->");
        return link.startsWith(filter) || arrow >= 0 && link.startsWith(filter, arrow + 2);
    }
}
