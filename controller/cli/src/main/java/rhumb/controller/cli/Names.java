package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/**
 * {@code rhumb __complete KIND}: names of the live overlay, one a line, for the completion of
 * shells. Says nothing when the controller does not answer soon: somebody is typing.
 */
@Command(name = "__complete", hidden = true, description = "Print names, for completion.")
final class Names implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofMillis(700);

    /** What names are made of. Whatever else says so goes into nobody's command line. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._/>-]+");

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Parameters(paramLabel = "KIND", description = "pop, link or uplink")
    private String kind = "";

    @Override
    public Integer call() {
        for (String name : names()) {
            if (NAME.matcher(name).matches()) {
                rhumb.out().println(name);
            }
        }
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    private Iterable<String> names() {
        try {
            Northbound controller = rhumb.northbound(PATIENCE);
            return switch (kind) {
                case "pop" -> field(controller.getSoon("pops", Map.of()).path("pops"), "name");
                case "link" -> field(controller.getSoon("links", Map.of()).path("links"), "link");
                case "uplink" -> uplinks(controller.getSoon("links", Map.of()).path("links"));
                default -> List.of();
            };
        } catch (CommandFailure silent) {
            return List.of();
        }
    }

    private static List<String> field(JsonNode rows, String field) {
        List<String> names = new ArrayList<>();
        rows.forEach(row -> names.add(row.path(field).asText()));
        return names;
    }

    /** Where links begin: that of sin->fra is sin/main. */
    private static Set<String> uplinks(JsonNode links) {
        Set<String> names = new TreeSet<>();
        for (String link : field(links, "link")) {
            String from = link.substring(0, Math.max(0, link.indexOf("->")));
            names.add(from.contains("/") ? from : from + "/main");
        }
        return names;
    }
}
