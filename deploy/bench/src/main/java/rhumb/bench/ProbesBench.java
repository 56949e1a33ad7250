package rhumb.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import rhumb.host.main.ExitCode;
import rhumb.probe.AgentOptions;
import rhumb.probe.stamp.StampKey;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.WireClock;

/** {@code rhumb bench probes}: what it costs to send, reflect and judge probes. */
@Command(
        name = "probes",
        mixinStandardHelpOptions = true,
        description = {
            "Two agents probe each other over loopback sockets: what that takes, beside a bare C sender and reflector"
                    + " of the same rate.",
            "Promised: 1,000 links at 100 ms on at most 30 %% of one core and 200 MB of heap, nothing allocated per"
                    + " probe."
        })
final class ProbesBench implements Callable<ExitCode> {
    private static final double MEGABYTE = 1e6;
    private static final int SLOWER = 10;
    private static final long SETTLE_SECONDS = 5;

    /** The two runs differ by chance; an object a probe would be 16 bytes at least. */
    private static final double ROUNDING_BYTES = 8;

    /** Four HMACs a probe, and the JDK makes a digest of 48 bytes with its header for each. */
    private static final double DIGEST_BYTES = 4 * 48 + ROUNDING_BYTES;

    private static final String DEMO_KEY = "5a".repeat(32);

    @CommandLine.Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--links",
            defaultValue = "1000",
            description = "directed links (${DEFAULT-VALUE})")
    private int links;

    @Option(
            names = "--interval-ms",
            defaultValue = "100",
            description = "between probes of a link (${DEFAULT-VALUE})")
    private long intervalMs;

    @Option(
            names = "--warm-up",
            defaultValue = "60",
            description = {
                "seconds before measuring (${DEFAULT-VALUE}): until each link's code points",
                "are known, every piece of news is garbage"
            })
    private long warmUpSeconds;

    @Option(
            names = "--seconds",
            defaultValue = "10",
            description = "seconds of measuring (${DEFAULT-VALUE})")
    private long seconds;

    @Option(
            names = "--authenticated",
            description =
                    "with an HMAC on every packet, which costs the JDK's digests: four of 48 bytes a probe")
    private boolean authenticated;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    /** Shares are of one core, or of all probes. */
    record Run(
            int links,
            long probesPerSecond,
            double lostShare,
            double cpuShare,
            double threadCpuShare,
            double heapMegabytes,
            double allocatedPerSecond) {}

    /**
     * What is printed.
     *
     * @param bytesPerLinkSecond allocated besides: the report policy looks at each link each second
     */
    record Figures(
            Run run, double bytesPerProbe, double bytesPerLinkSecond, CReference.Figures bare) {
        boolean kept(double promisedBytes) {
            return run.cpuShare <= 0.3
                    && run.heapMegabytes <= 200
                    && bytesPerProbe <= promisedBytes;
        }
    }

    @Override
    public ExitCode call() throws IOException, InterruptedException {
        Figures figures = measure();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        out.print(table(figures));
        out.flush();
        if (json != null) {
            Files.writeString(json, json(figures));
        }
        return figures.kept(authenticated ? DIGEST_BYTES : ROUNDING_BYTES)
                ? ExitCode.OK
                : ExitCode.DIFFERENCE;
    }

    private Figures measure() throws IOException, InterruptedException {
        Run run = run(intervalMs, warmUpSeconds);
        // What each probe costs in garbage is the difference that ten times fewer of them make.
        Run slow = run(SLOWER * intervalMs, Math.min(warmUpSeconds, SETTLE_SECONDS));
        double perProbe =
                (run.allocatedPerSecond - slow.allocatedPerSecond)
                        / (run.probesPerSecond - slow.probesPerSecond);
        double besides = run.allocatedPerSecond - perProbe * run.probesPerSecond;
        return new Figures(
                run, perProbe, besides / run.links, CReference.run(run.probesPerSecond, seconds));
    }

    private Run run(long everyMs, long warmSeconds) throws IOException, InterruptedException {
        try (AgentPair agents = new AgentPair(links, options(), everyMs * 1_000_000)) {
            Thread.sleep(warmSeconds * 1_000);
            AgentPair.Totals before = agents.totals();
            long processBefore = processCpuNs();
            Thread.sleep(seconds * 1_000);
            AgentPair.Totals after = agents.totals();
            double wallNs = after.nowNs() - before.nowNs();
            double cpuNs = processCpuNs() - processBefore;
            long probes = after.probes() - before.probes();
            System.gc();
            return new Run(
                    agents.links(),
                    Math.round(probes * 1e9 / wallNs),
                    1 - (after.replies() - before.replies()) / (double) probes,
                    cpuNs / wallNs,
                    (after.cpuNs() - before.cpuNs()) / wallNs,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / MEGABYTE,
                    (after.allocatedBytes() - before.allocatedBytes()) * 1e9 / wallNs);
        }
    }

    private AgentOptions options() {
        if (!authenticated) {
            return AgentOptions.STANDARD;
        }
        StampKey key = StampKey.parse(DEMO_KEY);
        return AgentOptions.STANDARD.with(new StampOptions(true, false, WireClock.STANDARD, key));
    }

    private static long processCpuNs() {
        var system =
                (com.sun.management.OperatingSystemMXBean)
                        ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }

    private static String table(Figures f) {
        CReference.Figures c = f.bare;
        String bare =
                c.skipped().isEmpty()
                        ? String.format(
                                Locale.ROOT,
                                "bare C, same rate          %6.1f %% of one core, %,d sent, %,d answered%n",
                                100 * c.cpuShare(),
                                c.sent(),
                                c.received())
                        : "bare C, same rate          skipped: " + c.skipped() + "\n";
        return String.format(
                        Locale.ROOT,
                        """
                        %,d links, %,d probes/s sent, reflected and judged; unanswered %.3f %%
                        process, all threads       %6.1f %% of one core (promised: 30)
                        the two probe threads      %6.1f %% of one core
                        heap after collection      %6.1f MB (promised: 200)
                        allocated                  %6.2f bytes per probe (promised: 0), %.0f per link and second besides
                        """,
                        f.run.links,
                        f.run.probesPerSecond,
                        100 * f.run.lostShare,
                        100 * f.run.cpuShare,
                        100 * f.run.threadCpuShare,
                        f.run.heapMegabytes,
                        f.bytesPerProbe,
                        f.bytesPerLinkSecond)
                + bare;
    }

    private static String json(Figures f) {
        CReference.Figures c = f.bare;
        String bare =
                c.skipped().isEmpty()
                        ? String.format(
                                Locale.ROOT,
                                "{\"cpuPercent\": %.2f, \"sent\": %d, \"answered\": %d}",
                                100 * c.cpuShare(),
                                c.sent(),
                                c.received())
                        : "{\"skipped\": \"" + c.skipped() + "\"}";
        return String.format(
                Locale.ROOT,
                """
                {
                  "links": %d,
                  "probesPerSecond": %d,
                  "unansweredPercent": %.4f,
                  "cpuPercent": %.2f,
                  "probeThreadsCpuPercent": %.2f,
                  "heapMegabytes": %.2f,
                  "allocatedBytesPerProbe": %.3f,
                  "allocatedBytesPerLinkSecond": %.1f,
                  "bareC": %s
                }
                """,
                f.run.links,
                f.run.probesPerSecond,
                100 * f.run.lostShare,
                100 * f.run.cpuShare,
                100 * f.run.threadCpuShare,
                f.run.heapMegabytes,
                f.bytesPerProbe,
                f.bytesPerLinkSecond,
                bare);
    }
}
