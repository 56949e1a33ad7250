package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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
final class Drain extends CommitCommand {
    /** What is drained. */
    static final class Place {
        @Parameters(index = "0", paramLabel = "KIND", description = "pop, uplink, link or provider")
        private String kind = "";

        @Parameters(
                index = "1",
                paramLabel = "PLACE",
                description = "such as sin, sin/isp1, 'sin->fra' or transit-a")
        private String name = "";

        Map<String, String> query() {
            return Map.of("kind", kind, "place", name);
        }

        /** What a drain ends in: the place carries nothing. */
        String imagined() {
            return kind + " " + (kind.equals("link") ? name.replace("->", " ") : name) + " down";
        }

        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    @Mixin
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Place place;

    @Option(names = "--dry-run", description = "say who crosses it now, and change nothing")
    private boolean dryRun;

    @Override
    public Integer call() {
        if (!dryRun) {
            return commit("drain", place.query());
        }
        Map<String, String> query = Map.of("change", place.imagined());
        return output.print(
                rhumb.out(), () -> rhumb.northbound().getPatiently("whatif", query), this::preview);
    }

    private String preview(JsonNode answer) {
        StringBuilder text = new StringBuilder("once " + place + " is empty:\n\n");
        JsonNode pairs = answer.path("pairs");
        if (!pairs.isEmpty()) {
            text.append(output.table(WhatIfColumns.pairs(pairs)).print(pairs)).append('\n');
        }
        answer.path("summary").forEach(line -> text.append(line.asText()).append('\n'));
        return text.append("nothing is changed; pairs that have no other path stay\n").toString();
    }

    /** {@code rhumb undrain KIND PLACE}. */
    @Command(
            name = "undrain",
            sortOptions = false,
            description = "Let traffic come back to a place; it does as for any better path.")
    static final class Undrain extends CommitCommand {
        @Mixin
        @SuppressWarnings("NullAway.Init") // set by picocli
        private Place place;

        @Override
        public Integer call() {
            return commit("undrain", place.query());
        }
    }
}
