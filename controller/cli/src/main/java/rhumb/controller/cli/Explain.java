package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code rhumb explain path SRC DST --class C}. */
@Command(name = "explain", description = "Say why.", synopsisSubcommandLabel = "path")
final class Explain {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Command(
            name = "path",
            description =
                    "Why traffic of a class takes its path: terms per link, what it beat and by what, since when.")
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
        return output.print(
                rhumb.out(),
                () ->
                        controller.get(
                                "explain/path",
                                Map.of("from", from, "to", to, "class", trafficClass)),
                Explain::lines);
    }

    private static String lines(JsonNode answer) {
        StringBuilder text = new StringBuilder();
        answer.path("lines").forEach(line -> text.append(line.asText()).append('\n'));
        return text.toString();
    }
}
