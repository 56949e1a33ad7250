package rhumb.controller.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** {@code rhumb show NOUN}. */
@Command(
        name = "show",
        description = "Show what the controller knows.",
        synopsisSubcommandLabel =
                "pops|cluster|links|paths|repairs|rules|streams|queues|protection|dscp|events")
final class Show {
    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Command(name = "pops", description = "PoPs, their processes and the state of their links.")
    int pops(@Mixin Output output) {
        return show(Tables.POPS, output, Map.of());
    }

    @Command(
            name = "cluster",
            description = {
                "The controllers, as the one that is asked knows them: who leads, and who was heard"
                        + " within a second.",
                "Empty for a controller that is alone."
            })
    int cluster(@Mixin Output output) {
        return show(Tables.CLUSTER, output, Map.of());
    }

    @Command(name = "links", description = "Links with their measured quality.")
    int links(
            @Mixin Output output,
            @Option(
                            names = "--pop",
                            paramLabel = "POP",
                            description = "only links from or to this PoP")
                    @Nullable String pop,
            @Option(names = "--bad", description = "only links that are not UP") boolean bad) {
        return show(Tables.LINKS, output, query("pop", pop, "bad", bad ? "true" : null));
    }

    @Command(name = "paths", description = "Chosen paths and backups.")
    int paths(
            @Mixin Output output,
            @Option(names = "--from", paramLabel = "POP", description = "only paths from this PoP")
                    @Nullable String from,
            @Option(names = "--to", paramLabel = "POP", description = "only paths to this PoP")
                    @Nullable String to,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "only this class, such as audio")
                    @Nullable String trafficClass,
            @Option(
                            names = "--link",
                            paramLabel = "LINK",
                            description = "only paths over this link, such as 'sin->fra'")
                    @Nullable String link) {
        return show(
                Tables.PATHS,
                output,
                query("from", from, "to", to, "class", trafficClass, "link", link));
    }

    @Command(
            name = "repairs",
            description = "The way round each link, for PoPs that others send through.")
    int repairs(
            @Mixin Output output,
            @Option(names = "--pop", paramLabel = "POP", description = "only links from this PoP")
                    @Nullable String pop,
            @Option(
                            names = "--class",
                            paramLabel = "CLASS",
                            description = "whose costs count (default: audio)")
                    @Nullable String trafficClass) {
        return show(Tables.REPAIRS, output, query("pop", pop, "class", trafficClass));
    }

    @Command(name = "rules", description = "Rules as each forwarder was sent them.")
    int rules(
            @Mixin Output output,
            @Option(names = "--pop", paramLabel = "POP", description = "only this PoP's forwarder")
                    @Nullable String pop) {
        return show(Tables.RULES, output, query("pop", pop));
    }

    @Command(
            name = "streams",
            description = "Flows that forwarders carry now, and the path each takes.")
    int streams(@Mixin Output output) {
        return show(Tables.STREAMS, output, Map.of());
    }

    @Command(name = "queues", description = "What uplinks did with each class and each tenant.")
    int queues(
            @Mixin Output output,
            @Option(names = "--pop", paramLabel = "POP", description = "only uplinks of this PoP")
                    @Nullable String pop) {
        return show(Tables.QUEUES, output, query("pop", pop));
    }

    @Command(
            name = "protection",
            description = "What is made good of losses for each class, and how dear that may be.")
    int protection(@Mixin Output output) {
        return show(Tables.PROTECTION, output, Map.of());
    }

    @Command(
            name = "dscp",
            description = "What links do to code points, each direction, in the terms of RFC 9435.")
    int dscp(
            @Mixin Output output,
            @Option(
                            names = "--link",
                            paramLabel = "LINK",
                            description = "only this link and back, such as sin->fra")
                    @Nullable String link) {
        return show(Tables.DSCP, output, query("link", link));
    }

    @Command(name = "events", description = "What happened, newest last.")
    int events(
            @Mixin Output output,
            @Option(
                            names = "--after",
                            paramLabel = "SEQ",
                            description = "only events after this number")
                    @Nullable String after) {
        return show(Tables.EVENTS, output, query("after", after));
    }

    private int show(Tables table, Output output, Map<String, String> query) {
        Northbound controller = rhumb.northbound();
        Table printer = output.table(table.columns());
        return output.print(
                rhumb.out(),
                () -> controller.get(table.noun(), query),
                answer -> printer.print(answer.path(table.noun())));
    }

    private static Map<String, String> query(@Nullable String... namesAndValues) {
        Map<String, String> query = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = namesAndValues[i];
            String value = namesAndValues[i + 1];
            if (name != null && value != null) {
                query.put(name, value);
            }
        }
        return query;
    }
}
