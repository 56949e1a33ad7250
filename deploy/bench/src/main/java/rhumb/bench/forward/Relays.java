package rhumb.bench.forward;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import rhumb.bench.Workshop;
import rhumb.bench.process.Programs;
import rhumb.forward.Forwarder;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.io.Aeads;
import rhumb.forward.io.KeyFile;
import rhumb.net.Endpoint;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.wire.SouthboundCodec;

/** Starts those who are compared. */
final class Relays {
    static final String C = "c";

    /** The same with a connected socket for each next hop. */
    static final String CONNECTED = "c-connected";

    static final String RHUMB = "rhumb";
    static final String NIO = "rhumb-nio";
    static final String NGINX = "nginx";
    static final String COTURN = "coturn";
    static final String WIREGUARD_GO = "wireguard-go";

    /** Packets opened and sealed. */
    static final String AEAD = "rhumb-aead";

    static final List<String> NAMES =
            List.of(C, CONNECTED, RHUMB, AEAD, NIO, NGINX, COTURN, WIREGUARD_GO);

    /** Where the module of the Debian package libnginx-mod-stream lies. */
    private static final Path STREAM = Path.of("/usr/lib/nginx/modules/ngx_stream_module.so");

    /** Set by the launcher: its own path. */
    private static final String LAUNCHER = "RHUMB_LAUNCHER";

    private static final int FIRST_PORT = 14_800;

    private final Stage stage;
    private final String bareRelay;
    private int started;

    /**
     * @param bareRelay the compiled program
     */
    Relays(Stage stage, Path bareRelay) {
        this.stage = stage;
        this.bareRelay = bareRelay.toString();
    }

    /** Why it cannot run here, with what to do; empty when it can. */
    static String obstacle(String name) {
        return switch (name) {
            case NGINX ->
                    Programs.find("nginx").isPresent() && Files.exists(STREAM)
                            ? ""
                            : "absent (apt-get install nginx-light libnginx-mod-stream)";
            case COTURN -> Coturn.obstacle();
            case WIREGUARD_GO -> WireguardGo.obstacle();
            default -> "";
        };
    }

    Relay start(String name) throws IOException {
        int port = FIRST_PORT + 10 * started++;
        return switch (name) {
            case C -> bare(C, port, List.of());
            case CONNECTED -> bare(CONNECTED, port, List.of("connected"));
            case NGINX -> nginx(port);
            case COTURN -> Coturn.start(stage, port);
            case WIREGUARD_GO -> WireguardGo.start(stage, port);
            case AEAD -> sealed(port);
            case NIO -> rhumb(name, port, transit(clear()), "-Drhumb.udp=nio", new Workshop());
            default -> rhumb(name, port, transit(clear()), "", new Workshop());
        };
    }

