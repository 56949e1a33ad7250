package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.capture.FlowFilter;
import rhumb.forward.capture.FlowTap;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.fib.RuleInstaller;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkSecrets;
import rhumb.forward.link.LinkTable;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathSelector;
import rhumb.forward.path.PathState;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.pipeline.PacketPipeline;
import rhumb.forward.pipeline.TunnelOctet;
import rhumb.forward.pipeline.Verdict;
import rhumb.forward.queue.UplinkScheduler;
import rhumb.forward.session.EgressTable;
import rhumb.forward.session.SessionTable;
import rhumb.forward.tun.TunOptions;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * The datagram part of a forwarder: client datagrams in, overlay datagrams between PoPs, and out to
 * the media server, both ways. One thread owns it; nothing is allocated per packet once sessions
 * and paths are known.
 *
 * <p>Buffers given to it are only used during the call, or until the end of a batch ({@link
 * #beginBatch}); headers of overlay datagrams are rewritten in place. Buffers given to the sink are
 * only good during the call.
 */
public final class ForwarderCore {
    /** Where everything goes. Must not call back. */
    public interface Sink {
        /** A datagram to a neighbour, outer octet to be written on it. */
        void overlay(int uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length);

        /**
         * The same of a packet that the lane by which it leaves is to seal; never called where one
         * thread does everything.
         *
         * @param with for {@link LaneCipher#seal}
         */
        default void unsealed(
                int uplink,
                Endpoint to,
                int octet,
                ByteBuffer buffer,
                int offset,
                int length,
                LinkSecrets.Sealing with) {
            throw new IllegalStateException("no lane seals here");
        }

        /** An answer to a client, from the address at which the service listens. */
        void client(
                int service, Endpoint client, int octet, ByteBuffer buffer, int offset, int length);

        /** To a media server, from the session's own socket, opened on first use. */
        void target(
                int session, Endpoint target, int octet, ByteBuffer buffer, int offset, int length);

        /** An IP packet to the TUN device; nothing before {@link ForwarderCore#openTun}. */
        default void tun(ByteBuffer buffer, int offset, int length) {}

        /** The session is over; its number may be used again. */
        void closeSession(int session);

        /** What media saw of the links, to the agent beside this forwarder. */
        void passive(LinkPassive passive);

        void controller(Message message);

        /** Own keys to be stored; {@link #onKeysStored} tells when they are on disk. */
        void keys(KeyRing ring);

        /** All services of the rules that run now: which to listen for. */
        void listeners(List<ServiceRule> services);

        /** Packets of a route take another path from now on. */
        void switched(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause);

        /** Packets of other PoPs go round a link from now on, or over it again. */
        void bypass(LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause);
    }

    private static final long NEVER = Long.MAX_VALUE;

    private final Sink sink;
    private final RuleInstaller installer;
    private final SessionTable clients;
    private final EgressTable egress;
    private final Uplinks uplinks;
    private final LinkTable links;
    private final PacketPipeline pipeline;
    private final PathSelector selector;
    private final BypassSelector bypasses;
    private final OverlaySender sender;
    private final RelayBatch relay;
    private final ServiceEdge edge;
    private final TunEdge tun;
    private final Tracing tracing;
    private final ControlPackets control;
    private final KeyExchange keys;
    private final LinkRecovery recovery;
    private final ConvergenceStamps stamps;
    private final PathArrivals arrivals = new PathArrivals();
    private final PathLiveness liveness;
    private final PacketCounters counters = new PacketCounters();
    private final FlowTap tap = new FlowTap();
    private final FlowCaptures captures;

    /** Ingress times begin at the wall clock, so that they rise over a restart too. */
    private final long departureBaseNs;

    private long unixMinusNowNs;
    private Fib fib = Fib.EMPTY;
    private long nextSummaryNs = NEVER;

    /** Whether packets of other PoPs went on since the last summary. */
    private boolean relayed;

    private long pathSwitches;

    public ForwarderCore(
            PopId pop,
            ForwarderOptions options,
            Credentials credentials,
            RandomGenerator random,
            Sink sink,
            long nowNs,
            long unixNs) {
        this.sink = sink;
        links = new LinkTable(credentials.lanes(), credentials.aead());
        pipeline = new PacketPipeline(links, arrivals);
        installer = new RuleInstaller(pop);
        clients = new SessionTable(options.session(), random);
        egress = new EgressTable(options.session(), sink::closeSession);
        uplinks = new Uplinks(() -> new UplinkScheduler(options.queue(), departures()));
        selector = new PathSelector(options.holdDownNs(), this::onSwitch);
        bypasses = new BypassSelector(options.holdDownNs(), links, selector, this::onBypass);
        liveness = new PathLiveness(new PathFindings(counters, selector, this::probe));
        sender = new OverlaySender(links, uplinks, liveness, this::onCarried);
        relay = new RelayBatch(sender, bypasses, liveness);
        edge = new ServiceEdge(sink, counters, clients, egress, selector, liveness, sender);
        tun = new TunEdge(sink, counters, selector, liveness, sender);
        recovery = new LinkRecovery(counters, links, uplinks, this::onRecovered);
        tracing = new Tracing(sink, counters, selector, sender, this::us);
        control =
                new ControlPackets(
                        sink, counters, links, arrivals, liveness, selector, bypasses, sender,
                        recovery, tracing);
        keys = new KeyExchange(sink, counters, links, credentials, options, random, nowNs);
        captures = new FlowCaptures(tap, clients, egress);
        stamps = new ConvergenceStamps(pop + "/forwarder");
        departureBaseNs = unixNs - nowNs;
        onClock(nowNs, unixNs);
    }

    /** The number of an uplink, which stays the same; a new name gets a new one. */
    public int uplink(String name) {
        return uplinks.number(name);
    }

    /** Names of all uplinks heard of, by number. */
    public List<String> uplinkNames() {
        return uplinks.names();
    }

    /** Tells the wall clock, now and then; it only goes into traces. */
    public void onClock(long nowNs, long unixNs) {
        unixMinusNowNs = unixNs - nowNs;
    }

    /**
     * A datagram from another PoP, or from a stranger, came to an uplink.
     *
     * @param arrivedNs when it arrived; earlier than now when it waited for this thread
     * @param opened what came of a lane's trying to open it; null when it is as it came
     */
    public void onOverlay(
            long nowNs,
            long arrivedNs,
            int uplink,
            Endpoint from,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length,
            LaneCipher.@Nullable Opened opened) {
        counters.fromOverlay++;
        int arrivedUs = us(arrivedNs);
        Verdict verdict =
                pipeline.judge(nowNs, arrivedUs, uplink, from, buffer, offset, length, opened);
        LinkPort port = pipeline.from();
        if (port == null) {
            counters.drop(pipeline.reason());
            return;
        }
        control.onArrival(nowNs, port);
        boolean goesOn = verdict == Verdict.FORWARD || verdict == Verdict.DELIVER;
        boolean uniform = uplinks.scheduler(uplink).isUniform();
        if (goesOn && !TunnelOctet.arrive(uniform, octet, buffer, offset)) {
            counters.drop(DropReason.CE_LOST);
        } else {
            if (goesOn && tap.isOn()) {
                tap.onOverlay(nowNs, uplink, from, octet, buffer, offset, pipeline.size());
            }
            handle(nowNs, verdict, port, buffer, offset, pipeline.size(), true);
        }
        recovery.afterArrival(nowNs, port);
    }

    /** Does what the pipeline said; what this gives rise to may pass the pipeline in turn. */
    private void handle(
            long nowNs,
            Verdict verdict,
            LinkPort port,
            ByteBuffer b,
            int offset,
            int length,
            boolean stays) {
        switch (verdict) {
            case FORWARD -> {
                relay.forward(nowNs, pipeline, port, b, offset, length, stays);
                relayed = true;
                summarise(nowNs);
            }
            case DELIVER -> {
                if (OverlayHeader.service(b, offset) == OverlayHeader.SERVICE_IP) {
                    tun.deliver(b, offset, length);
                } else {
                    edge.deliver(nowNs, b, offset, length);
                }
                summarise(nowNs);
            }
            case SLOW_PATH -> control.onPacket(nowNs, us(nowNs), port, b, offset, length);
            case INTRODUCED -> {
                counters.consumed++;
                keys.onArrival(nowNs, port);
            }
            case DROP -> counters.drop(pipeline.reason());
        }
    }

    private void onRecovered(long nowNs, LinkPort port, ByteBuffer packet, int length) {
        Verdict verdict = pipeline.judgeRecovered(us(nowNs), port, packet, 0, length);
        handle(nowNs, verdict, port, packet, 0, length, false);
    }

    /** Overlay datagrams came together: their buffers stay until {@link #endBatch}. */
    public void beginBatch() {
        relay.begin();
    }

    /** All of them were told; nothing of them waits for anything but the uplink's queue now. */
    public void endBatch(long nowNs) {
        relay.end(nowNs);
    }

    /** A datagram from a client of a service that listens here. */
    public void onClient(
            long nowNs,
            int service,
            Endpoint client,
            int octet,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (tap.isOn()) {
            captures.onClient(nowNs, fib, service, client, octet, buffer, offset, length);
        }
        edge.onClient(nowNs, us(nowNs), service, client, octet, buffer, offset, length);
        summarise(nowNs);
    }

    /** A datagram from the media server to the socket of a session. */
    public void onTarget(
            long nowNs, int session, int octet, ByteBuffer buffer, int offset, int length) {
        if (tap.isOn()) {
            captures.onTarget(nowNs, fib, session, octet, buffer, offset, length);
        }
        edge.onTarget(nowNs, us(nowNs), session, octet, buffer, offset, length);
    }

    /** The forwarder has a TUN device from now on. */
    public void openTun(TunOptions options) {
        tun.open(options);
    }

    /** An IP packet came out of the TUN device. */
    public void onTun(long nowNs, ByteBuffer buffer, int offset, int length) {
        if (tap.isOn()) {
            tap.onTun(nowNs, buffer, offset, length);
        }
        tun.onPacket(nowNs, us(nowNs), buffer, offset, length);
        summarise(nowNs);
    }

    /** New rules from the controller. */
    public void onRules(long nowNs, RuleUpdate update) {
        Fib before = fib;
        RuleAck ack = installer.apply(update, unixNs(nowNs));
        if (ack.accepted()) {
            onInstalled(nowNs, before, ack.traces());
        }
        sink.controller(ack);
    }

    /**
     * Rules from disk at the start: fail static.
     *
     * @return empty, or the reason why these rules are not run
     */
    public String restore(long nowNs, InstalledRules rules) {
        Fib before = fib;
        String fault = installer.restore(rules);
        if (fault.isEmpty()) {
            onInstalled(nowNs, before, List.of());
        }
        return fault;
    }

    public InstalledRules installed() {
        return installer.installed();
    }

    public Epoch highestEpoch() {
        return installer.highest();
    }

    public void onHealth(long nowNs, LinkHealth health) {
        selector.onHealth(nowNs, health);
        bypasses.onHealth(nowNs);
        report(stamps.onHealth(health, unixNs(nowNs)));
    }

    /** What to write on links so that it survives; stays when the agent goes. */
    public void onMarks(OuterMarks marks) {
        links.onMarks(marks);
    }

    /** The agent is gone: its links are unknown, and nothing is switched because of that. */
    public void onAgentLost(long nowNs) {
        selector.onAgentLost(nowNs);
        bypasses.onHealth(nowNs);
    }

    /** The keys that the sink was given last are on disk. */
    public void onKeysStored(long nowNs) {
        keys.onStored(nowNs);
    }

    public void onControllerEstablished(long nowNs, boolean wantRules) {
        keys.onControllerEstablished();
        if (wantRules) {
            sink.controller(installed());
        }
    }

    /** No controller is there: rules and keys stay as they are. */
    public void onControllerLost() {
        keys.onControllerLost();
    }

    public void onDeadline(long nowNs) {
        uplinks.onDeadline(nowNs);
        liveness.onDeadline(nowNs);
        selector.onDeadline(nowNs);
        bypasses.onDeadline(nowNs);
        clients.onDeadline(nowNs);
        egress.onDeadline(nowNs);
        control.onDeadline(nowNs, us(nowNs));
        keys.onDeadline(nowNs);
        recovery.onDeadline(nowNs);
        tracing.onDeadline(nowNs);
        if (nowNs >= nextSummaryNs) {
            boolean live = relayed || carries();
            relayed = false;
            nextSummaryNs = live ? nowNs + TrafficSummary.INTERVAL_NS : NEVER;
            var queues = QueueSummary.of(nowNs, uplinks);
            sink.controller(
                    TrafficSummary.of(
                            nowNs, fib, selector, clients, egress, tun.flows(), links, queues));
        }
    }

    public long nextDeadlineNs() {
        long next = Math.min(uplinks.nextDeadlineNs(), liveness.nextDeadlineNs());
        next = Math.min(next, selector.nextDeadlineNs());
        next = Math.min(next, bypasses.nextDeadlineNs());
        next = Math.min(next, Math.min(clients.nextDeadlineNs(), egress.nextDeadlineNs()));
        next = Math.min(next, Math.min(keys.nextDeadlineNs(), tracing.nextDeadlineNs()));
        next = Math.min(next, Math.min(control.nextDeadlineNs(), recovery.nextDeadlineNs()));
        return Math.min(next, nextSummaryNs);
    }

    public Fib fib() {
        return fib;
    }

    /**
     * Begins to capture one flow here; a capture that runs is forgotten.
     *
     * @param count packets until it ends by itself
     * @param addresses own data addresses by name of the uplink
     */
    public void beginCapture(FlowFilter filter, int count, Map<String, Endpoint> addresses) {
        captures.begin(filter, count, uplinks.names(), addresses, departureBaseNs);
    }

    /** The capture that runs, or the last one. */
    public FlowTap tap() {
        return tap;
    }

    public PacketCounters counters() {
        return counters;
    }

    /** Packets that wait in all uplinks together. */
    public int queued() {
        return uplinks.queued();
    }

    public UplinkScheduler scheduler(int uplink) {
        return uplinks.scheduler(uplink);
    }

    /** For lanes, as {@link LinkTable#secrets}; callable from any thread. */
    public @Nullable LinkSecrets secrets(int uplink, Endpoint from) {
        return links.secrets(uplink, from);
    }

    public List<LinkPort> links() {
        return links.ports();
    }

    /** New own keys made since the start. */
    public long keyRotations() {
        return keys.rotations();
    }

    /** How long the newest own key has been there. */
    public long keyAgeNs(long nowNs) {
        return keys.ageNs(nowNs);
    }

    /** The controller wants a path traced; the answer goes to it. */
    public void onTraceOrder(long nowNs, PathTraceOrder order) {
        tracing.begin(nowNs, order);
    }

    /** The own keys in use. */
    public KeyRing keyRing() {
        return keys.ring();
    }

    public List<PathState> paths() {
        return liveness.states();
    }

    /** The path in use; null when no rule leads there. */
    public @Nullable FibPath activePath(int pop, TrafficClass c) {
        return selector.active(pop, c, RouteRule.Direction.TO);
    }

    /** Bytes kept for what may be asked for again. */
    public long protectionBytes() {
        return recovery.memoryBytes();
    }

    public int clientSessions() {
        return clients.size();
    }

    public int egressSessions() {
        return egress.size();
    }

    /** How often the active path of a route changed, for whatever cause. */
    public long pathSwitches() {
        return pathSwitches;
    }

    private Departures departures() {
        return new Departures(sink, counters, uplinks, recovery, tap, bypasses, this::us);
    }

    /** Sessions may live now, so the controller is told about them. */
    private void summarise(long nowNs) {
        if (nextSummaryNs == NEVER && (relayed || carries())) {
            nextSummaryNs = nowNs + TrafficSummary.INTERVAL_NS;
        }
    }

    private boolean carries() {
        return clients.size() + egress.size() > 0
                || !tun.flows().isEmpty()
                || TrafficSummary.anyBypass(links);
    }

    private void onInstalled(long nowNs, Fib before, List<ConvergenceTrace> acked) {
        fib = installer.fib();
        links.onFib(fib, uplinks::number);
        keys.onFib(nowNs, fib);
        recovery.onFib(fib.protections());
        uplinks.onFib(nowNs, fib);
        pipeline.onFib(fib);
        arrivals.onFib(before, fib);
        liveness.onFib(nowNs, fib);
        sender.onFib(fib);
        edge.onFib(fib);
        tun.onFib(fib);
        control.onFib(fib);
        stamps.onFib(before, fib, acked);
        selector.onFib(nowNs, fib);
        bypasses.onFib(nowNs, fib);
        tracing.onFib(fib);
        sink.listeners(fib.services());
    }

    private void onSwitch(
            long nowNs, FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {
        pathSwitches++;
        sink.switched(route, from, to, cause);
        boolean left =
                cause == PathSelector.Cause.LINK_HEALTH || cause == PathSelector.Cause.SILENCE;
        if (left && route.direction() == RouteRule.Direction.TO) {
            stamps.onLeft(from.first().rule().link(), unixNs(nowNs));
        }
    }

    private void onBypass(
            long nowNs, LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {
        if (begins) {
            stamps.onLeft(link, unixNs(nowNs));
        }
        // The controller hears of it at once, of its end too.
        nextSummaryNs = nowNs;
        sink.bypass(link, classes, begins, cause);
    }

    /** A packet of media was just sent on this route. */
    private void onCarried(long nowNs, FibRoute route) {
        if (stamps.awaits(route)) {
            report(stamps.onFirstPacket(unixNs(nowNs)));
        }
    }

    private void report(List<ConvergenceTrace> traces) {
        if (!traces.isEmpty()) {
            sink.controller(new TraceReport(traces));
        }
    }

    private int us(long nowNs) {
        return (int) ((nowNs + departureBaseNs) / 1_000);
    }

    private long unixNs(long nowNs) {
        return nowNs + unixMinusNowNs;
    }

    private void probe(long nowNs, PathState path, int seq) {
        sender.probe(nowNs, us(nowNs), path, seq);
    }
}
