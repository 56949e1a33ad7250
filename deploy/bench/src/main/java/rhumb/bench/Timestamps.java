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
import rhumb.bench.timestamps.Quantiles;
import rhumb.bench.timestamps.TimestampRow;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench timestamps}: how much of the measured delay is the process's own. */
@Command(
        name = "timestamps",
        description = {
            "Probes over loopback, each measured twice: by the kernel's receive times and by when",
            "the thread saw it; without load, and with busy threads and garbage collections.%n"
        })
final class Timestamps implements Callable<ExitCode> {
    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "N",
            description = "how long each part takes (default: ${DEFAULT-VALUE})")
    private long seconds;

    @Option(
            names = "--interval-ms",
            defaultValue = "5",
            paramLabel = "N",
            description = "time between probes (default: ${DEFAULT-VALUE})")
    private long intervalMs;

    @Option(
            names = "--load-threads",
            defaultValue = "0",
            paramLabel = "N",
            description = "busy threads; 0 = one more than there are processors")
    private int loadThreads;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int busy = loadThreads > 0 ? loadThreads : Runtime.getRuntime().availableProcessors() + 1;
        TimestampRow.Result result =
                TimestampRow.measure(
                        Math.max(1, seconds), Math.max(1, intervalMs) * 1_000_000L, busy);
        if (!result.kernelTells()) {
            out.println("The platform gives no receive times here: both ways are the same.");
        }
        out.printf(
                "%-5s %-8s %-9s %7s %9s %9s %9s %9s %9s %9s%n",
                "load", "stamps", "us", "probes", "p50", "p90", "p99", "p99.9", "max", "jitter");
        for (TimestampRow row : result.rows()) {
            print(out, row, "rtt", row.rtt());
            print(out, row, "variation", row.variation());
        }
        TimestampRow last = result.rows().getLast();
        out.printf(
                "%nload: %d threads; %d garbage collections took %d ms together%n",
                busy, last.collections(), last.collectionMs());
        if (json != null) {
            Files.writeString(json, json(result, busy));
        }
        return ExitCode.OK;
    }

    private static void print(PrintStream out, TimestampRow row, String what, Quantiles q) {
        out.printf(
                Locale.ROOT,
                "%-5s %-8s %-9s %7d %9.1f %9.1f %9.1f %9.1f %9.1f %9.1f%n",
                row.load(),
                row.stamps(),
                what,
                q.samples(),
                q.p50() / 1e3,
                q.p90() / 1e3,
                q.p99() / 1e3,
                q.p999() / 1e3,
                q.max() / 1e3,
                q.jitter() / 1e3);
    }

    private static String json(TimestampRow.Result result, int busy) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeBooleanField("kernelTimes", result.kernelTells());
            out.writeNumberField("loadThreads", busy);
            out.writeArrayFieldStart("rows");
            for (TimestampRow row : result.rows()) {
                out.writeStartObject();
                out.writeStringField("load", row.load());
                out.writeStringField("stamps", row.stamps());
                out.writeNumberField("probes", row.rtt().samples());
                out.writeNumberField("collections", row.collections());
                out.writeNumberField("collectionMs", row.collectionMs());
                write(out, "rttNs", row.rtt());
                write(out, "variationNs", row.variation());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator out, String name, Quantiles q) throws IOException {
        out.writeObjectFieldStart(name);
        out.writeNumberField("p50", q.p50());
        out.writeNumberField("p90", q.p90());
        out.writeNumberField("p99", q.p99());
        out.writeNumberField("p999", q.p999());
        out.writeNumberField("max", q.max());
        out.writeNumberField("jitter", q.jitter());
        out.writeEndObject();
    }
}
