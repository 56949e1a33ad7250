package rhumb.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import rhumb.bench.detect.DetectRow;
import rhumb.bench.detect.DetectTable;
import rhumb.bench.detect.RttTrace;
import rhumb.bench.detect.StableDays;
import rhumb.bench.detect.Stalls;
import rhumb.bench.detect.TraceReplay;
import rhumb.bench.detect.sequential.Comparison;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.southbound.link.LinkSign;

/**
 * {@code rhumb bench detect}: how soon a fault is known, and how often a healthy link is accused.
 */
@Command(
        name = "detect",
        description = {
            "Time until a fault is known, by real agents over an impaired link in virtual time.",
            "Times are in ms after the fault plus one round trip, at the end that must leave the link.",
            "Floor: ln(packets a day) / KL(p1 || 0.1 %%) packets (Lorden 1971).%n"
        })
final class Detect implements Callable<ExitCode> {
    @Option(
            names = "--runs",
            defaultValue = "200",
            paramLabel = "N",
            description = "seeded runs of each row (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--link-days",
            defaultValue = "20",
            paramLabel = "N",
            description = {
                "stable link-days in which false alarms are counted, half of them in use",
                "(default: ${DEFAULT-VALUE}; 0 leaves them out)"
            })
    private long linkDays;

    @Option(
            names = "--stalls",
            defaultValue = "500",
            paramLabel = "N",
            description = "stalls of an agent's process of each kind (default: ${DEFAULT-VALUE})")
    private int stalls;

    @Option(
            names = "--only",
            defaultValue = "",
            paramLabel = "TEXT",
            description = "only faults with this in their name")
    private String only = "";

    @Option(
            names = "--detectors",
            description = "compare sequential detectors on random loss instead, and nothing else")
    private boolean detectors;

    @Option(
            names = "--seed",
            defaultValue = "1000",
            paramLabel = "N",
            description = "seed of the first run (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--traces",
            paramLabel = "DIR",
            description = {
                "also replay recorded round trips: every *.csv there with lines epoch;rtt;cp,",
                "cp being 1 where the round trip changed"
            })
    private @Nullable Path traces;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    @Override
    public ExitCode call() throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (detectors) {
            compare(out);
            return ExitCode.OK;
        }
        out.printf(
                "%-15s %-7s %8s %8s %-6s %5s %6s %9s %9s %9s%n",
                "impairment",
                "link",
                "media/s",
                "probe ms",
                "signs",
                "runs",
                "missed",
                "mean ms",
                "floor ms",
                "p99 ms");
        List<DetectRow> rows = DetectTable.measure(runs, seed, only, row -> print(out, row));
        if (stalls > 0) {
            out.printf("%naccusations of a healthy link while an agent stalls for 15 to 100 ms%n");
            for (Stalls s : Stalls.measure(stalls)) {
                out.printf(
                        "%s process, media %d/s, probes every %d ms: %d in %d stalls%n",
                        s.whose(),
                        s.packetsPerSecond(),
                        s.intervalMs(),
                        s.accusations(),
                        s.stalls());
            }
        }
        StableDays stable = new StableDays(linkDays, seed, done -> progress(done, linkDays));
        if (linkDays > 0) {
            out.printf(
                    Locale.ROOT,
                    "%nfalse alarms per link-day, over %d link-days: %.2f%s%n"
                            + "by the receiving end: %.2f%s%n",
                    linkDays,
                    stable.bySender(),
                    bySign(stable.senderSigns()),
                    stable.byReceiver(),
                    bySign(stable.receiverSigns()));
        }
        if (traces != null) {
            replay(traces, out);
        }
        if (json != null) {
            Files.writeString(json, json(rows, linkDays > 0 ? stable.bySender() : Double.NaN));
        }
        return ExitCode.OK;
    }

    private static void compare(PrintStream out) {
        out.printf(
                "%-17s %6s %12s %12s %17s%n",
                "detector", "loss", "mean packets", "p99 packets", "false alarms/day");
        for (Comparison c : Comparison.measure()) {
            out.printf(
                    Locale.ROOT,
                    "%-17s %4.0f %% %12.0f %12.0f %17.2f%n",
                    c.detector(),
                    c.lossPercent(),
                    c.meanPackets(),
                    c.p99Packets(),
                    c.falseAlarmsPerDay());
        }
    }

    private static String bySign(Map<LinkSign, Double> perDay) {
        StringBuilder text = new StringBuilder();
        perDay.forEach(
                (sign, rate) -> text.append(String.format(Locale.ROOT, "  %s %.2f", sign, rate)));
        return text.toString();
    }

    private static void replay(Path folder, PrintStream out) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.csv")) {
            found.forEach(files::add);
        } catch (NotDirectoryException | NoSuchFileException e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, folder + ": no such folder of traces");
        }
        Collections.sort(files);
        out.printf(
                "%n%-10s %7s %7s %12s %10s%n",
                "trace", "rises", "seen", "accusations", "explained");
        int[] sums = new int[4];
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            TraceReplay r = TraceReplay.of(RttTrace.parse(name, Files.readAllLines(file)));
            print(out, r.trace(), r.rises(), r.seen(), r.accusations(), r.explained());
            sums[0] += r.rises();
            sums[1] += r.seen();
            sums[2] += r.accusations();
            sums[3] += r.explained();
        }
        print(out, "all", sums);
    }

    private static void print(PrintStream out, String name, int... figures) {
        out.printf(
                "%-10s %7d %7d %12d %10d%n", name, figures[0], figures[1], figures[2], figures[3]);
    }

    private static void progress(long done, long all) {
        System.err.printf("stable link: %d of %d link-days%n", done, all);
    }

    private static void print(PrintStream out, DetectRow row) {
        out.printf(
                "%-15s %-7s %8d %8d %-6s %5d %6d %9s %9s %9s%n",
                row.impairment(),
                row.link(),
                row.packetsPerSecond(),
                row.intervalMs(),
                row.fastSigns() ? "fast" : "window",
                row.runs(),
                row.missed(),
                figure(row.meanMs()),
                figure(row.floorMs()),
                figure(row.p99Ms()));
    }

    private static String figure(double ms) {
        return Double.isNaN(ms) ? "-" : String.format(Locale.ROOT, "%.0f", ms);
    }

    private static String json(List<DetectRow> rows, double falseAlarms) throws IOException {
        java.io.StringWriter text = new java.io.StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeArrayFieldStart("rows");
            for (DetectRow row : rows) {
                out.writeStartObject();
                out.writeStringField("impairment", row.impairment());
                out.writeStringField("link", row.link());
                out.writeNumberField("mediaPerSecond", row.packetsPerSecond());
                out.writeNumberField("intervalMs", row.intervalMs());
                out.writeBooleanField("fastSigns", row.fastSigns());
                out.writeNumberField("runs", row.runs());
                out.writeNumberField("missed", row.missed());
                number(out, "meanMs", row.meanMs());
                number(out, "floorMs", row.floorMs());
                number(out, "p99Ms", row.p99Ms());
                out.writeEndObject();
            }
            out.writeEndArray();
            number(out, "falseAlarmsPerLinkDay", falseAlarms);
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void number(JsonGenerator out, String name, double value) throws IOException {
        if (Double.isNaN(value)) {
            out.writeNullField(name);
        } else {
            out.writeNumberField(name, Math.round(value * 1_000) / 1_000.0);
        }
    }
}
