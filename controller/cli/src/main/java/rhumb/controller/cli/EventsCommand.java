package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb events}. */
@Command(
        name = "events",
        sortOptions = false,
        description = {
            "What happened, newest last: what degraded, what moved, why, and by whom when an"
                    + " operator's rule did it. A controller with a state folder knows it for a"
                    + " month, over restarts.",
            ""
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  rhumb events --since 1h --pop sin",
            "  rhumb events --since 7d --code PATH_MOVED --class audio"
        })
final class EventsCommand implements Callable<Integer> {
    private static final int MOST = 100_000;

    private static final List<Column> COLUMNS =
            List.of(
                    Column.number("SEQ", "seq"),
                    Column.text("TIME", "time"),
                    Column.text("CODE", "code"),
                    Column.text("BY", "by"),
                    Column.text("WHAT", "text"));

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Past past;

    @Option(
            names = "--pop",
            paramLabel = "POP",
            description = "only of this PoP, its links and its paths")
    private @Nullable String pop;

    @Option(
            names = "--link",
            paramLabel = "LINK",
            description = "only of this link, or of paths that took it, such as 'sin->fra'")
    private @Nullable String link;

    @Option(
            names = "--code",
            paramLabel = "CODE",
            description = "only this kind, such as LINK_DEGRADED or PATH_MOVED")
    private @Nullable String code;

    @Option(
            names = "--class",
            paramLabel = "CLASS",
            description = "only what was told of this class, such as audio")
    private @Nullable String trafficClass;

    @Option(
            names = {"-n", "--limit"},
            paramLabel = "COUNT",
            defaultValue = "200",
            description = "the newest so many (default: ${DEFAULT-VALUE})")
    private int limit = 200;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() {
        if (limit < 1 || limit > MOST) {
            throw new CommandFailure(
                    ExitCode.USAGE, "--limit " + limit + ": expected 1 to " + MOST);
        }
        Northbound controller = rhumb.northbound();
        return output.print(
                rhumb.out(), () -> PastEvents.ask(controller, query(), limit), this::table);
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        past.into(query, null);
        put(query, "pop", pop);
        put(query, "link", link);
        put(query, "code", code);
        put(query, "class", trafficClass);
        return query;
    }

    private static void put(Map<String, String> query, String name, @Nullable String value) {
        if (value != null) {
            query.put(name, value);
        }
    }

    private String table(JsonNode answer) {
        String table = new Table(COLUMNS, output.coloured()).print(answer.path("events"));
        return answer.path("more").asBoolean()
                ? "(there are older ones: --limit)\n" + table
                : table;
    }
}
