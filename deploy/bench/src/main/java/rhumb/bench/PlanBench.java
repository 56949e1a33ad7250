package rhumb.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.bench.plan.PlanReplay;
import rhumb.bench.plan.PlanTiming;
import rhumb.controller.io.PoolWorkers;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench plan}: how steady the planner is, and how near to the best paths. */
@Command(
        name = "plan",
        description = {
            "A day of an overlay of random PoPs in virtual time, planned by the controller's code.",
            "Needless: nothing forced the move, and it was undone within the hour, or saved in the",
            "ten minutes after it less than half of what a move must save.",
            "Promised: at most 1 needless move per pair and day, cost at most 5 %% above the best.%n"
        })
final class PlanBench implements Callable<ExitCode> {
    private static final long SECOND = 1_000_000_000L;

    @Option(
            names = "--pops",
            defaultValue = "100",
            paramLabel = "N",
            description = "PoPs, a link each way between any two (default: ${DEFAULT-VALUE})")
    private int pops;

    @Option(
            names = "--hours",
            defaultValue = "24",
            paramLabel = "N",
            description = "virtual time (default: ${DEFAULT-VALUE})")
    private long hours;

    @Option(
            names = "--degradations",
            defaultValue = "100",
            paramLabel = "N",
            description = "of a link or a PoP, 1 to 30 minutes each (default: ${DEFAULT-VALUE})")
    private int degradations;

    @Option(
            names = "--step",
            defaultValue = "60",
            paramLabel = "SECONDS",
            description = "between two looks at the links (default: ${DEFAULT-VALUE})")
    private long step;

    @Option(
            names = "--seed",
            defaultValue = "7",
            paramLabel = "N",
            description = "of the overlay and its weather (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--time",
            description = {
                "instead: how long the first plan of a synthetic WAN of --pops takes, and those after",
                "ten links changed; and how much heap the planner holds"
            })
    private boolean time;

    @Option(
            names = "--uplinks",
            defaultValue = "1",
            paramLabel = "N",
            description = "with --time: of each PoP (default: ${DEFAULT-VALUE})")
    private int uplinks;

    @Option(
            names = "--changes",
            defaultValue = "30",
            paramLabel = "N",
            description = "with --time: plans after the first (default: ${DEFAULT-VALUE})")
    private int changes;

    @Option(
            names = "--threads",
            defaultValue = "2",
            paramLabel = "N",
            description = "with --time (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    @Override
    public ExitCode call() throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (time) {
            return time(out);
        }
        PlanReplay r =
                PlanReplay.run(
                        pops,
                        hours,
                        degradations,
                        step * SECOND,
                        seed,
                        System::nanoTime,
                        seconds -> System.err.printf("%d of %d h%n", seconds / 3_600, hours));
        out.printf(
                Locale.ROOT,
                "%d PoPs, %d h, %d degradations: %d plans, %.0f ms each%n"
                        + "moves: %d, of these %d forced, %d needless%n"
                        + "needless moves per pair and day, all classes: %.3f%n"
                        + "cost above the best of the instant: %.2f %%%n",
                r.pops(),
                r.hours(),
                r.degradations(),
                r.plans(),
                r.planMs(),
                r.moves(),
                r.forced(),
                r.needless(),
                r.needlessPerPairDay(),
                r.excessPercent());
        if (json != null) {
            Files.writeString(json, json(r));
        }
        return ExitCode.OK;
    }

    private ExitCode time(PrintStream out) {
        try (PoolWorkers workers = new PoolWorkers(threads)) {
            PlanTiming t = PlanTiming.of(pops, uplinks, changes, seed, workers, System::nanoTime);
            out.printf(
                    Locale.ROOT,
                    "%d PoPs with %d uplinks, %d threads: first plan %.0f ms%n"
                            + "ten links changed, %d plans: median %.1f ms, longest %.1f ms%n"
                            + "the same by a planner that made none before: %.0f ms%n"
                            + "heap: intent, topology, snapshot %.0f MB; planner and plan %.0f MB%n",
                    t.pops(),
                    uplinks,
                    threads,
                    t.firstMs(),
                    t.changes(),
                    t.medianMs(),
                    t.mostMs(),
                    t.restartMs(),
                    t.topologyMb(),
                    t.heldMb());
        }
        return ExitCode.OK;
    }

    private static String json(PlanReplay r) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeNumberField("pops", r.pops());
            out.writeNumberField("hours", r.hours());
            out.writeNumberField("degradations", r.degradations());
            out.writeNumberField("plans", r.plans());
            out.writeNumberField("moves", r.moves());
            out.writeNumberField("forced", r.forced());
            out.writeNumberField("needless", r.needless());
            out.writeNumberField("needlessPerPairDay", r.needlessPerPairDay());
            out.writeNumberField("excessPercent", r.excessPercent());
            out.writeNumberField("planMs", r.planMs());
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }
}
