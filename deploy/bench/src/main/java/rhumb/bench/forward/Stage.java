package rhumb.bench.forward;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import rhumb.bench.Workshop;
import rhumb.bench.process.Programs;

/**
 * Where generator, relay and sink run: for root, each in a network namespace of its own with a veth
 * pair on either side of the relay; for others, on the loopback interface. The relay has a core to
 * itself where there are two.
 */
public final class Stage implements AutoCloseable {
    /** Who runs where. */
    enum Part {
        GENERATOR,
        RELAY,
        SINK
    }

    private static final String IP = "ip";

    /** The relay's interface towards the generator. */
    static final String IN = "in";

    private final Workshop workshop;
    private final boolean namespaces;
    private final boolean pinned;
    private final int cores = Runtime.getRuntime().availableProcessors();
    private final String prefix = "rb" + ProcessHandle.current().pid() + "-";
    private final Thread cleaner = new Thread(this::removeNamespaces);

    private Stage(Workshop workshop, boolean namespaces, boolean pinned) {
        this.workshop = workshop;
        this.namespaces = namespaces;
        this.pinned = pinned;
    }

    /**
     * Builds it.
     *
     * @throws IOException when the namespaces cannot be made; says why
     */
    public static Stage open(Workshop workshop) throws IOException {
        boolean several = Runtime.getRuntime().availableProcessors() > 1;
        Stage stage =
                new Stage(
                        workshop, hasNamespaces(), several && Programs.find("taskset").isPresent());
        if (stage.namespaces) {
            Runtime.getRuntime().addShutdownHook(stage.cleaner);
            try {
                stage.addNamespaces();
            } catch (IOException e) {
                stage.close();
                throw e;
            }
        }
        return stage;
    }

    /** Whether parts can be kept apart on this machine by this user. */
    static boolean hasNamespaces() {
        return "root".equals(System.getProperty("user.name")) && Programs.find(IP).isPresent();
    }

    /** Everything on the loopback, nothing pinned. */
    static Stage loopback(Workshop workshop) {
        return new Stage(workshop, false, false);
    }

    String generatorAddress() {
        return namespaces ? "10.201.1.1" : "127.0.0.1";
    }

    /** Where the generator sends to. */
    String relayAddress() {
        return namespaces ? "10.201.1.2" : "127.0.0.1";
    }

    /** What the relay binds to: it has two addresses, or the one of the loopback. */
    String relayBind() {
        return namespaces ? "0.0.0.0" : "127.0.0.1";
    }

    /** Where the relay is, seen from the sink. */
    String relayAddressAtSink() {
        return namespaces ? "10.201.2.1" : "127.0.0.1";
    }

    String sinkAddress() {
        return namespaces ? "10.201.2.2" : "127.0.0.1";
    }

    /** The command, run in the part's namespace and on its core. */
    ProcessBuilder command(Part part, List<String> command) {
        List<String> all = new ArrayList<>();
        if (namespaces) {
            all.addAll(List.of(IP, "netns", "exec", namespace(part)));
        }
        if (pinned) {
            int core = part == Part.RELAY ? cores - 1 : 0;
            all.addAll(List.of("taskset", "-c", Integer.toString(core)));
        }
        all.addAll(command);
        return new ProcessBuilder(all).redirectErrorStream(true);
    }

    /** A socket where the part's process will have one of this port. */
    DatagramChannel socket(Part part, int port) throws IOException {
        String address = part == Part.SINK ? sinkAddress() : generatorAddress();
        InetSocketAddress at = new InetSocketAddress(address, port);
        return namespaces ? NamespaceSocket.open(namespace(part), at) : NamespaceSocket.bound(at);
    }

    /**
     * How many packets the generator hands over by one call so that they leave in this shape. Where
     * it can, it hands over several that leave one by one: the calls are the half of its work, and
     * it must be faster than the relays that are compared.
     */
    int together(Shape shape) throws IOException {
        if (!namespaces) {
            return shape.train();
        }
        boolean singly = shape.train() == 1;
        ip(Part.GENERATOR, "link", "set", IN, "gso_max_segs", singly ? "1" : "64");
        return singly ? Traffic.ALIKE : shape.train();
    }

    /** For the head of the table. */
    public String description() {
        return (namespaces ? "network namespaces and veth" : "loopback (namespaces need root)")
                + (pinned ? ", the relay alone on a core" : ", not pinned");
    }

    @Override
    public void close() {
        if (namespaces) {
            removeNamespaces();
            Runtime.getRuntime().removeShutdownHook(cleaner);
        }
    }

    private void addNamespaces() throws IOException {
        for (Part part : Part.values()) {
            workshop.run(IP, "netns", "add", namespace(part));
            ip(part, "link", "set", "lo", "up");
        }
        wire(Part.GENERATOR, generatorAddress(), relayAddress(), IN);
        wire(Part.SINK, sinkAddress(), relayAddressAtSink(), "out");
    }

    private void wire(Part far, String farAddress, String nearAddress, String name)
            throws IOException {
        String relay = namespace(Part.RELAY);
        workshop.run(
                IP,
                "link",
                "add",
                name,
                "netns",
                relay,
                "type",
                "veth",
                "peer",
                "name",
                name,
                "netns",
                namespace(far));
        ip(far, "address", "add", farAddress + "/24", "dev", name);
        ip(Part.RELAY, "address", "add", nearAddress + "/24", "dev", name);
        ip(far, "link", "set", name, "up");
        ip(Part.RELAY, "link", "set", name, "up");
    }

    /** The command {@code ip} with these words, in the part's namespace. */
    void ip(Part part, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(IP, "-n", namespace(part)));
        all.addAll(List.of(words));
        workshop.run(all.toArray(new String[0]));
    }

    /** Runs a command to its end in the part's namespace. */
    void run(Part part, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(IP, "netns", "exec", namespace(part)));
        all.addAll(List.of(words));
        workshop.run(all.toArray(new String[0]));
    }

    private void removeNamespaces() {
        for (Part part : Part.values()) {
            try {
                // Whoever ends the bench ends what it started.
                workshop.run(IP, "netns", "pids", namespace(part))
                        .lines()
                        .forEach(pid ->
                                ProcessHandle.of(Long.parseLong(pid.strip()))
                                        .ifPresent(ProcessHandle::destroy));
                workshop.run(IP, "netns", "delete", namespace(part));
            } catch (IOException e) {
                // It was never made, or is gone already.
            }
        }
    }

    private String namespace(Part part) {
        return prefix + part.name().toLowerCase(java.util.Locale.ROOT);
    }
}
