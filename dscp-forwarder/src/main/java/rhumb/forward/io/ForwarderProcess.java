package rhumb.forward.io;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.Credentials;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.link.SendingLanes;
import rhumb.host.local.LocalListener;
import rhumb.host.local.LocalServer;
import rhumb.host.metrics.Health;
import rhumb.host.metrics.MetricCollector;
import rhumb.host.metrics.MetricsEndpoint;
import rhumb.host.session.ControllerLink;
import rhumb.host.tls.PopTls;
import rhumb.host.tun.TunDevice;
import rhumb.host.tun.TunRoutes;
import rhumb.host.udp.DatagramLoop;
import rhumb.net.Epoch;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.SessionTiming;

/**
 * A forwarder that runs: all its threads and what they tell each other.
 *
 * <pre>
 * who                     tells                                to              bound, when full
 * controller link thread  rules, greetings                     packet thread   inbox 4096, drop newest (session starts anew)
 * agent channel thread    link health                          packet thread   the same; stream thread: netty's queue
 * packet thread           acknowledgements through the disk    rule keeper     256, acknowledge without storing
 * packet thread           new keys                             key keeper      1, never full: one at a time is made
 * key keeper              keys that are on disk                packet thread   inbox 4096, tried again; stream thread: netty's queue
 * packet thread           traffic, traces, traced paths        controller link one slot a kind, newest wins
 * packet thread           what media saw of links              agent channel   4096 entries, oldest go
 * packet thread           new rules                            stream thread   netty's queue, one task an update
 * packet thread           networks behind other PoPs           tun-routes      newest wins
 * packets-1, -2 ...       what they received (lanes)           packet thread   4 MiB a lane, drop newest, counted as lane_full
 * packet thread           what they are to send                packets-n       2 MiB a lane, drop newest, counted as a send failure
 * </pre>
 */
