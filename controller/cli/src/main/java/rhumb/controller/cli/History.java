package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb history link|path}. */
@Command(
        name = "history",
        description = "Show how a link was, and which paths a pair had.",
        synopsisSubcommandLabel = "link|path")
final class History {
    /** As many as the plot has columns. */
    private static final int POINTS = LinkPlot.MAX_COLUMNS;

    private static final int MARKS = 200;
    private static final int PATHS = 500;

    private static final List<Column> PATH_COLUMNS =
            List.of(
                    new Column("SINCE", false, row -> IntentText.time(row.path("unixMs").asLong())),
                    new Column("BEFORE", false, History::before),
                    new Column("PATH", false, History::hops),
                    Column.text("BY", "by"),
                    new Column("WHY", false, History::why));

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Command(
            name = "link",
            sortOptions = false,
            description =
                    "How a link was: each second of the last hour, each minute of the last month. With"
                            + " -o json the figures.")
    int link(
            @Parameters(
                            arity = "1..2",
                            paramLabel = "LINK",
                            description = "such as 'sin->fra', or: sin fra")
                    List<String> ends,
            @Mixin Past past,
            @Mixin Output output) {
        String link = ends.size() == 2 ? ends.get(0) + "->" + ends.get(1) : ends.getFirst();
        if (!link.contains("->")) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "link " + link + ": expected one such as 'sin->fra' (in quotes), or: sin fra");
        }
        Northbound controller = rhumb.northbound();
        boolean plot = output.format == Output.Format.table;
        return output.print(
                rhumb.out(),
                () -> {
                    Map<String, String> query = new LinkedHashMap<>();
                    query.put("link", link);
                    past.into(query, "1h");
                    Map<String, String> events = new LinkedHashMap<>(query);
                    if (plot) {
                        query.put("points", Integer.toString(POINTS));
                    }
                    ObjectNode rows = controller.getPatiently("history/link", query).deepCopy();
                    rows.setAll(PastEvents.ask(controller, events, MARKS));
                    return rows;
                },
                LinkPlot::of);
    }

    @Command(
            name = "path",
            sortOptions = false,
            description = "Which paths a pair had for a class, and why it moved.")
    int path(
            @Parameters(paramLabel = "SRC", description = "PoP where traffic enters") String from,
            @Parameters(paramLabel = "DST", description = "PoP where it leaves") String to,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            defaultValue = "audio",
                            description = "traffic class (default: ${DEFAULT-VALUE})")
                    String trafficClass,
            @Mixin Past past,
            @Mixin Output output) {
        Northbound controller = rhumb.northbound();
        return output.print(
                rhumb.out(),
                () -> {
                    Map<String, String> query = new LinkedHashMap<>();
                    past.into(query, null);
                    query.put("pop", from);
                    query.put("to", to);
                    query.put("class", trafficClass);
                    query.put("code", "PATH_MOVED");
                    return PastEvents.ask(controller, query, PATHS);
                },
                answer -> new Table(PATH_COLUMNS, output.coloured()).print(answer.path("events")));
    }

    /** PoPs of the path taken. */
    private static String hops(JsonNode row) {
        StringBuilder text = new StringBuilder(row.path("pop").asText());
        for (JsonNode link : row.path("path")) {
            String[] ends = link.asText().split("->", -1);
            text.append(" > ").append(ends[ends.length - 1]);
        }
        return text.toString();
    }

    /** What the event says between the classes and the path taken. */
    private static String before(JsonNode row) {
        String text = row.path("text").asText();
        int blank = text.indexOf(' ');
        int arrow = text.indexOf(" => ");
        return blank < 0 || arrow < blank ? Column.UNKNOWN : text.substring(blank + 1, arrow);
    }

    /** What it says behind the paths. */
    private static String why(JsonNode row) {
        String text = row.path("text").asText();
        int arrow = text.indexOf(" => ");
        int comma = arrow < 0 ? -1 : text.indexOf(", ", arrow);
        return comma < 0 ? text : text.substring(comma + 2);
    }
}
