package rhumb.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import rhumb.bench.forward.Contest;
import rhumb.bench.forward.DelayRow;
import rhumb.bench.forward.ForwardRow;
import rhumb.bench.forward.Residence;
import rhumb.bench.forward.Siege;
import rhumb.bench.forward.Stage;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench forward}: packets through one core, beside relays of others. */
@Command(
        name = "forward",
        mixinStandardHelpOptions = true,
        description = {
            "A forwarder process with the rules of a transit PoP on one core, generator and sink on another: packets"
                    + " per second, and what it adds to the delay at 20,000 packets/s.",
            "In turn with a bare C relay (recvmmsg, sendmmsg), nginx' UDP proxy, coturn and wireguard-go. 64 flows in 4"
                    + " classes to 4 next hops, one packet of each in turn or trains of 16.",
            "rhumb-aead is the forwarder with sealed links: it opens and seals each packet."
        })
final class ForwardBench implements Callable<ExitCode> {
    @CommandLine.Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--seconds",
            defaultValue = "60",
            description = "seconds of measuring, warm-up not counted (${DEFAULT-VALUE})")
    private double seconds;

    @Option(
            names = "--rounds",
            defaultValue = "3",
            description = "rounds whose medians are given (${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--relays",
            split = ",",
            defaultValue = "c,rhumb,rhumb-aead,nginx,coturn,wireguard-go",
            description =
                    "who is measured, of c, c-connected, rhumb, rhumb-aead, rhumb-nio, nginx, coturn, wireguard-go"
                            + " (${DEFAULT-VALUE})")
    private List<String> relays = List.of();

    @Option(
            names = "--memory",
            description =
                    "only how much memory a forwarder holds with 1,000 links and 50,000 flows")
    private boolean memory;

    @Option(
            names = "--delay",
            description =
                    "only the delay at 20,000 packets/s, each relay for --seconds in all, a minute"
                            + " at a time")
    private boolean delay;

    @Option(
            names = "--garbage",
            description =
                    "only what becomes of 20,000 packets/s of media while the port gets 200,000 of"
                            + " garbage, --seconds each from a stranger and from a neighbour's address")
    private boolean garbage;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    @Override
    public ExitCode call() throws IOException {
        CommandLine own = Objects.requireNonNull(spec).commandLine();
        check(own);
        PrintWriter out = own.getOut();
        if (memory) {
            memory(out);
            return ExitCode.OK;
        }
        List<String> able = garbage ? List.of() : able(out);
        try (Workshop workshop = new Workshop();
                Stage stage = Stage.open(workshop)) {
            out.println(stage.description());
            out.flush();
            if (garbage) {
                out.print(Siege.table(Siege.run(stage, workshop, seconds)));
            } else {
                contest(out, stage, workshop, able);
            }
            out.flush();
        }
        return ExitCode.OK;
    }

    private void check(CommandLine own) {
        int alone = (memory ? 1 : 0) + (delay ? 1 : 0) + (garbage ? 1 : 0);
        if (alone > 1 || alone == 1 && json != null) {
            throw new CommandLine.ParameterException(
                    own, "--memory, --delay and --garbage: expected one of them, and no --json");
        }
        if (rounds < 1 || seconds <= 0) {
            throw new CommandLine.ParameterException(
                    own, "--rounds and --seconds: expected more than 0");
        }
        for (String relay : relays) {
            if (!Contest.names().contains(relay)) {
                throw new CommandLine.ParameterException(
                        own, "--relays " + relay + ": expected " + Contest.names());
            }
        }
    }

    private static void memory(PrintWriter out) throws IOException {
        Residence.Residents found = Residence.measure();
        out.printf(
                Locale.ROOT,
                "%.0f MB resident with 1,000 links and 50,000 flows, %,d of them answered (promised: 150)%n",
                found.megabytes(),
                found.answered());
    }

    /** Those that can run here; of the others it says why not. */
    private List<String> able(PrintWriter out) {
        List<String> able = new ArrayList<>();
        for (String relay : relays) {
            String obstacle = Contest.obstacle(relay);
            if (obstacle.isEmpty()) {
                able.add(relay);
            } else {
                out.println(relay + ": " + obstacle);
            }
        }
        return able;
    }

    private void contest(PrintWriter out, Stage stage, Workshop workshop, List<String> able)
            throws IOException {
        try (Contest contest = new Contest(stage, workshop, able)) {
            if (delay) {
                out.print(DelayRow.table(contest.delays(seconds)));
                return;
            }
            List<ForwardRow> rows = contest.run(seconds, rounds);
            out.print(ForwardRow.table(rows));
            out.flush();
            if (json != null) {
                Files.writeString(json, ForwardRow.json(rows));
            }
        }
    }
}
