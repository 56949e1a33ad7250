package rhumb.bench.forward;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import rhumb.bench.Workshop;
import rhumb.net.Endpoint;

/** A process that takes packets of the generator and sends them on to the sink. */
final class Relay implements AutoCloseable {
    private static final long ENDING_SECONDS = 5;

    private final String name;
    private final List<Endpoint> targets;
    private final Process process;
    private final Workshop workshop;
    private @Nullable SealedNeighbors neighbors;
    private IntUnaryOperator wrapping = IntUnaryOperator.identity();
    private Step before = () -> {};
    private @Nullable Relay other;

    /** What has to be done now and again. */
    interface Step {
        void run() throws IOException;
    }

    private Relay(String name, List<Endpoint> targets, Process process, Workshop workshop) {
        this.name = name;
        this.targets = new ArrayList<>(targets);
        this.process = process;
        this.workshop = workshop;
    }

    /**
     * Starts one.
     *
     * @param targets where packets are sent: one, or one for each next hop
     * @param ready what it says when it runs
     * @param workshop its own; closed with it
     */
    static Relay start(
            String name,
            List<Endpoint> targets,
            ProcessBuilder command,
            String ready,
            Workshop workshop)
            throws IOException {
        Process process = command.start();
        Relay relay = new Relay(name, targets, process, workshop);
        StringBuilder said = new StringBuilder();
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); ; line = output.readLine()) {
            if (line == null) {
                relay.close();
                throw new IOException(name + " ended: " + said.toString().strip());
            }
            said.append(line).append('\n');
            if (line.contains(ready)) {
                break;
            }
        }
        // Nobody reads on, and a full pipe would stop it.
        Thread.startVirtualThread(() -> drain(output));
        return relay;
    }

    String name() {
        return name;
    }

    /** Where packets are sent so that it takes them: one, or one for each next hop. */
    List<Endpoint> targets() {
        return List.copyOf(targets);
    }

    /** Says so, where it is known only once it runs. */
    void takesAt(List<Endpoint> all) {
        targets.clear();
        targets.addAll(all);
    }

    /** How long a packet of this length is when it leaves. */
    int leaving(int sizeBytes) {
        return wrapping.applyAsInt(sizeBytes);
    }

    /**
     * Says that packets leave wrapped.
     *
     * @param lengths from the length of a packet to that which leaves
     */
    void wraps(IntUnaryOperator lengths) {
        wrapping = lengths;
    }

    /** Makes it ready for packets; nothing listens where its packets go. */
    void prepare() throws IOException {
        before.run();
    }

    /** Says what has to be done before packets come. */
    void before(Step step) {
        before = step;
    }

    long pid() {
        return process.pid();
    }

    /** Says that it is one of two processes, of which the other one ends with it. */
    void closesWith(Relay second) {
        other = second;
    }

    /** With whom it has keys; null for one that takes packets in the clear. */
    @Nullable SealedNeighbors neighbors() {
        return neighbors;
    }

    /** Gives it only packets that these sealed. */
    void sealedBy(SealedNeighbors all) {
        neighbors = all;
    }

    @Override
    public void close() throws IOException {
        Relay second = other;
        if (second != null) {
            second.close();
        }
        process.destroy();
        try {
            if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        workshop.close();
    }

    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {}
        } catch (IOException e) {
            // The process is gone.
        }
    }
}
