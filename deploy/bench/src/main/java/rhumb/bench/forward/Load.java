package rhumb.bench.forward;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import rhumb.bench.Workshop;

/** Sends packets through one relay for a while: how many come out, or how late. */
final class Load {
    static final int GENERATOR_PORT = 14_790;
    static final int SINK_PORT = 14_780;

    /** At this rate delay is measured. */
    static final int CALM_PACKETS_PER_SECOND = 20_000;

    private static final int HOP_BITS = 7;
    private static final double WARM_SECONDS = 0.2;
    private static final double TAIL_SECONDS = 0.1;
    private static final double GRACE_SECONDS = 1;

    /** The sink waits so many times longer than a generator should take that had its core alone. */
    private static final double PATIENCE = 4;

    // What is sealed ahead must last as long as the generator sends, and fit into memory.
    private static final int MOST_PER_SECOND = 800_000;
    private static final int MOST_IN_TRAINS = 4_000_000;
    private static final long MOST_BYTES = 1L << 30;

    /** What the last run left in the relay's buffer is sent on meanwhile. */
    private static final long SETTLE_MS = 200;

    private final Stage stage;
    private final Workshop workshop;
    private final Path generator;
    private final Path sink;

    /** Microseconds from before a packet is sent until the sink's kernel has it. */
    record Delays(double p50, double p99, double p999) {
        static Delays of(double[] us) {
            double[] sorted = us.clone();
            Arrays.sort(sorted);
            return new Delays(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999));
        }

