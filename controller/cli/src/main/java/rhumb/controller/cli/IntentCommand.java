package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb intent}: one document of what operators want, in revisions. */
@Command(
        name = "intent",
        sortOptions = false,
        description = {
            "What operators want of the overlay: one YAML document, in revisions that can be compared,"
                    + " applied and taken back.",
            ""
        },
        footerHeading = "%nA change, safely:%n",
        footer = {
            "  rhumb intent show > intent.yaml         and edit it",
            "  rhumb intent diff intent.yaml",
            "  rhumb intent apply intent.yaml --confirm 60s --why \"second uplink at sin\"",
            "  rhumb intent confirm                    else it is taken back after a minute"
        })
final class IntentCommand {
    /** As much as a controller takes. */
    private static final int MAX_BYTES = 1 << 20;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Rhumb rhumb;

    @Command(description = "Say whether a document can be used; nothing is changed.")
    int check(
            @Parameters(paramLabel = "FILE", description = "the intent, YAML") Path file,
            @Mixin Output output) {
        return output.print(
                rhumb.out(),
                () -> send("check", Map.of(), file),
                json ->
                        file
                                + ": ok, "
                                + json.path("pops").asInt()
                                + " PoPs, "
                                + json.path("links").asInt()
                                + " links, "
                                + json.path("services").asInt()
                                + " services, "
                                + json.path("rules").asInt()
                                + " rules\n");
    }

    @Command(
            description = {
                "Say what a document, or another revision, would change. Exit status 1 when there is a"
                        + " difference."
            })
    int diff(
            @Parameters(arity = "0..1", paramLabel = "FILE", description = "the intent, YAML")
                    @Nullable Path file,
            @Option(
                            names = "--from",
                            paramLabel = "REVISION",
                            description = "compare with this one (default: what holds)")
                    @Nullable Long from,
            @Option(
                            names = "--to",
                            paramLabel = "REVISION",
                            description = "instead of FILE: an earlier revision")
                    @Nullable Long to,
            @Mixin Output output) {
        Map<String, String> query = new LinkedHashMap<>();
        if (from != null) {
            query.put("from", from.toString());
        }
        if (to != null) {
            query.put("to", to.toString());
        }
        JsonNode answer =
                file == null
                        ? rhumb.northbound().get("intent/diff", query)
                        : send("diff", query, file);
        output.print(rhumb.out(), () -> answer, IntentText::diff);
        return (answer.path("diff").isEmpty() ? ExitCode.OK : ExitCode.DIFFERENCE).status();
    }

    @Command(
            description = {
                "Make a document what holds. Refused whole when anything in it is wrong, or when"
                        + " somebody committed meanwhile."
            })
    int apply(
            @Parameters(paramLabel = "FILE", description = "the intent, YAML") Path file,
            @Option(
                            names = "--confirm",
                            paramLabel = "TIME",
                            description =
                                    "take it back after so long, such as 60s, unless confirmed")
                    @Nullable String confirm,
            @Option(
                            names = "--base",
                            paramLabel = "REVISION",
                            description =
                                    "the revision it was made from; refused when another one holds")
                    @Nullable Long base,
            @Mixin Reason reason,
            @Mixin Output output) {
        Map<String, String> query = reason.query();
        if (base != null) {
            query.put("base", base.toString());
        }
        if (confirm != null) {
            query.put("confirm-ms", String.valueOf(Times.ms("--confirm", confirm)));
        }
        return output.print(rhumb.out(), () -> send("apply", query, file), IntentText::committed);
    }

    @Command(description = "Let the revision that waits for it stand.")
    int confirm(@Mixin Reason reason, @Mixin Output output) {
        return output.print(
                rhumb.out(),
                () -> rhumb.northbound().post("intent/confirm", reason.query()),
                IntentText::committed);
    }

    @Command(description = "Go back to the revision before, or to any, by a new revision.")
    int rollback(
            @Parameters(arity = "0..1", paramLabel = "REVISION", description = "0 = configuration")
                    @Nullable Long to,
            @Mixin Reason reason,
            @Mixin Output output) {
        Map<String, String> query = reason.query();
        if (to != null) {
            query.put("to", to.toString());
        }
        return output.print(
                rhumb.out(),
                () -> rhumb.northbound().post("intent/rollback", query),
                IntentText::committed);
    }

    @Command(description = "List the revisions, the newest first.")
    int log(@Mixin Output output) {
        return output.print(
                rhumb.out(),
                () -> rhumb.northbound().get("intent/log", Map.of()),
                json -> IntentText.log(json, output));
    }

    @Command(description = "Print the document of a revision.")
    int show(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "REVISION",
                            description = "which (default: what holds)")
                    @Nullable Long revision,
            @Mixin Output output) {
        Map<String, String> query =
                revision == null ? Map.of() : Map.of("revision", revision.toString());
        return output.print(
                rhumb.out(), () -> rhumb.northbound().get("intent", query), IntentText::document);
    }

    @Command(
            description = {
                "Print where the processes are, for Prometheus: with -o json a file for its file_sd_configs.",
                "An intent names no controllers and, of a PoP, only the addresses of its uplinks."
            })
    int targets(
            @Parameters(
                            arity = "0..1",
                            paramLabel = "FILE",
                            description = "the intent, YAML (default: what holds)")
                    @Nullable Path file,
            @Mixin TargetGroups groups,
            @Mixin Output output) {
        groups.check();
        Supplier<JsonNode> pops =
                () ->
                        file == null
                                ? rhumb.northbound().get("intent/targets", Map.of())
                                : send("targets", Map.of(), file);
        return output.print(
                rhumb.out(),
                () -> groups.of(pops.get()),
                json -> TargetGroups.table(json, output.coloured()));
    }

    private JsonNode send(String verb, Map<String, String> query, Path file) {
        String document = text(file);
        return named(file, () -> rhumb.northbound().post("intent/" + verb, query, document));
    }

    private static String text(Path file) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        file
                                + " has "
                                + Files.size(file)
                                + " bytes: expected at most "
                                + MAX_BYTES);
            }
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " is not UTF-8 text");
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.USAGE, file + ": no such file");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.USAGE, file + " cannot be read: " + e.getMessage());
        }
    }

    /** The controller does not know how the file is called here. */
    private static JsonNode named(Path file, Supplier<JsonNode> asked) {
        try {
            return asked.get();
        } catch (CommandFailure e) {
            List<String> lines =
                    String.valueOf(e.getMessage())
                            .lines()
                            .map(line ->
                                    line.startsWith("intent:")
                                            ? file + line.substring("intent".length())
                                            : line)
                            .toList();
            throw new CommandFailure(e.exit(), String.join("\n", lines));
        }
    }
}
