package rhumb.bench.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import rhumb.bench.Workshop;

/**
 * All measurements, in rounds: each relay in turn, so that a slow minute of the machine meets all.
 */
public final class Contest implements AutoCloseable {
    private static final List<Integer> SIZES = List.of(200, 1_200);
    private static final double JIT_SECONDS = 2;

    /** What the sink has room for. */
    private static final double SLICE_SECONDS = 60;

    private final List<Relay> relays = new ArrayList<>();
    private final List<Shape> shapes = new ArrayList<>();
    private final Load load;
    private final Map<String, List<Sample>> samples = new LinkedHashMap<>();

    /** One row of one round. */
    private record Sample(Load.Flood flood, double ratioToC, Load.Delays delays) {}

    /** Starts the relays of these names; all must be able to run. */
    public Contest(Stage stage, Workshop workshop, List<String> names) throws IOException {
        load = Load.with(stage, workshop);
        workshop.compile("/forward/relay");
        Relays starter = new Relays(stage, workshop.file("relay"));
        for (int train : new int[] {1, Shape.TRAIN}) {
            SIZES.forEach(size -> shapes.add(new Shape(size, train)));
        }
        try {
            for (String name : names) {
                relays.add(starter.start(name));
            }
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** Names that can be asked for. */
    public static List<String> names() {
        return Relays.NAMES;
    }

    /** Why this relay cannot run here; empty when it can. */
    public static String obstacle(String name) {
        return Relays.obstacle(name);
    }

    /**
     * Measures for about this long.
     *
     * @param rounds of which the medians are given
     */
    public List<ForwardRow> run(double seconds, int rounds) throws IOException {
        double slot = Math.max(0.3, seconds / (2.0 * rounds * relays.size() * shapes.size()));
        warmUp();
        for (int round = 0; round < rounds; round++) {
            for (Shape shape : shapes) {
                double bare = 0;
                for (Relay relay : relays) {
                    Load.Flood flood = load.throughput(relay, shape, slot);
                    double kpps = flood.kpps();
                    bare = relay.name().equals(Relays.C) ? kpps : bare;
                    Load.Delays delays = load.delay(relay, shape, slot);
                    samples.computeIfAbsent(key(relay, shape), k -> new ArrayList<>())
                            .add(new Sample(flood, bare == 0 ? -1 : kpps / bare, delays));
                }
            }
        }
        return rows();
    }

    /** How late the machine wakes a process that does nothing, on the relay's core. */
    private DelayRow idle(double seconds) throws IOException {
        String[] said = load.idle(seconds).split(" ", -1);
        return new DelayRow(
                DelayRow.IDLE,
                Integer.parseInt(said[0]),
                Double.parseDouble(said[1]),
                Double.parseDouble(said[2]),
                Double.parseDouble(said[3]));
    }

    /**
     * Only the delay of small packets that come one by one, of each relay for so long in all, a
     * slice at a time.
     */
    public List<DelayRow> delays(double seconds) throws IOException {
        Shape shape = shapes.getFirst();
        warmUp();
        Map<String, List<double[]>> all = new LinkedHashMap<>();
        int slices = (int) Math.ceil(seconds / SLICE_SECONDS);
        for (int slice = 0; slice < slices; slice++) {
            for (Relay relay : relays) {
                all.computeIfAbsent(relay.name(), k -> new ArrayList<>())
                        .add(load.delays(relay, shape, seconds / slices));
            }
        }
        List<DelayRow> rows = new ArrayList<>();
        rows.add(idle(Math.min(seconds, SLICE_SECONDS / 2)));
        for (Relay relay : relays) {
            double[] us =
                    all.getOrDefault(relay.name(), List.of()).stream()
                            .flatMapToDouble(Arrays::stream)
                            .toArray();
            Load.Delays found = Load.Delays.of(us);
            rows.add(new DelayRow(relay.name(), us.length, found.p50(), found.p99(), found.p999()));
        }
        return rows;
    }

    /** A virtual machine compiles what it runs often. */
    private void warmUp() throws IOException {
        for (Relay relay : relays) {
            if (relay.name().startsWith(Relays.RHUMB)) {
                for (Shape shape : shapes) {
                    load.throughput(relay, shape, JIT_SECONDS);
                }
            }
        }
    }

    private List<ForwardRow> rows() {
        List<ForwardRow> rows = new ArrayList<>();
        for (Shape shape : shapes) {
            for (Relay relay : relays) {
                List<Sample> all = samples.getOrDefault(key(relay, shape), List.of());
                rows.add(
                        new ForwardRow(
                                shape.row(relay.name()),
                                shape.sizeBytes(),
                                median(all, s -> s.flood.offeredKpps()),
                                median(all, s -> s.flood.kpps()),
                                median(all, Sample::ratioToC),
                                median(all, s -> s.delays.p50()),
                                median(all, s -> s.delays.p99()),
                                median(all, s -> s.delays.p999())));
            }
        }
        return rows;
    }

    private static String key(Relay relay, Shape shape) {
        return shape.row(relay.name()) + " " + shape.sizeBytes();
    }

    private static double median(List<Sample> samples, ToDoubleFunction<Sample> figure) {
        double[] sorted = samples.stream().mapToDouble(figure).sorted().toArray();
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }

    @Override
    public void close() throws IOException {
        for (Relay relay : relays) {
            relay.close();
        }
    }
}
