package rhumb.controller.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Who does something, and why: goes into the log. */
final class Reason {
    @Option(names = "--why", paramLabel = "TEXT", description = "for the log")
    private String why = "";

    @Option(
            names = "--who",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "for the log (default: the user of this shell)")
    private String who = "";

    /** As the controller wants it; more may be put in. */
    Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("who", who);
        query.put("why", why);
        return query;
    }
}
