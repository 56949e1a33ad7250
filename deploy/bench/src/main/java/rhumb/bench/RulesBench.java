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
import rhumb.bench.rules.RuleChurn;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench rules}: what rule updates cost a forwarder that forwards. */
@Command(
        name = "rules",
        description = {
            "A forwarder core with the rules of a full mesh in 8 classes takes packets at a steady",
            "rate and updates of routes on the same thread. Promised: 1,000 rules/s, no packet lost",
            "or misrouted by an update. Late: from when a packet was due to when it was handled.%n"
        })
final class RulesBench implements Callable<ExitCode> {
    @Option(
            names = "--pops",
            defaultValue = "1000",
            paramLabel = "N",
            description = "PoPs, a link to each (default: ${DEFAULT-VALUE})")
    private int pops;

    @Option(
            names = "--packets",
            defaultValue = "20000",
            paramLabel = "N",
            description = "per second (default: ${DEFAULT-VALUE})")
    private long packets;

    @Option(
            names = "--updates",
            defaultValue = "100",
            paramLabel = "N",
            description = "per second (default: ${DEFAULT-VALUE})")
    private long updates;

    @Option(
            names = "--rules",
            defaultValue = "10",
            paramLabel = "N",
            description = "per update (default: ${DEFAULT-VALUE})")
    private int rules;

    @Option(
            names = "--seconds",
            defaultValue = "20",
            paramLabel = "N",
            description = "of each part: without updates, with updates (default: ${DEFAULT-VALUE})")
    private long seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    @Override
    public ExitCode call() throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        RuleChurn.Result r =
                RuleChurn.run(pops, packets, updates, rules, seconds, 7, System::nanoTime);
        out.printf(
                Locale.ROOT,
                "%d PoPs, %d rules, %d updates of %d rules, %d refused%n"
                        + "an update, time of the packet thread: p50 %.0f us, p99 %.0f us, longest %.0f us%n"
                        + "all rules at once: %.1f ms%n"
                        + "%d packets: %d lost, %d misrouted%n"
                        + "late without updates: p50 %.1f us, p99 %.1f us, p99.9 %.0f us, latest %.0f us%n"
                        + "late with updates:    p50 %.1f us, p99 %.1f us, p99.9 %.0f us, latest %.0f us%n",
                r.pops(),
                r.rules(),
                r.updates(),
                rules,
                r.refused(),
                r.updateUs()[0],
                r.updateUs()[1],
                r.updateUs()[2],
                r.wholeMs(),
                r.packets(),
                r.lost(),
                r.misrouted(),
                r.quietUs()[0],
                r.quietUs()[1],
                r.quietUs()[2],
                r.quietUs()[3],
                r.churnUs()[0],
                r.churnUs()[1],
                r.churnUs()[2],
                r.churnUs()[3]);
        if (json != null) {
            Files.writeString(json, json(r));
        }
        return r.lost() == 0 && r.misrouted() == 0 && r.refused() == 0
                ? ExitCode.OK
                : ExitCode.DIFFERENCE;
    }

    private static String json(RuleChurn.Result r) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.useDefaultPrettyPrinter();
            out.writeStartObject();
            out.writeNumberField("pops", r.pops());
            out.writeNumberField("rules", r.rules());
            out.writeNumberField("updates", r.updates());
            out.writeNumberField("refused", r.refused());
            write(out, "updateUs", r.updateUs());
            out.writeNumberField("wholeMs", r.wholeMs());
            out.writeNumberField("packets", r.packets());
            out.writeNumberField("lost", r.lost());
            out.writeNumberField("misrouted", r.misrouted());
            write(out, "quietUs", r.quietUs());
            write(out, "churnUs", r.churnUs());
            out.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator out, String name, double[] values) throws IOException {
        out.writeFieldName(name);
        out.writeArray(values, 0, values.length);
    }
}
