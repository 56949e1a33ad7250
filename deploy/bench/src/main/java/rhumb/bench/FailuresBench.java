package rhumb.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.bench.failures.Enclosure;
import rhumb.bench.failures.Matrix;
import rhumb.bench.failures.Outcome;
import rhumb.bench.failures.Scenario;
import rhumb.bench.process.Disk;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench failures}: what failures of controllers cost media. */
@Command(
        name = "failures",
        description = {
            "What failures of controllers cost the media, with real processes. Three sites",
            "in network namespaces, a controller, an agent and a forwarder at each,",
            "certificates and all; 500 packets a second from each site to the next. The",
            "table says of each failure how many of them were lost, how long it took until",
            "one controller led again, and how long after its end until all held the same",
            "intent and link state, and each PoP was with its nearest controller. Ends with",
            "1 when something was not as it must be.",
            "",
            "Needs root, iproute2 and nftables; clocks need faketime. What it makes ends",
            "with it, keys too, however it ends; but unless it ends with 0, the logs of the",
            "processes stay.%n"
        })
final class FailuresBench implements Callable<ExitCode> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "SCENARIO",
            description = "${COMPLETION-CANDIDATES} (default: all)")
    private Set<Scenario> only = EnumSet.allOf(Scenario.class);

    @Option(
            names = "--rounds",
            defaultValue = "1",
            paramLabel = "N",
            description = "of each (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--installed",
            paramLabel = "FILE",
            description =
                    "the rhumb command of an installation, whose processes are tried, with their"
                            + " caches of classes (default: those of this tree)")
    private @Nullable Path installed;

    @Option(names = "--json", paramLabel = "FILE", description = "the figures go there too")
    private @Nullable Path json;

    /** Set by this command for itself. */
    @Option(names = "--inside", hidden = true)
    private @Nullable Path inside;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        Optional<String> missing = Enclosure.missing();
        if (missing.isPresent()) {
            throw new CommandFailure(ExitCode.MACHINE, missing.get());
        }
        if (installed != null && !Files.isExecutable(installed)) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--installed " + installed + ": expected the rhumb command of an installation");
        }
        if (inside == null) {
            Path folder = Files.createTempDirectory("rhumb-bench-failures");
            System.err.println("logs, kept when something is not as it must be: " + folder);
            ExitCode end = Enclosure.run(words(folder));
            if (end == ExitCode.OK) {
                Disk.remove(folder);
            }
            return end;
        }
        return matrix(inside);
    }

    private List<String> words(Path folder) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "failures",
                                "--rounds=" + rounds,
                                "--only="
                                        + String.join(
                                                ",", only.stream().map(Scenario::name).toList()),
                                "--inside=" + folder));
        if (json != null) {
            words.add("--json=" + json.toAbsolutePath());
        }
        if (installed != null) {
            words.add("--installed=" + installed.toAbsolutePath());
        }
        return words;
    }

    private ExitCode matrix(Path folder) throws IOException, InterruptedException {
        ArrayNode told = JSON.createArrayNode();
        boolean held = true;
        List<Scenario> possible = new ArrayList<>();
        out.printf(
                Locale.ROOT,
                "%-60s %7s %5s %8s %8s %8s %6s %6s %9s%n",
                "FAILURE",
                "SENT",
                "LOST",
                "STEADY",
                "ALIKE",
                "BACK",
                "RULES",
                "OLDER",
                "SESSIONS");
        for (Scenario scenario : new java.util.TreeSet<>(only)) {
            Optional<String> obstacle = Matrix.obstacle(scenario);
            if (obstacle.isEmpty()) {
                possible.add(scenario);
            } else {
                out.printf(Locale.ROOT, "%-58s skipped: %s%n", scenario.text(), obstacle.get());
            }
        }
        if (possible.isEmpty()) {
            return ExitCode.OK;
        }
        long startNs = System.nanoTime();
        try (Matrix matrix =
                Matrix.begin(folder, installed, possible.getFirst(), text -> say(startNs, text))) {
            for (Scenario scenario : possible) {
                for (int round = 0; round < rounds; round++) {
                    Outcome outcome = matrix.run(scenario);
                    print(outcome);
                    told.add(node(outcome));
                    keep(told);
                    held &= outcome.held();
                }
            }
        }
        return held ? ExitCode.OK : ExitCode.DIFFERENCE;
    }

    /** After each one: who breaks it off has the ones before. */
    private void keep(ArrayNode told) throws IOException {
        if (json != null) {
            JSON.writerWithDefaultPrettyPrinter().writeValue(json.toFile(), told);
        }
    }

    private static void say(long startNs, String text) {
        System.err.printf(Locale.ROOT, "%6.1f %s%n", (System.nanoTime() - startNs) / 1e9, text);
    }

    private void print(Outcome row) {
        out.printf(
                Locale.ROOT,
                "%-60s %7d %5d %8s %8s %8s %6d %6d %9d  %s%n",
                row.scenario().text(),
                row.mediaSent(),
                row.mediaLost(),
                seconds(row.steadyMs()),
                seconds(row.alikeMs()),
                row.backMs() < 0 ? "later" : seconds(row.backMs()),
                row.epochsRun(),
                row.olderInstalled(),
                row.sessionsLost(),
                row.held() ? "held" : String.join("; ", row.faults()));
    }

    private static String seconds(double ms) {
        return ms < 0 ? "never" : String.format(Locale.ROOT, "%.2f s", ms / 1e3);
    }

    private static ObjectNode node(Outcome row) {
        ObjectNode node =
                JSON.createObjectNode()
                        .put("scenario", row.scenario().name())
                        .put("mediaSent", row.mediaSent())
                        .put("mediaLost", row.mediaLost());
        putMs(node, "steadyMs", row.steadyMs());
        putMs(node, "alikeMs", row.alikeMs());
        putMs(node, "backMs", row.backMs());
        node.put("rulesInstalled", row.epochsRun())
                .put("olderInstalled", row.olderInstalled())
                .put("olderRefused", row.olderRefused())
                .put("sessionsLost", row.sessionsLost())
                .put("held", row.held());
        ArrayNode faults = node.putArray("faults");
        row.faults().forEach(faults::add);
        return node;
    }

    /** What never was is null, and not a number. */
    private static void putMs(ObjectNode node, String field, double ms) {
        if (ms < 0) {
            node.putNull(field);
        } else {
            node.put(field, Math.round(ms));
        }
    }
}
