package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;

/** {@code rhumb explain path SRC DST --class C}. */
@Command(name = "explain", description = "Say why.", synopsisSubcommandLabel = "path")
final class Explain {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Command(
            name = "path",
            description =
                    "Why traffic of a class takes its path: terms per link, what it beat and by what,"
                            + " since when, and what would change it.")
    int path(
            @Mixin Output output,
            @Parameters(paramLabel = "SRC", description = "PoP where traffic enters") String from,
            @Parameters(paramLabel = "DST", description = "PoP where it leaves") String to,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            defaultValue = "audio",
                            description = "traffic class (default: ${DEFAULT-VALUE})")
                    String trafficClass) {
        Northbound controller = rhumb.northbound();
        Map<String, String> pair = Map.of("from", from, "to", to, "class", trafficClass);
        boolean table = output.tabular();
        int status =
                output.print(
                        rhumb.out(),
                        () -> {
                            JsonNode answer = controller.get("explain/path", pair);
                            return table || output.watching()
                                    ? answer
                                    : with(answer, change(controller, pair));
                        },
                        Explain::lines);
        // It takes a large overlay seconds, so the rest is read meanwhile. Not with --watch, which
        // does not come here: every second it would cost the controller more than it tells.
        return table
                ? output.print(rhumb.out(), () -> change(controller, pair), Explain::lines)
                : status;
    }

    /** What would change it costs the controller plans: it may be busy with another question. */
    private static JsonNode change(Northbound controller, Map<String, String> pair) {
        try {
            return controller.getPatiently("explain/change", pair);
        } catch (CommandFailure busy) {
            ObjectNode none = JsonNodeFactory.instance.objectNode();
            none.putArray("lines").add("  what would change it: " + busy.getMessage());
            return none;
        }
    }

    private static JsonNode with(JsonNode path, JsonNode change) {
        ObjectNode both = path.deepCopy();
        change.path("lines").forEach(both.withArray("lines")::add);
        return change.has("changes") ? both.set("changes", change.path("changes")) : both;
    }

    private static String lines(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("lines").forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString();
    }
}
