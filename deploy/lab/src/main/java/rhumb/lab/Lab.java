package rhumb.lab;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import rhumb.host.config.ConfigException;
import rhumb.host.main.Commands;
import rhumb.host.main.ExitCode;
import rhumb.host.main.Version;
import rhumb.net.Endpoint;
import rhumb.sim.io.ScenarioOption;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.report.ReportJson;
import rhumb.sim.report.ReportTable;
import rhumb.sim.report.RunReport;
import rhumb.sim.scenario.Scenario;

/** {@code rhumb lab}: a WAN of PoPs on this machine. */
@Command(
        name = "rhumb lab",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description = {
            "Bring up a WAN of PoPs on this machine out of the real parts, carry real media across it, degrade links"
                    + " on schedule, and show that the media left the bad path and what that cost. Needs no root.",
            "Exit status 0 when every expectation held, 1 when one was missed.%n"
        })
public final class Lab implements Callable<ExitCode> {
    private static final int FIRST_NET = 77;
    private static final int NETS = 20;

    @Mixin private ScenarioOption scenario = new ScenarioOption();

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "other chance than the scenario's own seed gives")
    private @Nullable Long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the report as JSON")
    private @Nullable Path json;

    @Option(
            names = "--hold",
            description =
                    "go on after the scenario until Ctrl-C, so that `rhumb show` and `rhumb explain` work against it")
    private boolean hold;

    @Option(names = "--quiet", description = "no lines while it runs, only the report")
    private boolean quiet;

    @Option(
            names = "--net",
            paramLabel = "N",
            description =
                    "use the addresses 127.N.0.0/16 (default: the first free N from "
                            + FIRST_NET
                            + ")")
    private @Nullable Integer net;

    @Option(
            names = "--northbound",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1:4780",
            description = "where the controller answers operators (default: ${DEFAULT-VALUE})")
    private String northbound = "127.0.0.1:4780";

    /** Where audio, video and FLV come from. */
    enum Media {
        SAMPLE,
        FFMPEG
    }

    @Option(
            names = "--media",
            paramLabel = "SOURCE",
            defaultValue = "SAMPLE",
            description =
                    "sample: the shipped media; ffmpeg: encoded live, which wants a processor or two"
                            + " beside what the PoPs take")
    private Media media = Media.SAMPLE;

    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean stopped;

    /** Runs; the status is the process's. */
    public static void main(String[] args) {
        System.exit(Commands.run(new Lab(), args));
    }

    @Override
    public ExitCode call() throws IOException, ConfigException {
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        if (scenario.printed(out)) {
            return ExitCode.OK;
        }
        Scenario chosen = scenario.load(seed);
        Runtime.getRuntime().addShutdownHook(new Thread(this::onSignal, "stop"));
        try {
            RunReport report = run(hold ? endless(chosen) : chosen, out);
            out.println();
            out.print(ReportTable.render(report));
            if (json != null) {
                Files.writeString(json, ReportJson.write(report));
            }
            return report.ok() ? ExitCode.OK : ExitCode.DIFFERENCE;
        } finally {
            over.countDown();
        }
    }

    private RunReport run(Scenario chosen, PrintStream out) throws IOException {
        try (LabScreen screen = LabScreen.open(chosen, out, quiet);
                LabRun run = open(chosen, screen)) {
            return run.run(hold);
        }
    }

    private @Nullable Ffmpeg encoders() throws IOException {
        if (media == Media.SAMPLE) {
            return null;
        }
        if (!Ffmpeg.isInstalled()) {
            throw new IOException(
                    "--media ffmpeg: no ffmpeg with libx264 and libopus on the PATH;"
                            + " install it (Debian: apt-get install ffmpeg) or use --media sample");
        }
        return new Ffmpeg();
    }

    /** Another lab may run on this machine: then the next addresses are tried. */
    private LabRun open(Scenario chosen, LabScreen screen) throws IOException {
        int first = net == null ? FIRST_NET : net;
        int last = net == null ? FIRST_NET + NETS : net;
        for (int n = first; ; n++) {
            try {
                return new LabRun(
                        chosen,
                        new AddressPlan(n),
                        Endpoint.parse(northbound),
                        encoders(),
                        screen,
                        () -> stopped);
            } catch (IOException e) {
                if (n >= last) {
                    throw e;
                }
            }
        }
    }

    /** Streams that would end with the scenario go on for a day. */
    private static Scenario endless(Scenario chosen) {
        long dayNs = TimeUnit.DAYS.toNanos(1);
        return chosen.withStreams(
                chosen.streams().stream()
                        .map(s -> s.endNs() >= chosen.durationNs() ? s.endingAt(dayNs) : s)
                        .toList());
    }

    /** Ctrl-C: the run ends in order and its report is printed before the process goes. */
    private void onSignal() {
        stopped = true;
        try {
            over.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
