package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** PoPs, those in trouble first. */
final class PopRows {
    static final List<String> TITLES =
            List.of(
                    "POP",
                    "AGENT",
                    "FORWARDER",
                    ">UP",
                    ">DEGRADED",
                    ">DOWN",
                    ">UNKNOWN",
                    ">SENDS",
                    "CITY");
    private static final String CONNECTED = "connected";

    private PopRows() {}

    static List<Row> of(Known known, String sort, String filter) {
        List<JsonNode> pops = new ArrayList<>();
        known.pops()
                .forEach(pop -> {
                    if (pop.path("name").asText().startsWith(filter)) {
                        pops.add(pop);
                    }
                });
        Comparator<JsonNode> byName = Comparator.comparing(pop -> pop.path("name").asText());
        pops.sort(
                switch (sort) {
                    case "rate" ->
                            Comparator.<JsonNode>comparingDouble(pop -> -rate(known, pop))
                                    .thenComparing(byName);
                    case "name" -> byName;
                    default ->
                            Comparator.<JsonNode>comparingLong(pop -> -trouble(pop))
                                    .thenComparing(byName);
                });
        return pops.stream().map(pop -> row(known, pop)).toList();
    }

    private static Row row(Known known, JsonNode pop) {
        String name = pop.path("name").asText();
        return new Row(
                name,
                List.of(
                        name,
                        pop.path("agent").asText(),
                        pop.path("forwarder").asText(),
                        pop.path("linksUp").asText(),
                        pop.path("linksDegraded").asText(),
                        pop.path("linksDown").asText(),
                        pop.path("linksUnknown").asText(),
                        Figures.rate(rate(known, pop)),
                        Figures.text(pop.path("city"))),
                absent(pop) > 0 || pop.path("linksDown").asInt() > 0
                        ? Row.Mood.BAD
                        : trouble(pop) > 0 ? Row.Mood.WARNING : Row.Mood.PLAIN,
                new Row.Place.Pop(name));
    }

    private static double rate(Known known, JsonNode pop) {
        return LoadRows.ofPop(known.loads(), pop.path("name").asText());
    }

    /** A process that is away weighs more than any links, a link down more than others. */
    private static long trouble(JsonNode pop) {
        return absent(pop) * 1_000_000_000L
                + pop.path("linksDown").asLong() * 1_000_000
                + pop.path("linksDegraded").asLong() * 1_000
                + pop.path("linksUnknown").asLong();
    }

    private static int absent(JsonNode pop) {
        return (pop.path("agent").asText().equals(CONNECTED) ? 0 : 1)
                + (pop.path("forwarder").asText().equals(CONNECTED) ? 0 : 1);
    }
}
