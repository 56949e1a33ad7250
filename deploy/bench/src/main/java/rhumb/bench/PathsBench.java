package rhumb.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.MalformedInputException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import rhumb.bench.input.DelayMatrix;
import rhumb.bench.input.InputException;
import rhumb.bench.input.MatrixFormat;
import rhumb.bench.paths.MatrixStudy;
import rhumb.bench.paths.Measurement;
import rhumb.bench.paths.Mesh;
import rhumb.bench.paths.PathsReport;
import rhumb.bench.paths.PathsRow;
import rhumb.bench.paths.PeerCosts;
import rhumb.bench.paths.RelayGains;
import rhumb.bench.paths.SyntheticWan;
import rhumb.bench.paths.Work;
import rhumb.bench.paths.peer.Costs;
import rhumb.bench.paths.peer.Peer;
import rhumb.bench.paths.peer.PeerRow;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb bench paths}: how long all pairs take, beside others, and what relays are worth. */
@Command(
        name = "paths",
        description = {
            "Time all-pairs paths and their backups, beside other libraries on the same work.",
            "Without --input on synthetic WANs: PoPs around 60 cities, full mesh, detours seeded.",
            "With --input: how many pairs of a measured matrix a relay improves, and by how much.%n"
        })
final class PathsBench implements Callable<ExitCode> {
    private static final int MAX_POPS = 1_022;

    @Spec private CommandSpec spec = CommandSpec.create();

    private final PathsTable table =
            new PathsTable(new PrintStream(System.out, true, StandardCharsets.UTF_8));

    @Option(
            names = "--pops",
            split = ",",
            defaultValue = "200,490,1000",
            paramLabel = "N",
            description = "sizes of the synthetic WANs (default: ${DEFAULT-VALUE})")
    private List<Integer> pops = new ArrayList<>();

    @Option(
            names = "--work",
            split = ",",
            paramLabel = "WORK",
            description = "only this: cold, links-10, links-100, pop, backups (default: all)",
            converter = WorkName.class)
    private List<Work> works = List.of();

    @Option(
            names = "--input",
            paramLabel = "FILE",
            description = {
                "a measured matrix or a topology: CSV matrix (Azure), PlanetLab, Seattle,",
                "WonderNetwork, Topology Zoo GML, SNDlib, REPETITA"
            })
    private @Nullable Path input;

    @Option(
            names = "--format",
            description = "of the input: ${COMPLETION-CANDIDATES} (default: seen from its content)")
    private @Nullable MatrixFormat format;

    @Option(
            names = "--detour",
            defaultValue = "1.4",
            paramLabel = "F",
            description = {
                "length of fibre by great circle, where a topology gives places and no delays",
                "(default: ${DEFAULT-VALUE})"
            })
    private double detour;

    @Option(
            names = "--classes",
            defaultValue = "8",
            paramLabel = "N",
            description = "classes at once (default: ${DEFAULT-VALUE})")
    private int classes;

    @Option(
            names = "--max-links",
            defaultValue = "3",
            paramLabel = "N",
            description = "hop bound, 1 to 5 (default: ${DEFAULT-VALUE})")
    private int maxLinks;

    @Option(
            names = "--threads",
            defaultValue = "2",
            paramLabel = "N",
            description = "threads for all classes together (default: ${DEFAULT-VALUE})")
    private int threads;

    @Option(
            names = "--rounds",
            defaultValue = "11",
            paramLabel = "N",
            description =
                    "runs of the cold work; changed links 50 times that (default: ${DEFAULT-VALUE})")
    private int rounds;

    @Option(
            names = "--warm-up",
            defaultValue = "5",
            paramLabel = "S",
            description = "seconds before each row is timed (default: ${DEFAULT-VALUE})")
    private double warmUpSeconds;

    @Option(
            names = "--peers",
            paramLabel = "LIST",
            description = {
                "c-minplus, scipy-floyd, scipy-dijkstra, boost-dijkstra, jgrapht, onos; all; none",
                "(default: all, with --input none)"
            })
    private @Nullable String peerList;

    @Option(
            names = "--peer-seconds",
            defaultValue = "5",
            paramLabel = "S",
            description = "time for each peer and size (default: ${DEFAULT-VALUE})")
    private double peerSeconds;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "of the WAN and its changes (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "also write the figures as JSON")
    private @Nullable Path json;

    /** Names of work as the table has them. */
    static final class WorkName implements CommandLine.ITypeConverter<Work> {
        @Override
        public Work convert(String name) {
            for (Work work : Work.values()) {
                if (work.toString().equals(name)) {
                    return work;
                }
            }
            throw new CommandLine.TypeConversionException(
                    "\"" + name + "\"; expected some of " + List.of(Work.values()));
        }
    }

