package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.Credentials;
import rhumb.forward.ForwarderCore;
import rhumb.forward.ForwarderOptions;
import rhumb.forward.crypto.JdkAead;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.SendingLanes;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.UplinkId;
import rhumb.probe.AgentCore;
import rhumb.probe.AgentOptions;
import rhumb.sim.overlay.AddressPlan;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.ServiceRule;

/**
 * One PoP: an agent and a forwarder, which can die together and come back with what was on disk.
 */
final class VirtualPop {
    /** Between two processes of one machine. */
    private static final long LOCAL_NS = 50_000L;

    /** Takes what a forwarder hands to clients and media servers. */
    interface Media {
        void toClient(PopId pop, int service, Endpoint client, int octet, byte[] bytes);

        void toTarget(Socket socket, Endpoint target, int octet, byte[] bytes);
    }

    /** What a media server answers to: gone with its session, though the number is used again. */
    static final class Socket {
        private final int session;

        private Socket(int session) {
            this.session = session;
        }
    }

    private final EventQueue queue;
    private final VirtualWan wan;
    private final VirtualControl control;
    private final Media media;
    private final Observer observer;
    private final PopId pop;
    private final long controlDelayNs;
    private final SplittableRandom seeds;
    private final VirtualStreams streams;
    private @Nullable Processes processes;

    /** What survives the processes. */
    private @Nullable InstalledRules disk;

    private int life;
    private @Nullable KeyRing keys;

    VirtualPop(
            EventQueue queue,
            VirtualWan wan,
            VirtualControl control,
            VirtualStreams streams,
            Media media,
            Observer observer,
            PopId pop,
            long controlDelayNs,
            long seed) {
        this.queue = queue;
        this.wan = wan;
        this.control = control;
        this.streams = streams;
        this.media = media;
        this.observer = observer;
        this.pop = pop;
        this.controlDelayNs = controlDelayNs;
        this.seeds = new SplittableRandom(seed);
    }

    void start() {
        if (processes == null) {
            processes = new Processes();
        }
    }

    void kill() {
        if (processes != null) {
            disk = processes.forwarder.installed();
            processes.stop();
            processes = null;
            streams.kill();
        }
    }

    boolean isUp() {
        return processes != null;
    }

    /** The forwarder; null while the PoP is down. */
    @Nullable ForwarderCore forwarder() {
        return processes == null ? null : processes.forwarder;
    }

    VirtualStreams streams() {
        return streams;
    }

    void onWan(AddressPlan.Port port, Endpoint from, int octet, byte[] bytes) {
        if (processes == null) {
            return;
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long nowNs = queue.nowNs();
        if (port == AddressPlan.Port.PROBE) {
            processes.agent.onDatagram(
                    nowNs, nowNs, UplinkId.MAIN, from, octet, 64, buffer, 0, bytes.length);
            processes.agentTimer.arm();
        } else {
            processes.forwarder.onOverlay(
                    nowNs, nowNs, processes.uplink, from, octet, buffer, 0, bytes.length, null);
            processes.forwarderTimer.arm();
        }
    }

    void onClient(int service, Endpoint client, int octet, byte[] bytes) {
        if (processes != null) {
            processes.forwarder.onClient(
                    queue.nowNs(), service, client, octet, ByteBuffer.wrap(bytes), 0, bytes.length);
            processes.forwarderTimer.arm();
        }
    }

    void onTarget(Socket socket, int octet, byte[] bytes) {
        if (processes != null && processes.sockets.get(socket.session) == socket) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            processes.forwarder.onTarget(
                    queue.nowNs(), socket.session, octet, buffer, 0, bytes.length);
            processes.forwarderTimer.arm();
        }
    }

    private KeyRing keysOnDisk() {
        KeyRing stored = keys == null ? KeyRing.first(seeds) : keys;
        keys = stored;
        streams.onKeys(stored);
        return stored;
    }

    /** The agent and the forwarder of one life. */
    private final class Processes implements AgentCore.Sink, ForwarderCore.Sink {
        private final RandomGenerator random = seeds.split();
        private final AgentCore agent =
                new AgentCore(
                        pop, AgentOptions.STANDARD, random, this, queue.nowNs(), queue.unixNs());
        private final ForwarderCore forwarder =
                new ForwarderCore(
                        pop,
                        ForwarderOptions.STANDARD,
                        new Credentials(new SendingLanes(1, ++life), keysOnDisk(), new JdkAead()),
                        random,
                        this,
                        queue.nowNs(),
                        queue.unixNs());
        private final int uplink = forwarder.uplink(UplinkId.MAIN);
        private final EventQueue.Timer agentTimer =
                queue.timer(agent::nextDeadlineNs, () -> agent.onDeadline(queue.nowNs()));
        private final EventQueue.Timer forwarderTimer =
                queue.timer(forwarder::nextDeadlineNs, () -> forwarder.onDeadline(queue.nowNs()));
        private final Map<Integer, Socket> sockets = new HashMap<>();
        private final VirtualSession agentSession;
        private final VirtualSession forwarderSession;
        private boolean stopped;

