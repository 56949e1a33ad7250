package rhumb.bench.forward;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rhumb.bench.Workshop;

/** A process that takes packets of the generator and sends them on to the sink. */
final class Relay implements AutoCloseable {
    private static final long ENDING_SECONDS = 5;

    private final String name;
    private final List<Integer> ports;
    private final Process process;
    private final Workshop workshop;
    private @Nullable SealedNeighbors neighbors;

    private Relay(String name, List<Integer> ports, Process process, Workshop workshop) {
        this.name = name;
        this.ports = ports;
        this.process = process;
        this.workshop = workshop;
    }

    /**
     * Starts one.
     *
     * @param ports where it listens: one, or one for each next hop
     * @param ready what it says when it runs
     * @param workshop its own; closed with it
     */
    static Relay start(
            String name,
            List<Integer> ports,
            ProcessBuilder command,
            String ready,
            Workshop workshop)
            throws IOException {
        Process process = command.start();
        Relay relay = new Relay(name, ports, process, workshop);
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

    List<Integer> ports() {
        return ports;
    }

    long pid() {
        return process.pid();
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
