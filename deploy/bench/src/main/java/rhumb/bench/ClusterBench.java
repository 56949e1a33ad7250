package rhumb.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.bench.cluster.CoreCost;
import rhumb.bench.cluster.Failure;
import rhumb.bench.cluster.FailureRow;
import rhumb.bench.cluster.LoadRow;
import rhumb.bench.cluster.Trio;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench cluster}: what happens when controllers of a cluster fail. */
@Command(
        name = "cluster",
        description = {
            "Three controllers as processes and PoPs that know all three. Controllers are killed,",
            "stopped, cut off and given old disks while a link degrades; the table says how long it",
            "took until rules changed, whether a forwarder was sent an older epoch, and whether any",
            "acknowledged commit was lost.",
            "",
            "SPLIT needs root and nft; run it in a network of its own:",
            "  unshare -n sh -c 'ip link set lo up; ./rhumb bench cluster --failures SPLIT'%n"
        })
final class ClusterBench implements Callable<ExitCode> {
    @Option(
            names = "--failures",
            split = ",",
            paramLabel = "FAILURE",
            description = "${COMPLETION-CANDIDATES} (default: all but SPLIT)")
    private Set<Failure> failures = EnumSet.complementOf(EnumSet.of(Failure.SPLIT));

    @Option(
            names = "--rounds",
            defaultValue = "3",
            paramLabel = "N",
            description = "of each failure (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--pops",
            defaultValue = "9",
            paramLabel = "N",
            description = "PoPs, a link each way between any two (default: ${DEFAULT-VALUE})")
    private int pops;

    @Option(
            names = "--away",
            defaultValue = "5",
            paramLabel = "SECONDS",
            description = "how long a controller is stopped or cut off (default: ${DEFAULT-VALUE})")
    private long awaySeconds;

    @Option(
            names = "--load",
            defaultValue = "0",
            paramLabel = "SECONDS",
            description = {
                "instead of failures: for so long, each agent reports once a second and links degrade",
                "one after the other; says how long rules take, and what controllers take of the machine"
            })
    private long loadSeconds;

    @Option(
            names = "--core",
            description = {
                "instead of all that: what the core of the controller that leads takes of one processor",
                "from the start of the overlay on, step by step, without sockets and other processes"
            })
    private boolean core;

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (core) {
            return core(out);
        }
        Path folder = Files.createTempDirectory("rhumb-bench-cluster");
        out.println("logs of the controllers: " + folder);
        if (loadSeconds > 0) {
            return load(out, folder);
        }
        boolean kept = true;
        out.printf(
                Locale.ROOT,
                "%-46s %9s %9s %9s %6s %9s %8s%n",
                "FAILURE (median of " + rounds + ")",
                "LEADER ms",
                "RULES ms",
                "SESSIONS",
                "OLDER",
                "ALIKE ms",
                "COMMITS");
        out.printf(
                Locale.ROOT,
                "%-46s %9s %9s %9s %6s %9s %8s%n",
                "",
                "",
                "",
                "lost",
                "epochs",
                "",
                "lost");
        try (Trio trio = Trio.begin(folder, pops, awaySeconds, progress())) {
            for (Failure failure : failures) {
                List<FailureRow> rows = new ArrayList<>();
                for (int round = 0; round < rounds; round++) {
                    rows.add(trio.run(failure));
                }
                kept &= print(out, failure, rows);
            }
        }
        return kept ? ExitCode.OK : ExitCode.DIFFERENCE;
    }

    private ExitCode core(PrintStream out) throws IOException {
        out.printf(
                Locale.ROOT,
                "%d PoPs, %d links, processor time of one thread%n",
                pops,
                pops * (pops - 1));
        CoreCost cost = CoreCost.of(pops);
        for (CoreCost.Step step : cost.steps()) {
            out.printf(Locale.ROOT, "%9.0f ms  %s%n", step.processorMs(), step.what());
        }
        out.printf(Locale.ROOT, "%9.0f MB  of the heap are in use after all that%n", cost.heldMb());
        return ExitCode.OK;
    }

    private ExitCode load(PrintStream out, Path folder) throws IOException, InterruptedException {
        try (Trio trio = Trio.begin(folder, pops, awaySeconds, progress())) {
            out.printf(
                    Locale.ROOT,
                    "%d PoPs, %d links: all have their rules %.1f s after they were let in, %.1f s"
                            + " after the start of controllers%n",
                    pops,
                    pops * (pops - 1),
                    trio.letInMs() / 1e3,
                    trio.startMs() / 1e3);
            LoadRow row = trio.load(loadSeconds);
            out.printf(
                    Locale.ROOT,
                    "%.0f reports and %.0f sets of rules a second; %d links degraded; from report to"
                            + " rules: p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
                    row.reports(),
                    row.updates(),
                    row.rulesMs().size(),
                    row.quantileMs(0.5),
                    row.quantileMs(0.99),
                    row.quantileMs(1));
            for (LoadRow.Use use : row.use()) {
                out.printf(
                        Locale.ROOT,
                        "controller %d %s: %.2f processors, %.0f MB resident%n",
                        use.member(),
                        use.leads() ? "leads" : "follows",
                        use.cores(),
                        use.residentMb());
            }
            out.printf(
                    Locale.ROOT,
                    "the simulated PoPs: %.2f processors, %.0f MB resident%n",
                    row.ownCores(),
                    row.ownMb());
        }
        return ExitCode.OK;
    }

    private static Consumer<String> progress() {
        long startNs = System.nanoTime();
        return text ->
                System.err.printf(
                        Locale.ROOT, "%6.1f %s%n", (System.nanoTime() - startNs) / 1e9, text);
    }

    private static boolean print(PrintStream out, Failure failure, List<FailureRow> rows) {
        long older = rows.stream().mapToLong(FailureRow::olderSent).sum();
        int lost = rows.stream().mapToInt(FailureRow::commitsLost).sum();
        out.printf(
                Locale.ROOT,
                "%-46s %9.0f %9.0f %9d %6d %9.0f %8d%n",
                failure.text(),
                median(rows.stream().map(FailureRow::leaderMs).collect(Collectors.toList())),
                median(rows.stream().map(FailureRow::rulesMs).collect(Collectors.toList())),
                rows.stream().mapToLong(FailureRow::sessionsLost).sum(),
                older,
                median(rows.stream().map(FailureRow::alikeMs).collect(Collectors.toList())),
                lost);
        return lost == 0;
    }

    private static double median(List<Double> figures) {
        figures.sort(null);
        return figures.get(figures.size() / 2);
    }
}