        private static double at(double[] sorted, double share) {
            return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
        }
    }

    /**
     * As many packets as went.
     *
     * @param kpps thousand packets per second that came out
     * @param offeredKpps thousand packets per second that the generator sent
     */
    record Flood(double kpps, double offeredKpps) {}

    /**
     * What generator and sink are told.
     *
     * @param rate packets per second; 0: as many as go
     * @param left where the generator writes when packets left
     * @param came where the sink writes when they came; {@code -}: nowhere, as for the others
     * @param kept where it writes the packets themselves
     */
    private record Run(
            Relay relay,
            Shape shape,
            Path packets,
            int rate,
            double sendSeconds,
            double warmSeconds,
            double countSeconds,
            String left,
            String came,
            String kept) {

        boolean sealed() {
            return relay.neighbors() != null;
        }

        /** Where the generator writes into packets; nothing into sealed ones. */
        String offset(int at) {
            return Integer.toString(sealed() ? -1 : at);
        }
    }

    /**
     * What came of a run.
     *
     * @param packets that came in so many nanoseconds
     * @param atHops how many of them at each next hop
     * @param longer ones that came too
     */
    private record Said(
            long packets, long ns, List<Long> atHops, long longer, long sent, double offeredKpps) {}

    private Load(Stage stage, Workshop workshop, Path generator, Path sink) {
        this.stage = stage;
        this.workshop = workshop;
        this.generator = generator;
        this.sink = sink;
    }

    /** Compiles generator and sink. */
    static Load with(Stage stage, Workshop workshop) throws IOException {
        return new Load(
                stage,
                workshop,
                workshop.compile("/forward/generator"),
                workshop.compile("/forward/sink"));
    }

    /**
     * What the program says that sleeps on the relay's core, packets' rate, nothing else running.
     */
    String idle(double seconds) throws IOException {
        List<String> words =
                List.of(
                        workshop.compile("/forward/machine").toString(),
                        Integer.toString(CALM_PACKETS_PER_SECOND),
                        text(seconds));
        Process process = stage.command(Stage.Part.RELAY, words).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }

    /** As many packets as go. */
    Flood throughput(Relay relay, Shape shape, double seconds) throws IOException {
        double all = WARM_SECONDS + seconds + TAIL_SECONDS;
        long most = (long) (all * (shape.train() == 1 ? MOST_PER_SECOND : MOST_IN_TRAINS));
        Path packets = packets(relay, shape, most);
        Run run = new Run(relay, shape, packets, 0, all, WARM_SECONDS, seconds, "-", "-", "-");
        Said said = run(run);
        if (said.packets() == 0) {
            throw new IOException(relay.name() + ": no packet came out");
        }
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            // Beyond chance and loss: a relay that forgets a next hop, or mixes them up.
            if (said.atHops().get(hop) < said.packets() / Traffic.HOPS / 2) {
                throw new IOException(relay.name() + ": too few packets at next hop " + hop);
            }
        }
        return new Flood(said.packets() * 1e6 / said.ns(), said.offeredKpps());
    }

    /**
     * Delay at {@value #CALM_PACKETS_PER_SECOND} packets per second.
     *
     * @throws IOException when most packets were lost, so that nothing can be told
     */
    Delays delay(Relay relay, Shape shape, double seconds) throws IOException {
        return Delays.of(delays(relay, shape, seconds));
    }

    /** The same of each packet that came. */
    double[] delays(Relay relay, Shape shape, double seconds) throws IOException {
        Path left = workshop.file("left");
        Path came = workshop.file("came");
        Path kept = workshop.file("kept");
        SealedNeighbors neighbors = relay.neighbors();
        long most = (long) (seconds * CALM_PACKETS_PER_SECOND) + Shape.TRAIN;
        run(
                new Run(
                        relay,
                        shape,
                        packets(relay, shape, most),
                        CALM_PACKETS_PER_SECOND,
                        seconds,
                        0,
                        PATIENCE * seconds,
                        left.toString(),
                        came.toString(),
                        neighbors == null ? "-" : kept.toString()));
        long[] stamps = stamps(came);
        if (neighbors != null) {
            number(stamps, neighbors, kept, shape.sizeBytes());
        }
        return delays(relay, stamps(left), stamps);
    }

    /**
     * Packets that were counted.
     *
     * @param longer packets that came out and that the generator did not send
     */
    record Count(long sent, long came, long longer) {}

    /** The same packets, counted. */
    Count calm(Relay relay, Shape shape, double seconds) throws IOException {
        Path packets = packets(relay, shape, (long) (seconds * CALM_PACKETS_PER_SECOND));
        int rate = CALM_PACKETS_PER_SECOND;
        double patience = seconds + GRACE_SECONDS;
        Said said = run(new Run(relay, shape, packets, rate, seconds, 0, patience, "-", "-", "-"));
        return new Count(said.sent(), said.packets(), said.longer());
    }

    /**
     * Starts to send garbage to the relay from where the generator is.
     *
     * @param port of the sender
     * @param packets as {@link Garbage} writes them
     */
    Process besiege(
            Relay relay, Path packets, int sizeBytes, int port, int perSecond, double seconds)
            throws IOException {
        List<String> words =
                generatorWords(
                        port,
                        packets,
                        sizeBytes,
                        stage.together(new Shape(sizeBytes, Shape.TRAIN)));
        words.addAll(
                List.of(
                        Integer.toString(perSecond),
                        text(seconds),
                        "-1",
                        Integer.toString(Garbage.numberOffset(sizeBytes)),
                        "-1",
                        "-",
                        relay.targets().getFirst().toString()));
        return stage.command(Stage.Part.GENERATOR, words).start();
    }

    /** What is sealed does not say to the sink which one it is. */
    private static void number(long[] came, SealedNeighbors neighbors, Path kept, int sizeBytes)
            throws IOException {
        int[] hops = new int[came.length / 2];
        Arrays.setAll(hops, i -> (int) hop(came[2 * i]));
        long[] numbers = neighbors.numbers(kept, sizeBytes, hops);
        for (int i = 0; i < numbers.length; i++) {
            came[2 * i + 1] = numbers[i];
        }
    }

    /**
     * What the generator plays to this relay: packets that may be numbered anew again and again, or
     * these many, sealed just now.
     */
    private Path packets(Relay relay, Shape shape, long most) throws IOException {
        SealedNeighbors neighbors = relay.neighbors();
        if (neighbors != null) {
            Path sealed = workshop.file("sealed");
            long room = MOST_BYTES / (Traffic.RECORD_BYTES + shape.sizeBytes());
            neighbors.write(sealed, shape, Math.min(most, room));
            return sealed;
        }
        Path packets = workshop.file(shape.label() + "-" + shape.sizeBytes());
        if (Files.notExists(packets)) {
            Traffic.write(packets, shape.sizeBytes(), shape.train());
        }
        return packets;
    }

    /** Each packet says which one it is; what was lost has no delay. */
    private static double[] delays(Relay relay, long[] left, long[] came) throws IOException {
        double[] us = new double[came.length / 2];
        int count = 0;
        for (int i = 0; i < us.length; i++) {
            long number = came[2 * i + 1];
            if (number < left.length && hop(left[(int) number]) == hop(came[2 * i])) {
                us[count++] = (came[2 * i] - left[(int) number]) / 1_000.0;
            }
        }
        if (count < left.length / 2) {
            throw new IOException(
                    "%s: %d packets sent at leisure, %d came out"
                            .formatted(relay.name(), left.length, count));
        }
        return Arrays.copyOf(us, count);
    }

    private static long hop(long stamp) {
        return stamp & HOP_BITS;
    }

    private static long[] stamps(Path file) throws IOException {
        LongBuffer stamps =
                ByteBuffer.wrap(Files.readAllBytes(file))
                        .order(ByteOrder.nativeOrder())
                        .asLongBuffer();
        long[] all = new long[stamps.remaining()];
        stamps.get(all);
        return all;
    }

    private Said run(Run run) throws IOException {
        settle();
        run.relay.prepare();
        List<String> words =
                new ArrayList<>(
                        List.of(
                                sink.toString(),
                                stage.sinkAddress(),
                                Integer.toString(SINK_PORT),
                                Integer.toString(Traffic.HOPS),
                                Integer.toString(run.relay.leaving(run.shape.sizeBytes())),
                                text(run.warmSeconds),
                                text(run.countSeconds),
                                run.came));
        if (run.sealed()) {
            words.add(run.kept);
        }
        Process taking = stage.command(Stage.Part.SINK, words).start();
        try (BufferedReader output = taking.inputReader()) {
            expect("ready", output.readLine());
            long[] sent = generate(run);
            String line = output.readLine();
            expect("", line);
            long[] came = numbers(line);
            List<Long> atHops = Arrays.stream(came, 2, 2 + Traffic.HOPS).boxed().toList();
            long longer = came[2 + Traffic.HOPS];
            return new Said(came[0], came[1], atHops, longer, sent[0], sent[0] * 1e6 / sent[1]);
        } finally {
            taking.destroy();
        }
    }

    /** How many packets were sent in how many nanoseconds. */
    private long[] generate(Run run) throws IOException {
        int sizeBytes = run.shape.sizeBytes();
        List<String> words =
                generatorWords(
                        GENERATOR_PORT,
                        run.packets,
                        sizeBytes,
                        run.rate > 0 ? run.shape.train() : stage.together(run.shape));
        words.addAll(
                List.of(
                        Integer.toString(run.rate),
                        text(run.sendSeconds),
                        run.offset(Traffic.LIFE_OFFSET),
                        run.offset(Traffic.SEQUENCE_OFFSET),
                        run.offset(Traffic.TIME_OFFSET),
                        run.left));
        run.relay.targets().forEach(target -> words.add(target.toString()));
        return sent(stage.command(Stage.Part.GENERATOR, words).start());
    }

    private List<String> generatorWords(int port, Path packets, int sizeBytes, int train) {
        return new ArrayList<>(
                List.of(
                        generator.toString(),
                        stage.generatorAddress(),
                        Integer.toString(port),
                        packets.toString(),
                        Integer.toString(sizeBytes),
                        Integer.toString(train)));
    }

    /** How many packets it sent in how many nanoseconds, once it ended. */
    static long[] sent(Process sending) throws IOException {
        String said =
                new String(sending.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        try {
            if (sending.waitFor() != 0) {
                throw new IOException("generator: " + said);
            }
        } catch (InterruptedException e) {
            sending.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return numbers(said);
    }

    private static long[] numbers(String line) {
        return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
    }

    private static void settle() throws IOException {
        try {
            Thread.sleep(SETTLE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static void expect(String wanted, @org.jspecify.annotations.Nullable String line)
            throws IOException {
        if (line == null || !line.startsWith(wanted)) {
            throw new IOException("sink: " + line);
        }
    }

    private static String text(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }
}
