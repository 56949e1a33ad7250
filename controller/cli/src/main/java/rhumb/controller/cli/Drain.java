package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.ExitCode;

/** {@code rhumb drain KIND PLACE}. */
@Command(
        name = "drain",
        sortOptions = false,
        description = {
            "Empty a place softly: nothing new goes there, and what goes there now moves elsewhere by"
                    + " and by (policy: drain-over), each pair's new path standing before the old"
                    + " one is left. It holds until it is undrained, also over a restart.",
            ""
        },
        footerHeading = "%nFor example:%n",
        footer = {
            "  rhumb drain pop sin --dry-run",
            "  rhumb drain uplink sin/isp1 --why \"maintenance\""
        })
final class Drain implements Callable<Integer> {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Parameters(index = "0", paramLabel = "KIND", description = "pop, uplink, link or provider")
    private String kind = "";

    @Parameters(
            index = "1",
            paramLabel = "PLACE",
            description = "such as sin, sin/isp1, 'sin->fra' or transit-a")
    private String place = "";

    @Option(names = "--dry-run", description = "say who crosses it now, and change nothing")
    private boolean dryRun;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Reason reason;

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Output output;

    @Override
    public Integer call() {
        Northbound controller = rhumb.northbound();
        if (dryRun) {
            JsonNode answer = controller.getPatiently("whatif", Map.of("change", imagined()));
            return output.print(rhumb.out(), () -> answer, this::preview);
        }
        Map<String, String> query = new LinkedHashMap<>(reason.query());
        query.put("kind", kind);
        query.put("place", place);
        return output.print(
                rhumb.out(), () -> controller.post("intent/drain", query), IntentText::committed);
    }

    /** What a drain ends in: the place carries nothing. */
    private String imagined() {
        return kind + " " + (kind.equals("link") ? place.replace("->", " ") : place) + " down";
    }

    private String preview(JsonNode answer) {
        StringBuilder text = new StringBuilder("once " + kind + " " + place + " is empty:\n\n");
        JsonNode pairs = answer.path("pairs");
        if (!pairs.isEmpty()) {
            text.append(new Table(WhatIfColumns.pairs(pairs), output.coloured()).print(pairs))
                    .append('\n');
        }
        answer.path("summary").forEach(line -> text.append(line.asText()).append('\n'));
        return text.append("nothing is changed; pairs that have no other path stay\n").toString();
    }

    /** {@code rhumb undrain KIND PLACE}. */
    @Command(
            name = "undrain",
            sortOptions = false,
            description = "Let traffic come back to a place; it does as for any better path.")
    static final class Undrain implements Callable<Integer> {
        @ParentCommand
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Rhumb rhumb;

        @Parameters(index = "0", paramLabel = "KIND", description = "pop, uplink, link or provider")
        private String kind = "";

        @Parameters(index = "1", paramLabel = "PLACE", description = "as it was drained")
        private String place = "";

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Reason reason;

        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Output output;

        @Override
        public Integer call() {
            Map<String, String> query = reason.query();
            query.put("kind", kind);
            query.put("place", place);
            output.print(
                    rhumb.out(),
                    () -> rhumb.northbound().post("intent/undrain", query),
                    IntentText::committed);
            return ExitCode.OK.status();
        }
    }
}
