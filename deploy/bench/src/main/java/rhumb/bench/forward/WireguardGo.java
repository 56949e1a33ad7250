package rhumb.bench.forward;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import rhumb.bench.Workshop;
import rhumb.bench.process.Programs;
import rhumb.net.Endpoint;

/**
 * WireGuard outside of the kernel, in the work of a transit PoP whose links are sealed. Packets of
 * the generator are routed into one tunnel, which seals them for a second one on the same core,
 * which opens them: each is taken from a socket, opened, routed, sealed and sent as by a relay
 * between two peers, in another order, so that neither generator nor sink has to seal or open.
 */
final class WireguardGo {
    private static final String READY = "UAPI listener started";
    private static final String ALL = "0.0.0.0/0";
    private static final String TABLE = "100";

    private static final long STEP_MS = 50;
    private static final int STEPS = 200;

    private final Stage stage;
    private final Workshop workshop;

    private WireguardGo(Stage stage, Workshop workshop) {
        this.stage = stage;
        this.workshop = workshop;
    }

    /** Why it cannot run here, with what to do; empty when it can. */
    static String obstacle() {
        if (Programs.find("wireguard-go").isEmpty() || Programs.find("wg").isEmpty()) {
            return "absent (apt-get install wireguard-go wireguard-tools)";
        }
        return Stage.hasNamespaces() ? "" : "needs root, for its tunnels";
    }

    /**
     * Starts both ends.
     *
     * @param port of the one that seals; the one after it is that of the other
     */
    static Relay start(Stage stage, int port) throws IOException {
        WireguardGo both = new WireguardGo(stage, new Workshop());
        String seals = name("s");
        String opens = name("o");
        Relay relay =
                Relay.start(
                        Relays.WIREGUARD_GO,
                        both.targets(),
                        both.tunnel(seals),
                        READY,
                        both.workshop);
        try {
            relay.closesWith(
                    Relay.start(opens, List.of(), both.tunnel(opens), READY, new Workshop()));
            String sealing = both.key(seals);
            String opening = both.key(opens);
            both.wg(seals, port, opening, "endpoint", "127.0.0.1:" + (port + 1));
            both.wg(opens, port + 1, sealing);
            both.route(seals);
            both.awaitKeys(seals);
        } catch (IOException e) {
            relay.close();
            throw e;
        }
        return relay;
    }

    /** Interfaces have short names, and the sockets by which they are configured lie together. */
    private static String name(String which) {
        return "rb" + ProcessHandle.current().pid() + which;
    }

    /** The sink itself: packets are routed. */
    private List<Endpoint> targets() {
        List<Endpoint> targets = new ArrayList<>();
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            targets.add(Endpoint.parse(stage.sinkAddress() + ":" + (Load.SINK_PORT + hop)));
        }
        return targets;
    }

    private ProcessBuilder tunnel(String name) {
        ProcessBuilder command =
                stage.command(Stage.Part.RELAY, List.of("wireguard-go", "-f", name));
        Map<String, String> environment = command.environment();
        environment.put("LOG_LEVEL", "verbose"); // else it does not say when it runs
        environment.put("WG_PROCESS_FOREGROUND", "1");
        return command;
    }

    /** Makes a key pair; its private half lies in the workshop under this name. */
    private String key(String name) throws IOException {
        String file = workshop.file(name).toString();
        return workshop.run("sh", "-c", "umask 077; wg genkey > " + file + "; wg pubkey < " + file)
                .strip();
    }

    private void wg(String name, int port, String peer, String... more) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "wg",
                                "set",
                                name,
                                "private-key",
                                workshop.file(name).toString(),
                                "listen-port",
                                Integer.toString(port),
                                "peer",
                                peer,
                                "allowed-ips",
                                ALL,
                                "persistent-keepalive", // which begins at once
                                "25"));
        words.addAll(List.of(more));
        workshop.run(words.toArray(new String[0]));
        stage.ip(Stage.Part.RELAY, "link", "set", name, "up");
    }

    /** What comes from the generator goes to the sink, through this tunnel. */
    private void route(String tunnel) throws IOException {
        stage.run(Stage.Part.RELAY, "sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward");
        stage.ip(Stage.Part.RELAY, "rule", "add", "iif", Stage.IN, "lookup", TABLE);
        stage.ip(Stage.Part.RELAY, "route", "add", "default", "dev", tunnel, "table", TABLE);
        stage.ip(
                Stage.Part.GENERATOR,
                "route",
                "add",
                stage.sinkAddress(),
                "via",
                stage.relayAddress());
    }

    private void awaitKeys(String tunnel) throws IOException {
        for (int step = 0; step < STEPS; step++) {
            String shaken = workshop.run("wg", "show", tunnel, "latest-handshakes").strip();
            if (!shaken.isEmpty() && !shaken.endsWith("\t0")) {
                return;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(STEP_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }
        throw new IOException("the two ends of wireguard-go agreed on no keys");
    }
}
