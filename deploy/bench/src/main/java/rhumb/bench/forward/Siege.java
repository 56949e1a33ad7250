package rhumb.bench.forward;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import rhumb.bench.Workshop;
import rhumb.bench.process.ProcessUse;

/**
 * Media at 20,000 packets/s through a forwarder whose port gets {@value #GARBAGE_PER_SECOND}
 * packets/s of garbage meanwhile, in trains, from a stranger and, where links are sealed, from a
 * neighbour's address and port.
 */
public final class Siege {
    static final int GARBAGE_PER_SECOND = 200_000;

    private static final Shape MEDIA = new Shape(200, 1);

    /** Longer than media, so that what comes out can be told apart. */
    private static final int GARBAGE_BYTES = MEDIA.sizeBytes() + 32;

    private static final int STRANGERS_PORT = Load.GENERATOR_PORT + 1;
    private static final double WARM_SECONDS = 3;

    /** Garbage begins before media and ends after them. */
    private static final double MARGIN_SECONDS = 0.5;

    private final Load load;
    private final Workshop workshop;

    private Siege(Load load, Workshop workshop) {
        this.load = load;
        this.workshop = workshop;
    }

    /**
     * One siege.
     *
     * @param relay its name
     * @param from who sent the garbage
     * @param garbageKpps thousand packets/s of it
     * @param garbageCame what came out of the relay and was no media
     * @param kernelDropped packets of both kinds for which the kernel had no room at the port
     * @param mbBefore resident, in 10^6 bytes
     */
    public record Row(
            String relay,
            String from,
            double garbageKpps,
            long mediaSent,
            long mediaCame,
            long garbageCame,
            long kernelDropped,
            double mbBefore,
            double mbAfter) {}

    /** For people. */
    public static String table(List<Row> rows) {
        StringBuilder text = new StringBuilder();
        text.append(
                String.format(
                        "%-11s %-12s %12s %11s %6s %11s %14s %6s %8s%n",
                        "relay",
                        "garbage from",
                        "garbage kpps",
                        "media sent",
                        "lost",
                        "garbage out",
                        "kernel dropped",
                        "MB",
                        "MB after"));
        for (Row row : rows) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-11s %-12s %12.1f %,11d %,6d %,11d %,14d %6.1f %8.1f%n",
                            row.relay,
                            row.from,
                            row.garbageKpps,
                            row.mediaSent,
                            row.mediaSent - row.mediaCame,
                            row.garbageCame,
                            row.kernelDropped,
                            row.mbBefore,
                            row.mbAfter));
        }
        return text.toString();
    }

    /**
     * All of them, one after the other.
     *
     * @param seconds of each
     */
    public static List<Row> run(Stage stage, Workshop workshop, double seconds) throws IOException {
        Load load = Load.with(stage, workshop);
        Relays starter = new Relays(stage, workshop.file("unused"));
        Siege siege = new Siege(load, workshop);
        List<Row> rows = new ArrayList<>();
        try (Relay clear = starter.start(Relays.RHUMB);
                Relay sealed = starter.start(Relays.AEAD)) {
            for (Relay relay : List.of(clear, sealed)) {
                load.throughput(relay, MEDIA, WARM_SECONDS);
                Path noise = workshop.file("noise");
                Garbage.write(noise, GARBAGE_BYTES);
                rows.add(siege.of(relay, "a stranger", noise, STRANGERS_PORT, seconds));
            }
            Path forged = siege.forged(sealed);
            rows.add(siege.of(sealed, "a neighbour", forged, Load.GENERATOR_PORT, seconds));
        }
        return rows;
    }

    private Path forged(Relay sealed) throws IOException {
        SealedNeighbors neighbors = sealed.neighbors();
        if (neighbors == null) {
            throw new IllegalArgumentException(sealed.name() + " seals nothing");
        }
        Path example = workshop.file("example");
        neighbors.write(example, MEDIA, 1);
        Path forged = workshop.file("forged");
        Garbage.forge(forged, ByteBuffer.wrap(Files.readAllBytes(example)), GARBAGE_BYTES);
        return forged;
    }

    private Row of(Relay relay, String from, Path garbage, int port, double seconds)
            throws IOException {
        double mbBefore = ProcessUse.residentMb(relay.pid());
        long droppedBefore = dropped(relay);
        double siegeSeconds = seconds + 2 * MARGIN_SECONDS;
        Process besieger =
                load.besiege(relay, garbage, GARBAGE_BYTES, port, GARBAGE_PER_SECOND, siegeSeconds);
        try {
            Load.Count media = load.calm(relay, MEDIA, seconds);
            long[] sent = Load.sent(besieger);
            return new Row(
                    relay.name(),
                    from,
                    sent[0] * 1e6 / sent[1],
                    media.sent(),
                    media.came(),
                    media.longer(),
                    dropped(relay) - droppedBefore,
                    mbBefore,
                    ProcessUse.residentMb(relay.pid()));
        } finally {
            besieger.destroy();
        }
    }

    /** What the kernel threw away at the relay's port, by the last column of its table. */
    private static long dropped(Relay relay) throws IOException {
        Path table = Path.of("/proc", Long.toString(relay.pid()), "net", "udp");
        String port = String.format(Locale.ROOT, ":%04X", relay.targets().getFirst().port());
        long dropped = 0;
        for (String line : Files.readAllLines(table)) {
            String[] columns = line.strip().split(" +", -1);
            if (columns[1].endsWith(port)) {
                dropped += Long.parseLong(columns[columns.length - 1]);
            }
        }
        return dropped;
    }
}