    private Relay bare(String name, int port, List<String> more) throws IOException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                bareRelay,
                                stage.relayBind(),
                                Integer.toString(port),
                                stage.sinkAddress(),
                                Integer.toString(Load.SINK_PORT - Traffic.FIRST_LABEL),
                                Integer.toString(Traffic.LABEL_OFFSET),
                                Integer.toString(Traffic.SEQUENCE_OFFSET)));
        words.addAll(more);
        ProcessBuilder command = stage.command(Stage.Part.RELAY, words);
        return Relay.start(name, targets(port), command, "ready", new Workshop());
    }

    private List<Endpoint> targets(int port) {
        return List.of(Endpoint.parse(stage.relayAddress() + ":" + port));
    }

    private static List<Rule> clear() {
        return List.of(new SecurityRule(LinkSecurity.NONE));
    }

    /** It has its keys on disk and those of its neighbours in its rules, and knows their lives. */
    private Relay sealed(int port) throws IOException {
        SecureRandom random = new SecureRandom();
        Workshop workshop = new Workshop();
        PublicKey key = new KeyFile(workshop.file("")).open(random).newest().publicKey();
        KeyRing own = KeyRing.first(random);
        InstalledRules rules = transit(SealedNeighbors.rules(own));
        Relay relay = rhumb(AEAD, port, rules, "", workshop);
        Endpoint sending = Endpoint.parse(stage.relayAddress() + ":" + port);
        Endpoint taking = Endpoint.parse(stage.relayAddressAtSink() + ":" + port);
        SealedNeighbors neighbors = new SealedNeighbors(own, Aeads.open(), sending, taking, key);
        try {
            neighbors.meet(stage, port);
        } catch (IOException e) {
            relay.close();
            throw e;
        }
        relay.sealedBy(neighbors);
        return relay;
    }

    private InstalledRules transit(List<Rule> security) {
        Endpoint generator = Endpoint.parse(stage.generatorAddress() + ":" + Load.GENERATOR_PORT);
        Endpoint sink = Endpoint.parse(stage.sinkAddress() + ":" + Load.SINK_PORT);
        return Traffic.rules(generator, sink, security);
    }

    /** A forwarder with these rules. */
    Relay rhumb(String name, InstalledRules rules, String options) throws IOException {
        return rhumb(name, FIRST_PORT + 10 * started++, rules, options, new Workshop());
    }

    /** The process that operators run, its rules restored from disk. */
    private Relay rhumb(
            String name, int port, InstalledRules rules, String options, Workshop workshop)
            throws IOException {
        Files.write(workshop.file("rules"), SouthboundCodec.encode(rules));
        Path config = workshop.file("forwarder.yaml");
        Files.writeString(
                config,
                """
                pop: %s
                uplinks:
                  - name: main
                    data: %s:%d
                    stream: 127.0.0.1:%d
                controllers:
                  - 127.0.0.1:1
                agent-socket: %s
                state: %s
                metrics: 127.0.0.1:%d
                """
                        .formatted(
                                Traffic.SELF,
                                stage.relayBind(),
                                port,
                                port + 1,
                                workshop.file("agent.sock"),
                                workshop.file(""),
                                port + 2));
        ProcessBuilder command =
                stage.command(Stage.Part.RELAY, forwarder("--config", config.toString()));
        Map<String, String> environment = command.environment();
        environment.put("RHUMB_LOG", "info");
        environment.merge("RHUMB_JAVA_OPTIONS", options, (own, more) -> own + " " + more);
        return Relay.start(name, targets(port), command, "event=forwarder-runs", workshop);
    }

    private static List<String> forwarder(String... arguments) {
        String launcher = System.getenv(LAUNCHER);
        List<String> command = new ArrayList<>();
        if (launcher != null) {
            command.addAll(List.of(launcher, "forwarder"));
        } else {
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.add("--enable-native-access=ALL-UNNAMED");
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(Forwarder.class.getName());
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /** A listener for each next hop, since it does not look into packets. */
    private Relay nginx(int port) throws IOException {
        Workshop workshop = new Workshop();
        StringBuilder servers = new StringBuilder();
        List<Endpoint> targets = new ArrayList<>();
        for (int hop = 0; hop < Traffic.HOPS; hop++) {
            targets.addAll(targets(port + hop));
            servers.append(
                    "  server { listen %s:%d udp rcvbuf=4m; proxy_pass %s:%d; }\n"
                            .formatted(
                                    stage.relayBind(),
                                    port + hop,
                                    stage.sinkAddress(),
                                    Load.SINK_PORT + hop));
        }
        Path config = workshop.file("nginx.conf");
        Files.writeString(
                config,
                """
                load_module %s;
                daemon off;
                master_process off;
                pid %s;
                error_log stderr notice;
                worker_rlimit_nofile 4096;
                events { worker_connections 1024; }
                stream {
                  proxy_timeout 1h;
                %s}
                """
                        .formatted(STREAM, workshop.file("pid"), servers));
        ProcessBuilder command =
                stage.command(
                        Stage.Part.RELAY,
                        List.of("/usr/sbin/nginx", "-e", "stderr", "-c", config.toString()));
        return Relay.start(NGINX, targets, command, "using the \"epoll\"", workshop);
    }
}