public final class ForwarderProcess implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForwarderProcess.class);

    private final ForwarderConfig config;
    private final @Nullable Consumer<Message> watcher;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final long instance = RandomGenerator.getDefault().nextLong();
    private final StreamLoop streams;
    private final PacketLoop packets;
    private final RuleKeeper keeper;
    private final @Nullable TunRoutes routes;
    private final KeyKeeper keys;
    private final LocalServer agent;
    private final TrafficMerge traffic;
    private final ForwarderMetrics metrics;
    private volatile Epoch highest = Epoch.NONE;
    private volatile @Nullable ControllerLink controller;

    private ForwarderProcess(ForwarderConfig config, @Nullable Consumer<Message> watcher)
            throws IOException {
        this.config = config;
        this.watcher = watcher;
        try {
            RuleFile file = new RuleFile(config.state());
            KeyFile keyFile = new KeyFile(config.state());
            SecureRandom random = new SecureRandom();
            traffic = new TrafficMerge(this::tell);
            Credentials credentials = credentials(keyFile, random);
            streams =
                    add(
                            new StreamLoop(
                                    credentials.keys(), Aeads.open(), random, traffic::onStreams));
            packets =
                    add(
                            new PacketLoop(
                                    config.pop(),
                                    ForwarderOptions.STANDARD.withRekeyNs(config.rekeyNs()),
                                    credentials,
                                    random,
                                    config.dataAddresses(),
                                    config.mediaBind(),
                                    config.lanes(),
                                    new Products()));
            routes = openTun();
            keeper = add(new RuleKeeper(file, this::tell));
            keys = add(new KeyKeeper(keyFile, this::tellKeysStored));
            for (ForwarderConfig.Uplink uplink : config.uplinks()) {
                streams.listenForChains(uplink.stream());
            }
            restore(file);
            Files.createDirectories(parent());
            agent = add(LocalServer.listen(config.agentSocket(), new AgentEars()));
            packets.loop().start();
            ControllerLink link = openLink(add(PopTls.open(config.tls(), config.controllers())));
            controller = link;
            metrics = new ForwarderMetrics(packets, streams, link::established, agent::connected);
            serve(metrics);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Starts everything; it runs until closed.
     *
     * @param watcher also hears what the controller is told; null for nobody
     * @throws IOException when an address, a folder or the socket of the agent cannot be had; says
     *     which and what to do
     */
    public static ForwarderProcess start(
            ForwarderConfig config, @Nullable Consumer<Message> watcher) throws IOException {
        ForwarderProcess process = new ForwarderProcess(config, watcher);
        LOG.info("event=forwarder-runs pop={} epoch={}", config.pop(), process.highest);
        return process;
    }

    private ControllerLink openLink(PopTls tls) {
        return add(
                ControllerLink.open(
                        config.controllers(),
                        this::hello,
                        SessionTiming.STANDARD,
                        tls.door(),
                        new ControllerEars()));
    }

    /** The life begins here, and is on disk before anything is sent in it. */
    private Credentials credentials(KeyFile keyFile, SecureRandom random) throws IOException {
        int life = LifeFile.begin(config.state(), DatagramLoop.unixNs());
        return new Credentials(new SendingLanes(1, life), keyFile.open(random), Aeads.open());
    }

    /** Streams first: neighbours hear of a key through the packet thread. */
    private boolean tellKeysStored(KeyRing ring) {
        streams.onKeys(ring);
        return packets.loop().tell(core -> core.onKeysStored(System.nanoTime()));
    }

    private void serve(ForwarderMetrics metrics) throws IOException {
        CollectorRegistry registry = new CollectorRegistry();
        registry.register(new MetricCollector(Arrays.asList(ForwarderMetric.values()), metrics));
        MetricsEndpoint endpoint =
                add(MetricsEndpoint.open(config.metrics(), registry, metrics::health));
        endpoint.offer("/capture", new CaptureAction(packets, config.dataAddresses()));
    }

    /** Whether the packet thread answers. */
    public Health health() {
        return metrics.health();
    }

    /** Asks the core, on its own thread. */
    public <T> CompletableFuture<T> ask(Function<ForwarderCore, T> question) {
        return packets.loop().ask(question);
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                LOG.warn("event=close-failed cause=\"{}\"", e.toString());
            }
        }
    }

    private <T extends AutoCloseable> T add(T part) {
        open.push(part);
        return part;
    }

    private @Nullable TunRoutes openTun() throws IOException {
        ForwarderConfig.Tun tun = config.tun();
        if (tun == null) {
            return null;
        }
        TunDevice device = TunDevice.open(tun.name(), tun.addresses(), tun.mtu());
        packets.attach(device, tun.options());
        LOG.info("event=tun-opened device={} mtu={}", tun.name(), tun.mtu());
        return Boolean.FALSE.equals(tun.routes()) ? null : add(new TunRoutes(device));
    }

    private java.nio.file.Path parent() {
        java.nio.file.Path parent = config.agentSocket().toAbsolutePath().getParent();
        return parent == null ? java.nio.file.Path.of("/") : parent;
    }

    /** The core still belongs to this thread. */
    private void restore(RuleFile file) throws IOException {
        InstalledRules stored = file.load();
        if (stored == null) {
            return;
        }
        String fault = packets.core().restore(System.nanoTime(), stored);
        highest = packets.core().highestEpoch();
        if (fault.isEmpty()) {
            LOG.info(
                    "event=rules-restored epoch={} rules={}",
                    stored.epoch(),
                    stored.rules().size());
        } else {
            LOG.warn(
                    "event=rules-not-restored epoch={} fault={} action=\"waiting for a controller\"",
                    stored.epoch(),
                    fault);
        }
    }

    private Hello hello() {
        return new Hello(config.pop(), Role.FORWARDER, instance, Hello.VERSION, Set.of(), highest);
    }

    private void tell(Message message) {
        ControllerLink link = controller;
        if (link != null) {
            link.offer(message);
        }
        if (watcher != null) {
            watcher.accept(message);
        }
    }

    /** What the packet thread makes. */
    private final class Products implements PacketLoop.Output {
        @Override
        public void passive(LinkPassive passive) {
            agent.offer(passive);
        }

        @Override
        public void controller(Message message) {
            switch (message) {
                case TrafficReport report -> traffic.onDatagrams(report);
                case RuleAck refused -> {
                    LOG.warn(
                            "event=rules-refused epoch={} reason={}",
                            refused.refused(),
                            refused.reason());
                    tell(refused);
                }
                default -> tell(message);
            }
        }

        @Override
        public void installed(Fib rules, RuleAck ack) {
            highest = rules.epoch();
            keeper.keep(rules, ack);
            LOG.debug("event=rules-installed epoch={} rules={}", rules.epoch(), rules.size());
        }

        @Override
        public void keys(KeyRing ring) {
            keys.keep(ring);
        }

        @Override
        public void rules(Fib fib) {
            streams.onFib(fib);
            TunRoutes kernel = routes;
            if (kernel != null) {
                kernel.want(fib.prefixes().elsewhere(fib.self()));
            } else if (config.tun() == null && fib.prefixes().holds(fib.self())) {
                LOG.warn(
                        "event=prefixes-without-tun pop={} action=\"packets to networks behind it are"
                                + " dropped as no_tun: give its forwarder a tun: section\"",
                        config.pop());
            }
        }
    }

    private final class AgentEars implements LocalListener {
        @Override
        public void onConnected() {
            LOG.info("event=agent-connected");
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof LinkHealth health) {
                packets.loop().tell(core -> core.onHealth(System.nanoTime(), health));
                streams.onHealth(health);
            } else if (message instanceof OuterMarks marks) {
                packets.loop().tell(core -> core.onMarks(marks));
            }
        }

        @Override
        public void onLost(String reason) {
            LOG.warn("event=agent-lost reason=\"{}\"", reason);
            packets.loop().tell(core -> core.onAgentLost(System.nanoTime()));
            streams.onAgentLost();
        }
    }

    private final class ControllerEars implements ControllerLink.Listener {
        @Override
        public void onEstablished(Welcome welcome) {
            packets.loop()
                    .tell(core ->
                            core.onControllerEstablished(System.nanoTime(), welcome.wantRules()));
        }

        @Override
        public void onMessage(Message message) {
            if (message instanceof PathTraceOrder order) {
                packets.loop().tell(core -> core.onTraceOrder(System.nanoTime(), order));
            }
            if (message instanceof RuleUpdate update
                    && !packets.loop().tell(core -> core.onRules(System.nanoTime(), update))) {
                // Said at once, so that the controller sends everything again instead of a delta on
                // what was lost.
                tell(new RuleAck(highest, update.epoch(), "busy", java.util.List.of()));
            }
        }

        @Override
        public void onLost(String reason) {
            LOG.warn("event=controller-lost action=\"going on by the rules of epoch {}\"", highest);
            packets.loop().tell(ForwarderCore::onControllerLost);
        }
    }
}