    @Override
    public ExitCode call() throws IOException {
        check();
        PathsReport report = input == null ? synthetic() : measured(input);
        if (json != null) {
            Files.writeString(json, report.json());
        }
        boolean wrong =
                report.rows().stream().anyMatch(row -> !row.identical())
                        || report.peers().stream().anyMatch(peer -> peer.ran() && !peer.agrees());
        return wrong ? ExitCode.DIFFERENCE : ExitCode.OK;
    }

    private PathsReport synthetic() throws IOException {
        Measurement measurement = new Measurement(maxLinks, rounds, warmUpSeconds, seed);
        List<PathsRow> rows = new ArrayList<>();
        List<PeerRow> peers = new ArrayList<>();
        table.heading();
        for (int size : pops) {
            Mesh mesh = SyntheticWan.mesh(size, new SplittableRandom(seed));
            table.synthetic(seed, size, RelayGains.of(mesh, maxLinks));
            for (Work work : works.isEmpty() ? List.of(Work.values()) : works) {
                rows.add(measurement.row(size, classes, threads, work));
                table.row(rows.getLast());
            }
        }
        for (int size : pops) {
            if (!peers().isEmpty()) {
                PathsRow ours = measurement.row(size, 1, 1, Work.COLD);
                rows.add(ours);
                Mesh mesh = SyntheticWan.mesh(size, new SplittableRandom(seed));
                peers.addAll(measurePeers(mesh, ours.timing().medianMs()));
            }
        }
        table.targets(rows);
        return new PathsReport(rows, peers, null);
    }

    private PathsReport measured(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        DelayMatrix matrix = read(file, name);
        if (matrix.size() > MAX_POPS) {
            throw new CommandFailure(
                    ExitCode.CONFIG,
                    name + ": " + matrix.size() + " places; expected at most " + MAX_POPS);
        }
        Mesh mesh = Mesh.of(matrix);
        MatrixStudy study = MatrixStudy.of(mesh, 1, 10 * rounds);
        table.study(name, matrix, study);
        List<PeerRow> peers = new ArrayList<>();
        if (!peers().isEmpty()) {
            double oursMs = study.bounds().get(maxLinks - 1).timing().medianMs();
            peers.addAll(measurePeers(mesh, oursMs));
        }
        return new PathsReport(
                List.of(),
                peers,
                new PathsReport.Input(name, matrix.size(), matrix.quantity().name(), study));
    }

    private List<PeerRow> measurePeers(Mesh mesh, double oursMs) throws IOException {
        table.peersHeading(mesh.pops(), maxLinks, oursMs);
        Costs costs = PeerCosts.of(mesh, maxLinks);
        List<PeerRow> rows = new ArrayList<>();
        for (Peer peer : peers()) {
            rows.add(peer.run(costs, peerSeconds));
            table.peer(peer, rows.getLast(), oursMs);
        }
        return rows;
    }

    private DelayMatrix read(Path file, String name) throws IOException {
        try {
            return MatrixFormat.read(name, Files.readString(file), format, detour);
        } catch (InputException e) {
            throw new CommandFailure(ExitCode.CONFIG, String.valueOf(e.getMessage()));
        } catch (NoSuchFileException e) {
            throw new CommandFailure(ExitCode.NOT_FOUND, file + ": no such file");
        } catch (MalformedInputException e) {
            throw new CommandFailure(ExitCode.CONFIG, name + ": not text in UTF-8");
        }
    }

    private Set<Peer> peers() {
        String list = peerList == null ? (input == null ? "all" : "none") : peerList;
        try {
            return Peer.parse(list);
        } catch (IllegalArgumentException e) {
            throw usage("--peers " + e.getMessage());
        }
    }

    private void check() {
        peers();
        expect(maxLinks >= 1 && maxLinks <= 5, "--max-links " + maxLinks, "1 to 5");
        expect(classes >= 1 && classes <= 64, "--classes " + classes, "1 to 64");
        expect(threads >= 1 && threads <= 256, "--threads " + threads, "1 to 256");
        expect(rounds >= 1 && rounds <= 10_000, "--rounds " + rounds, "1 to 10000");
        expect(detour >= 1 && detour <= 10, "--detour " + detour, "1 to 10");
        for (int size : pops) {
            expect(size >= 10 && size <= MAX_POPS, "--pops " + size, "10 to " + MAX_POPS);
        }
    }

    private void expect(boolean holds, String found, String expected) {
        if (!holds) {
            throw usage(found + ": expected " + expected);
        }
    }

    private CommandLine.ParameterException usage(String text) {
        return new CommandLine.ParameterException(spec.commandLine(), text);
    }
}
