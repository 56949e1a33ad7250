package rhumb.bench.forward;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

    /** The sink waits so many times longer than a generator should take that had its core alone. */
    private static final double PATIENCE = 4;

    /** What the last run left in the relay's buffer is sent on meanwhile. */
    private static final long SETTLE_MS = 200;

    private final Stage stage;
    private final Workshop workshop;
    private final Path generator;
    private final Path sink;

    /** Microseconds from before a packet is sent until the sink's kernel has it. */
    record Delays(double p50, double p99, double p999) {}

    /**
     * @param generator the compiled program
     * @param sink the compiled program
     */
    Load(Stage stage, Workshop workshop, Path generator, Path sink) {
        this.stage = stage;
        this.workshop = workshop;
        this.generator = generator;
        this.sink = sink;
    }

    /**
     * As many packets as go.
     *
     * @return thousand packets per second that came out
     */
    double throughput(Relay relay, Shape shape, double seconds) throws IOException {
        double all = WARM_SECONDS + seconds + TAIL_SECONDS;
        long[] said = run(relay, shape, 0, all, WARM_SECONDS, seconds, "-", "-");
        if (said[0] == 0) {
            throw new IOException(relay.name() + ": no packet came out");
        }
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            // Beyond chance and loss: a relay that forgets a next hop, or mixes them up.
            if (said[2 + hop] < said[0] / Traffic.HOPS / 2) {
                throw new IOException(relay.name() + ": too few packets at next hop " + hop);
            }
        }
        return said[0] * 1e6 / said[1];
    }

    /**
     * Delay at {@value #CALM_PACKETS_PER_SECOND} packets per second.
     *
     * @throws IOException when most packets were lost, so that nothing can be told
     */
    Delays delay(Relay relay, Shape shape, double seconds) throws IOException {
        Path left = workshop.file("left");
        Path came = workshop.file("came");
        run(
                relay,
                shape,
                CALM_PACKETS_PER_SECOND,
                seconds,
                0,
                PATIENCE * seconds,
                left.toString(),
                came.toString());
        return delays(relay, stamps(left), stamps(came));
    }

    /** Each packet says which one it is; what was lost has no delay. */
    private static Delays delays(Relay relay, long[] left, long[] came) throws IOException {
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
        double[] sorted = Arrays.copyOf(us, count);
        Arrays.sort(sorted);
        return new Delays(at(sorted, 0.5), at(sorted, 0.99), at(sorted, 0.999));
    }

    private static double at(double[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
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

    /** What the sink said: packets, nanoseconds, packets at each next hop, other packets. */
    private long[] run(
            Relay relay,
            Shape shape,
            int rate,
            double sendSeconds,
            double warmSeconds,
            double countSeconds,
            String left,
            String came)
            throws IOException {
        settle();
        Process taking =
                stage.command(
                                Stage.Part.SINK,
                                List.of(
                                        sink.toString(),
                                        stage.sinkAddress(),
                                        Integer.toString(SINK_PORT),
                                        Integer.toString(Traffic.HOPS),
                                        Integer.toString(shape.sizeBytes()),
                                        text(warmSeconds),
                                        text(countSeconds),
                                        came))
                        .start();
        try (BufferedReader output = taking.inputReader()) {
            expect("ready", output.readLine());
            generate(relay, shape, rate, sendSeconds, left);
            String line = output.readLine();
            expect("", line);
            return Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        } finally {
            taking.destroy();
        }
    }

    private void generate(Relay relay, Shape shape, int rate, double seconds, String left)
            throws IOException {
        Path packets = workshop.file(shape.label() + "-" + shape.sizeBytes());
        if (Files.notExists(packets)) {
            Traffic.write(packets, shape.sizeBytes(), shape.train());
        }
        List<String> words =
                new java.util.ArrayList<>(
                        List.of(
                                generator.toString(),
                                stage.generatorAddress(),
                                Integer.toString(GENERATOR_PORT),
                                packets.toString(),
                                Integer.toString(shape.sizeBytes()),
                                Integer.toString(shape.train()),
                                Integer.toString(rate),
                                text(seconds),
                                Integer.toString(Traffic.LIFE_OFFSET),
                                Integer.toString(Traffic.SEQUENCE_OFFSET),
                                Integer.toString(Traffic.TIME_OFFSET),
                                left,
                                stage.relayAddress()));
        relay.ports().forEach(port -> words.add(Integer.toString(port)));
        Process sending = stage.command(Stage.Part.GENERATOR, words).start();
        String said =
                new String(
                        sending.getInputStream().readAllBytes(),
                        java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (sending.waitFor() != 0) {
                throw new IOException("generator: " + said.strip());
            }
        } catch (InterruptedException e) {
            sending.destroy();
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
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
