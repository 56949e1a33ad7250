package rhumb.probe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.probe.estimate.Change;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.report.ReportPolicy;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampReject;
import rhumb.probe.stamp.WireTime;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/**
 * The whole agent of one PoP without its sockets: probes the links of its plan, answers the
 * neighbours' probes, judges both directions, tells the forwarder and the controller.
 *
 * <p>All intervals are of the monotonic clock; the wall clock only stamps packets and traces, so
 * setting it changes no judgement. Bad datagrams are counted by {@link StampReject}. Owned by one
 * thread; no allocation per probe in steady state.
 */
public final class AgentCore {
    /** What the agent gives out. Buffers are the core's and are reused once a call returns. */
    public interface Sink {
        /** A probe or an answer, from the STAMP socket of a local uplink. */
        void send(String uplink, Endpoint to, int octet, ByteBuffer buffer, int offset, int length);

        /** To the forwarder beside it. */
        void health(LinkHealth health);

        /** To the controller. */
        void report(LinkReport report);
    }

    /** Longest datagram that is answered. */
    public static final int MAX_DATAGRAM_BYTES = 9_216;

    /** Run so late, the agent itself was absent: what waits in its sockets is nobody's silence. */
    private static final long STALL_NS = 5_000_000L;

    /** More packets than any link carries in an interval. */
    private static final long MAX_PASSIVE_PACKETS = 1_000_000_000L;