        Processes() {
            if (disk != null) {
                forwarder.restore(queue.nowNs(), disk);
            }
            long instance = random.nextLong();
            agentSession =
                    session(
                            () -> hello(Role.AGENT, instance, Epoch.NONE),
                            this::onAgent,
                            welcome ->
                                    agent.onControllerEstablished(
                                            queue.nowNs(), welcome.knownSeq()),
                            () -> {});
            forwarderSession =
                    session(
                            () -> hello(Role.FORWARDER, instance, forwarder.highestEpoch()),
                            this::onForwarder,
                            welcome ->
                                    forwarder.onControllerEstablished(
                                            queue.nowNs(), welcome.wantRules()),
                            forwarder::onControllerLost);
            agent.onForwarderConnected(queue.nowNs());
            agentTimer.arm();
            forwarderTimer.arm();
        }

        private Hello hello(Role role, long instance, Epoch installed) {
            return new Hello(pop, role, instance, Hello.VERSION, Set.of(), installed);
        }

        void stop() {
            stopped = true;
            agentTimer.stop();
            forwarderTimer.stop();
            agentSession.stop();
            forwarderSession.stop();
        }

        private VirtualSession session(
                java.util.function.Supplier<Hello> hello,
                java.util.function.Consumer<Message> onMessage,
                java.util.function.Consumer<Welcome> onEstablished,
                Runnable onLost) {
            return new VirtualSession(
                    queue,
                    control,
                    pop,
                    controlDelayNs,
                    hello,
                    random,
                    new VirtualSession.User() {
                        @Override
                        public void onEstablished(Welcome welcome) {
                            onEstablished.accept(welcome);
                            armBoth();
                        }

                        @Override
                        public void onMessage(Message message) {
                            onMessage.accept(message);
                            armBoth();
                        }

                        @Override
                        public void onLost() {
                            onLost.run();
                            armBoth();
                        }
                    });
        }

        private void armBoth() {
            agentTimer.arm();
            forwarderTimer.arm();
        }

        private void onAgent(Message message) {
            if (message instanceof ProbePlan plan) {
                agent.onPlan(queue.nowNs(), plan);
            } else if (message instanceof DscpSweep sweep) {
                agent.onSweep(queue.nowNs(), sweep);
            }
        }

        private void onForwarder(Message message) {
            if (message instanceof RuleUpdate update) {
                forwarder.onRules(queue.nowNs(), update);
            }
        }

        /** What one process says to the other reaches it a moment later, if both still live. */
        private void locally(Runnable run) {
            queue.in(
                    LOCAL_NS,
                    () -> {
                        if (!stopped) {
                            run.run();
                            armBoth();
                        }
                    });
        }

        @Override
        public void send(
                String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
            wan.send(to, octet, buffer, offset, length);
        }

        @Override
        public void health(LinkHealth health) {
            for (LinkHealth.Entry entry : health.links()) {
                boolean bad =
                        entry.status() == LinkStatus.DEGRADED || entry.status() == LinkStatus.DOWN;
                if (bad && entry.trace() != null) {
                    observer.onDegraded(queue.nowNs(), entry.link());
                }
            }
            locally(() -> {
                forwarder.onHealth(queue.nowNs(), health);
                streams.onHealth(health);
            });
        }

        @Override
        public void report(LinkReport report) {
            agentSession.offer(report);
        }

        @Override
        public void dscp(DscpReport report) {
            agentSession.offer(report);
        }

        @Override
        public void marks(OuterMarks marks) {
            locally(() -> forwarder.onMarks(marks));
        }

        @Override
        public void overlay(
                int uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length) {
            wan.send(to, octet, buffer, offset, length);
        }

        @Override
        public void client(
                int service,
                Endpoint client,
                int octet,
                ByteBuffer buffer,
                int offset,
                int length) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            queue.in(LOCAL_NS, () -> media.toClient(pop, service, client, octet, bytes));
        }

        @Override
        public void target(
                int session,
                Endpoint target,
                int octet,
                ByteBuffer buffer,
                int offset,
                int length) {
            byte[] bytes = new byte[length];
            buffer.get(offset, bytes);
            Socket socket = sockets.computeIfAbsent(session, Socket::new);
            queue.in(LOCAL_NS, () -> media.toTarget(socket, target, octet, bytes));
        }

        @Override
        public void closeSession(int session) {
            sockets.remove(session);
        }

        @Override
        public void passive(LinkPassive passive) {
            locally(() -> agent.onPassive(queue.nowNs(), passive));
        }

        @Override
        public void controller(Message message) {
            observer.onForwarder(queue.nowNs(), pop, message);
            // The core may be inside its constructor's restore, before there is a session.
            queue.in(
                    0,
                    () -> {
                        if (!stopped) {
                            forwarderSession.offer(message);
                        }
                    });
        }

        @Override
        public void keys(KeyRing ring) {
            keys = ring;
            locally(() -> {
                streams.onKeys(ring);
                forwarder.onKeysStored(queue.nowNs());
            });
        }

        @Override
        public void listeners(List<ServiceRule> services) {
            locally(() -> streams.onFib(forwarder.fib()));
        }

        @Override
        public void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {
            observer.onSwitch(queue.nowNs(), pop, route, from, to, cause);
        }

        @Override
        public void bypass(
                LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {
            observer.onBypass(queue.nowNs(), link, classes, begins, cause);
        }
    }
}
