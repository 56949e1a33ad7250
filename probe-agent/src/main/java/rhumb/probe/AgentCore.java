package rhumb.probe;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.probe.dscp.CodePointProbing;
import rhumb.probe.dscp.LinkCodePoints;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.pace.LinkPace;
import rhumb.probe.pace.ProbeBudget;
import rhumb.probe.report.ReportPolicy;
import rhumb.probe.stamp.PacketSeal;
import rhumb.probe.stamp.PeerSessions;
import rhumb.probe.stamp.Reflector;
import rhumb.probe.stamp.SenderSession;
import rhumb.probe.stamp.StampKey;
import rhumb.probe.stamp.StampReject;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.ProbePlan;

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
    public interface Sink extends CodePointProbing.Sink {
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
    private final ReportPolicy policy;
    private final Findings findings;
    private final AgentCounters counters = new AgentCounters();
    private final PeerTable peers = new PeerTable();
    private final OwnLateness ownLateness = new OwnLateness(peers);
    private final DeadlineHeap deadlines = new DeadlineHeap();
    private final @Nullable PacketSeal seal;
    private final CodePointProbing codePoints;
    private final ProbeIntake intake;
    private final ProbeBudget budget = new ProbeBudget();
    private final ByteBuffer out = ByteBuffer.allocateDirect(MAX_DATAGRAM_BYTES);

    private long unixMinusNowNs;
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
        String node = pop.name() + "/agent";
        this.policy = new ReportPolicy(node, nowNs);
        StampKey key = options.stamp().key();
        this.seal = key == null ? null : new PacketSeal(key);
        this.unixMinusNowNs = unixNs - nowNs;
        this.findings = new Findings(node, policy, sink, random.nextLong());
        this.codePoints = new CodePointProbing(sink, this::probeCodePoint);
        this.intake =
                new ProbeIntake(
                        options, seal, peers, codePoints, counters, sink, out, this::settle);
        intake.onClock(unixMinusNowNs);
    }

    /** How the monotonic and the wall clock now relate; called about once a second. */
    public void onClock(long nowNs, long unixNs) {
        unixMinusNowNs = unixNs - nowNs;
        intake.onClock(unixMinusNowNs);
    }

    /** Where the STAMP socket of an uplink is bound. */
    public void onUplink(String uplink, Endpoint local) {
        intake.onUplink(uplink, local);
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
        budget.limit(plan.budget().sharePerSecond(options.probeBytes()));
        List<ProbedPair> before = new ArrayList<>();
        peers.pairs().forEach(before::add);
        peers.clearSources();
        for (ProbedPair pair : before) {
            ProbePlan.ProbedLink probed = wanted.get(pair.link);
            if (probed != null && isFree(probed)) {
                keep(nowNs, pair, probed, plan);
            } else {
                forget(nowNs, pair);
            }
        }
        List<ProbePlan.ProbedLink> added =
                wanted.values().stream().filter(p -> peers.ofLink(p.link()) == null).toList();
        List<ProbedPair> fresh = new ArrayList<>();
        added.forEach(probed -> add(nowNs, probed, plan, fresh));
        for (int i = 0; i < fresh.size(); i++) {
            start(nowNs, fresh.get(i), (i + random.nextDouble()) / fresh.size());
        }
        peers.pairs().forEach(pair -> hasten(nowNs, pair));
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
        intake.onDatagram(nowNs, arrivedNs, uplink, from, octet, hopLimit, buffer, offset, length);
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
                if (sender && media.sent() > 0) {
                    pair.pace.onMedia(nowNs, media.sent());
                    hasten(nowNs, pair);
                }
            }
        }
        flush(nowNs);
    }

    /** The controller wants all code points tried. */
    public void onSweep(long nowNs, DscpSweep sweep) {
        codePoints.onSweep(nowNs, sweep);
    }

    /**
     * A controller listens: report everything again that it does not know.
     *
     * @param knownSeq number of the last report whose content it has; 0 = none
     */
    public void onControllerEstablished(long nowNs, long knownSeq) {
        policy.onEstablished(nowNs, knownSeq);
        codePoints.onControllerEstablished(nowNs);
        flush(nowNs);
    }

    /** The forwarder (re)connected: tell all health again. */
    public void onForwarderConnected(long nowNs) {
        findings.tellAgain(nowNs, peers.pairs());
        codePoints.onForwarderConnected();
        flush(nowNs);
    }

    public long nextDeadlineNs() {
        long judgingNs = Math.min(deadlines.firstNs(), policy.nextDeadlineNs());
        return Math.min(judgingNs, codePoints.nextDeadlineNs());
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
        codePoints.onDeadline(nowNs);
        flush(nowNs);
    }

    public AgentCounters counters() {
        return counters;
    }

    /** What links do to code points. */
    public CodePointProbing codePoints() {
        return codePoints;
    }

    /** The answering side, for its counters. */
    public Reflector reflector() {
        return intake.reflector();
    }

    /** How often each link is probed and why, in the order of the links. */
    public void forEachPace(BiConsumer<LinkId, LinkPace> reader) {
        peers.pairs().forEach(pair -> reader.accept(pair.link, pair.pace));
    }

    public ProbeBudget budget() {
        return budget;
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
            takePlace(nowNs, pair);
        }
        if (pair.nextProbeNs <= nowNs) {
            probe(nowNs, pair);
        }
        pair.estimator.onDeadline(nowNs);
        settle(nowNs, pair);
        pair.deadlineNs = Math.min(pair.nextProbeNs, pair.estimator.nextSilenceNs(nowNs));
        deadlines.moved(pair);
    }

    private void takePlace(long nowNs, ProbedPair pair) {
        if (!pair.placed || !budget.isCurrent(nowNs, pair.nextProbeNs)) {
            pair.nextProbeNs = budget.placeNs(nowNs);
            pair.placed = true;
        }
    }

    private void probe(long nowNs, ProbedPair pair) {
        int length = pair.session.write(nowNs, unixNs(nowNs), out, 0, options.probeBytes());
        counters.probesSent++;
        sink.send(pair.uplink(), pair.reflector(), options.probeOctet(), out, 0, length);
        codePoints.onOrdinaryProbe(nowNs);
        pair.pace.onProbe(nowNs);
        pair.estimator.pace(nowNs, pair.pace.intervalNs());
        // Probes that were missed are not made up for: no bursts.
        long nextNs = pair.nextProbeNs + pair.pace.intervalNs();
        pair.nextProbeNs = nextNs > nowNs ? nextNs : nowNs + pair.pace.intervalNs();
        pair.placed = false;
    }

    /** A link that is to be probed more often begins at once, at a random moment. */
    private void hasten(long nowNs, ProbedPair pair) {
        if (pair.pace.hasten()) {
            pair.estimator.pace(nowNs, pair.pace.intervalNs());
            long soonNs = nowNs + (long) (random.nextDouble() * pair.pace.intervalNs());
            if (!pair.placed && soonNs < pair.nextProbeNs) {
                pair.nextProbeNs = soonNs;
                pair.deadlineNs = Math.min(pair.deadlineNs, soonNs);
                deadlines.moved(pair);
            }
        }
    }

    /** Passes on how the judgement of a link changed. */
    private void settle(long nowNs, ProbedPair pair) {
        findings.settle(nowNs, unixMinusNowNs, pair);
    }

    private void flush(long nowNs) {
        findings.flush(nowNs, unixNs(nowNs));
    }

    private void keep(long nowNs, ProbedPair pair, ProbePlan.ProbedLink probed, ProbePlan plan) {
        if (!pair.reflector().equals(probed.reflector())) {
            int id = peers.freeSession(random);
            peers.replaceSession(pair, session(id, probed));
            SenderSession trying = session(id | PeerTable.CODE_POINTS, probed);
            pair.codePoints = codePoints.replace(nowNs, pair.link, trying);
        }
        pair.pace.plan(probed);
        pair.estimator.configure(plan.targets());
        peers.addSource(pair);
    }

    private void forget(long nowNs, ProbedPair pair) {
        peers.remove(pair);
        pair.pace.end();
        deadlines.remove(pair);
        codePoints.remove(nowNs, pair.link);
        policy.remove(pair.outgoing);
        policy.remove(pair.incoming);
    }

    private void add(
            long nowNs, ProbePlan.ProbedLink probed, ProbePlan plan, List<ProbedPair> fresh) {
        if (peers.isFull() || !isFree(probed)) {
            counters.linksRefused++;
            return;
        }
        LinkEstimator estimator =
                new LinkEstimator(
                        probed.link(),
                        probed.intervalNs(),
                        plan.targets(),
                        options.holdNs(),
                        options.fastSigns(),
                        ownLateness,
                        nowNs);
        int id = peers.freeSession(random);
        ProbedPair pair =
                new ProbedPair(
                        probed.link(),
                        estimator,
                        policy,
                        session(id, probed),
                        codePoints.add(probed.link(), session(id | PeerTable.CODE_POINTS, probed)),
                        new PeerSessions(options.stamp().stateful()),
                        new LinkPace(budget, probed),
                        pairsMade++);
        peers.add(pair);
        fresh.add(pair);
    }

    /** A new link begins, once it is known what all links ask of the budget. */
    private void start(long nowNs, ProbedPair pair, double phase) {
        pair.pace.start();
        pair.estimator.pace(nowNs, pair.pace.intervalNs());
        pair.nextProbeNs = nowNs + (long) (phase * pair.pace.intervalNs());
        pair.deadlineNs = pair.nextProbeNs;
        deadlines.add(pair);
    }

    private SenderSession session(int id, ProbePlan.ProbedLink probed) {
        return new SenderSession(id, probed.reflector(), options.stamp(), seal);
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
                && e.duplicate() >= 0
                && e.bytes() >= LinkPassive.Entry.UNKNOWN_BYTES
                && e.bytes() <= MAX_PASSIVE_PACKETS * 0xffff;
    }

    private void probeCodePoint(long nowNs, LinkCodePoints link, int codePoint) {
        int length = link.write(nowNs, unixNs(nowNs), out, options.probeBytes(), codePoint);
        sink.send(link.uplink(), link.session().reflector(), codePoint << 2, out, 0, length);
    }

    private long unixNs(long nowNs) {
        return nowNs + unixMinusNowNs;
    }
}