    private final PopId pop;
    private final AgentOptions options;
    private final RandomGenerator random;
    private final Sink sink;
    private final String node;
    private final ReportPolicy policy;
    private final AgentCounters counters = new AgentCounters();
    private final PeerTable peers = new PeerTable();
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final ReflectorSession strangers = new ReflectorSession(0, false);
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);
    private final List<LinkHealth.Entry> health = new ArrayList<>();

    private long unixMinusNowNs;
    private long traceIds;
    private long pairsMade;

    public AgentCore(
            PopId pop,
            AgentOptions options,
            RandomGenerator random,
            Sink sink,
            long nowNs,
            long unixNs) {
        this.pop = pop;
        this.options = options;
        this.random = random;
        this.sink = sink;
        this.node = pop.name() + "/agent";
        this.policy = new ReportPolicy(node, nowNs);
        this.unixMinusNowNs = unixNs - nowNs;
        this.traceIds = random.nextLong();
    }

    /** How the monotonic and the wall clock now relate; called about once a second. */
    public void onClock(long nowNs, long unixNs) {
        unixMinusNowNs = unixNs - nowNs;
    }

    /** The newest plan. Links that stay keep their history; those that are gone are forgotten. */
    public void onPlan(long nowNs, ProbePlan plan) {
        Map<LinkId, ProbePlan.ProbedLink> wanted = new LinkedHashMap<>();
        for (ProbePlan.ProbedLink probed : plan.links()) {
            boolean ours = probed.link().source().equals(pop);
            if (!ours || wanted.putIfAbsent(probed.link(), probed) != null) {
                counters.linksRefused++;
            }
        }
        List<ProbedPair> before = new ArrayList<>();
        peers.pairs().forEach(before::add);
        peers.clearSources();
        for (ProbedPair pair : before) {
            ProbePlan.ProbedLink probed = wanted.get(pair.link);
            if (probed != null && isFree(probed)) {
                keep(pair, probed, plan);
            } else {
                forget(pair);
            }
        }
        List<ProbePlan.ProbedLink> added =
                wanted.values().stream().filter(p -> peers.ofLink(p.link()) == null).toList();
        for (int i = 0; i < added.size(); i++) {
            double phase = (i + random.nextDouble()) / added.size();
            add(nowNs, added.get(i), plan, phase);
        }
        policy.onPlan();
        flush(nowNs);
    }

    /**
     * A datagram arrived at the STAMP socket of a local uplink.
     *
     * @param arrivedNs when it arrived; earlier than now when it waited for this thread
     * @param octet IP traffic class octet on arrival, -1 when not known
     * @param hopLimit TTL on arrival, -1 when not known
     * @param buffer big-endian; not kept and not changed
     */
    public void onDatagram(
            long nowNs,
            long arrivedNs,
            String uplink,
            Endpoint from,
            int octet,
            int hopLimit,
            ByteBuffer buffer,
            int offset,
            int length) {
        counters.received++;
        StampReject reject = take(nowNs, arrivedNs, uplink, from, hopLimit, buffer, offset, length);
        if (reject != null) {
            counters.reject(reject);
        }
        flush(nowNs);
    }

    /** What the forwarder saw of media. */
    public void onPassive(long nowNs, LinkPassive passive) {
        for (LinkPassive.Entry media : passive.links()) {
            boolean sender = media.view() == LinkView.SENDER;
            ProbedPair pair = peers.ofLink(sender ? media.link() : media.link().reverse());
            if (pair == null || !isPlausible(media)) {
                counters.passiveRefused++;
            } else {
                counters.passiveEntries++;
                pair.estimator.onPassive(nowNs, media);
                settle(nowNs, pair);
            }
        }
        flush(nowNs);
    }

    /** A controller listens that knows nothing yet: report everything again. */
    public void onControllerEstablished(long nowNs) {
        policy.onEstablished(nowNs);
        flush(nowNs);
    }

    /** The forwarder (re)connected: tell all health again. */
    public void onForwarderConnected(long nowNs) {
        health.clear();
        for (ProbedPair pair : peers.pairs()) {
            tell(pair.estimator.estimate(nowNs, LinkView.SENDER), null);
            tell(pair.estimator.estimate(nowNs, LinkView.RECEIVER), null);
        }
        flush(nowNs);
    }

    public long nextDeadlineNs() {
        return Math.min(deadlines.firstNs(), policy.nextDeadlineNs());
    }

    public void onDeadline(long nowNs) {
        long lateNs = nowNs - nextDeadlineNs();
        if (lateNs > STALL_NS) {
            counters.stalls++;
            peers.pairs().forEach(pair -> pair.estimator.excuse(nowNs, lateNs));
        }
        while (deadlines.firstNs() <= nowNs) {
            run(nowNs, deadlines.first());
        }
        flush(nowNs);
    }

    public AgentCounters counters() {
        return counters;
    }

    public ReportPolicy policy() {
        return policy;
    }

    /** Both directions of every link of the plan, in the order of the links. */
    public List<LinkEstimate> estimates(long nowNs) {
        List<LinkEstimate> all = new ArrayList<>();
        for (ProbedPair pair : peers.pairs()) {
            all.add(pair.estimator.estimate(nowNs, LinkView.SENDER));
            all.add(pair.estimator.estimate(nowNs, LinkView.RECEIVER));
        }
        return all;
    }

    private void run(long nowNs, ProbedPair pair) {
        if (pair.nextProbeNs <= nowNs) {
            pair.session.write(nowNs, unixNs(nowNs), out, 0, options.probeBytes());
            counters.probesSent++;
            sink.send(
                    pair.uplink(),
                    pair.reflector(),
                    options.probeOctet(),
                    out,
                    0,
                    options.probeBytes());
            // Probes that were missed are not made up for: no bursts.
            long nextNs = pair.nextProbeNs + pair.intervalNs;
            pair.nextProbeNs = nextNs > nowNs ? nextNs : nowNs + pair.intervalNs;
        }
        pair.estimator.onDeadline(nowNs);
        settle(nowNs, pair);
        pair.deadlineNs = Math.min(pair.nextProbeNs, pair.estimator.nextSilenceNs(nowNs));
        deadlines.moved(pair);
    }

    private @Nullable StampReject take(
            long nowNs,
            long arrivedNs,
            String uplink,
            Endpoint from,
            int hopLimit,
            ByteBuffer buffer,
            int offset,
            int length) {
        if (length < StampPacket.BASE_BYTES) {
            return StampReject.TOO_SHORT;
        }
        if (length > MAX_DATAGRAM_BYTES) {
            return StampReject.TOO_LONG;
        }
        ProbedPair pair = peers.ofSource(uplink, from);
        boolean reflection = StampPacket.isReflection(buffer, offset);
        if (pair == null) {
            if (!options.reflectStrangers() || reflection) {
                return StampReject.UNKNOWN_PEER;
            }
            reflect(nowNs, arrivedNs, strangers, uplink, from, hopLimit, buffer, offset, length);
            return null;
        }
        if (reflection) {
            return takeReply(nowNs, arrivedNs, uplink, from, buffer, offset);
        }
        int id = StampPacket.sessionId(buffer, offset);
        ReflectorSession session = pair.reflectorSession(id, options.statefulReflector());
        reflect(nowNs, arrivedNs, session, uplink, from, hopLimit, buffer, offset, length);
        session.arrivals().onArrival(StampPacket.sequence(buffer, offset));
        long departed =
                WireTime.unixNs(
                        StampPacket.timestamp(buffer, offset),
                        StampPacket.errorEstimate(buffer, offset));
        pair.estimator.onProbe(nowNs, session.arrivals(), arrivedNs - departed);
        settle(nowNs, pair);
        return null;
    }

    private @Nullable StampReject takeReply(
            long nowNs,
            long arrivedNs,
            String uplink,
            Endpoint from,
            ByteBuffer buffer,
            int offset) {
        ProbedPair owner = peers.ofSession(StampPacket.sessionId(buffer, offset));
        if (owner == null) {
            return StampReject.UNKNOWN_SESSION;
        }
        if (!owner.uplink().equals(uplink)) {
            return StampReject.WRONG_SOURCE;
        }
        StampReject reject = owner.session.onReply(arrivedNs, from, buffer, offset);
        if (reject == null) {
            counters.repliesReceived++;
            owner.estimator.onReply(nowNs, owner.session);
        } else if (reject == StampReject.DUPLICATE) {
            owner.estimator.onDuplicateReply(nowNs, owner.session.ledger());
        }
        settle(nowNs, owner);
        return reject;
    }

    private void reflect(
            long nowNs,
            long arrivedNs,
            ReflectorSession session,
            String uplink,
            Endpoint from,
            int hopLimit,
            ByteBuffer buffer,
            int offset,
            int length) {
        counters.probesReceived++;
        session.reflect(
                nowNs, unixNs(arrivedNs), unixNs(nowNs), hopLimit, buffer, offset, length, out, 0);
        counters.reflected++;
        sink.send(uplink, from, options.probeOctet(), out, 0, length);
    }

    /** Passes on how the judgement of a link changed. */
    private void settle(long nowNs, ProbedPair pair) {
        settle(nowNs, pair, pair.estimator.pollOutgoing(), LinkView.SENDER, pair.outgoing);
        settle(nowNs, pair, pair.estimator.pollIncoming(), LinkView.RECEIVER, pair.incoming);
    }

    private void settle(
            long nowNs, ProbedPair pair, Change change, LinkView view, ReportPolicy.Entry entry) {
        if (change == Change.NONE) {
            return;
        }
        LinkEstimate estimate = pair.estimator.estimate(nowNs, view);
        ConvergenceTrace trace = null;
        switch (change) {
            case NONE -> {}
            case BETTER -> policy.onBetter(entry);
            case OTHER_SIGN -> policy.onWorse(entry, null);
            case WORSE -> {
                long signNs = Math.min(pair.estimator.firstSignNs(view), nowNs);
                trace =
                        ConvergenceTrace.begin(traceIds++, estimate.link())
                                .with(Stage.FIRST_SIGN, node, unixNs(signNs))
                                .with(Stage.DEGRADED, node, unixNs(nowNs));
                policy.onWorse(entry, trace);
            }
        }
        tell(estimate, trace);
    }

    private void tell(LinkEstimate estimate, @Nullable ConvergenceTrace trace) {
        if (estimate.status() != LinkStatus.UNKNOWN) {
            health.add(
                    new LinkHealth.Entry(
                            estimate.link(),
                            estimate.status(),
                            estimate.degraded(),
                            estimate.sign(),
                            trace));
        }
    }

    private void flush(long nowNs) {
        if (!health.isEmpty()) {
            sink.health(new LinkHealth(health));
            health.clear();
        }
        LinkReport report = policy.poll(nowNs, unixNs(nowNs));
        if (report != null) {
            sink.report(report);
        }
    }

    private void keep(ProbedPair pair, ProbePlan.ProbedLink probed, ProbePlan plan) {
        if (!pair.reflector().equals(probed.reflector())) {
            int id = peers.freeSession(random);
            peers.replaceSession(pair, new SenderSession(id, probed.reflector()));
        }
        pair.intervalNs = probed.intervalNs();
        pair.estimator.configure(probed.intervalNs(), plan.targets());
        peers.addSource(pair);
    }

    private void forget(ProbedPair pair) {
        peers.remove(pair);
        deadlines.remove(pair);
        policy.remove(pair.outgoing);
        policy.remove(pair.incoming);
    }

    private void add(long nowNs, ProbePlan.ProbedLink probed, ProbePlan plan, double phase) {
        if (peers.isFull() || !isFree(probed)) {
            counters.linksRefused++;
            return;
        }
        long intervalNs = probed.intervalNs();
        LinkEstimator estimator =
                new LinkEstimator(
                        probed.link(),
                        intervalNs,
                        plan.targets(),
                        options.holdNs(),
                        options.fastSigns(),
                        nowNs);
        SenderSession session = new SenderSession(peers.freeSession(random), probed.reflector());
        ProbedPair pair =
                new ProbedPair(probed.link(), estimator, policy, session, intervalNs, pairsMade++);
        pair.nextProbeNs = nowNs + (long) (phase * intervalNs);
        pair.deadlineNs = pair.nextProbeNs;
        peers.add(pair);
        deadlines.add(pair);
    }

    /** Whether no other link has this reflector behind the same uplink. */
    private boolean isFree(ProbePlan.ProbedLink probed) {
        return peers.ofSource(probed.link().from().name(), probed.reflector()) == null;
    }

    private static boolean isPlausible(LinkPassive.Entry e) {
        return e.intervalNs() > 0
                && e.sent() >= 0
                && e.sent() <= MAX_PASSIVE_PACKETS
                && e.lost() >= 0
                && e.lost() <= e.sent()
                && e.reordered() >= 0
                && e.duplicate() >= 0;
    }

    private long unixNs(long nowNs) {
        return nowNs + unixMinusNowNs;
    }
}
