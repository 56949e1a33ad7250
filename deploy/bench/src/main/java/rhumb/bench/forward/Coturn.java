package rhumb.bench.forward;

import java.io.IOException;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import rhumb.bench.Workshop;
import rhumb.bench.process.Programs;
import rhumb.net.Endpoint;

/**
 * The relay of WebRTC (RFC 8656). Each next hop is its client and gets what the generator sends to
 * an address that was allocated for it, with the four bytes of a channel before.
 */
final class Coturn {
    /** A channel message's number and length, RFC 8656 section 12.4. */
    private static final int CHANNEL_HEADER_BYTES = 4;

    private static final int LIFETIME_SECONDS = 600;

    private Coturn() {}

    /** Why it cannot run here, with what to do; empty when it can. */
    static String obstacle() {
        return Programs.find("turnserver").isPresent() ? "" : "absent (apt-get install coturn)";
    }

    /**
     * Starts one.
     *
     * @param port where clients find it; those after it are for what it allocates
     */
    static Relay start(Stage stage, int port) throws IOException {
        Workshop workshop = new Workshop();
        ProcessBuilder command =
                stage.command(
                        Stage.Part.RELAY,
                        List.of(
                                "turnserver",
                                "-n",
                                "--no-auth",
                                "--relay-threads=1",
                                "--listening-ip=" + stage.relayAddressAtSink(),
                                "--listening-port=" + port,
                                "--relay-ip=" + stage.relayAddress(),
                                "--min-port=" + (port + 1),
                                "--max-port=" + (port + Traffic.HOPS),
                                "--allow-loopback-peers",
                                "--no-tcp",
                                "--no-tls",
                                "--no-dtls",
                                "--no-cli",
                                "--log-file=stdout",
                                "--userdb=" + workshop.file("userdb"),
                                "--pidfile=" + workshop.file("pid")));
        Relay relay =
                Relay.start(
                        Relays.COTURN,
                        List.of(),
                        command,
                        "SQLite DB connection success",
                        workshop);
        relay.wraps(size -> size + CHANNEL_HEADER_BYTES);
        Endpoint server = Endpoint.parse(stage.relayAddressAtSink() + ":" + port);
        Endpoint peer = Endpoint.parse(stage.generatorAddress() + ":" + Load.GENERATOR_PORT);
        List<Endpoint> relayed = new ArrayList<>();
        try {
            eachHop(stage, server, client -> relayed.add(client.allocate()));
        } catch (IOException e) {
            relay.close();
            throw e;
        }
        relay.takesAt(relayed);
        relay.before(() ->
                eachHop(
                        stage,
                        server,
                        client -> {
                            client.keep(LIFETIME_SECONDS);
                            client.bind(peer);
                        }));
        return relay;
    }

    private interface Wish {
        void of(TurnClient client) throws IOException;
    }

    /** Each next hop's own address and port say to the server who it is. */
    private static void eachHop(Stage stage, Endpoint server, Wish wish) throws IOException {
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            try (DatagramChannel own = stage.socket(Stage.Part.SINK, Load.SINK_PORT + hop)) {
                wish.of(new TurnClient(own, server));
            }
        }
    }
}
