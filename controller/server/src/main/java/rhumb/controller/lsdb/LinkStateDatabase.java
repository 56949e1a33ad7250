package rhumb.controller.lsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;

/**
 * The link-state database. A PoP speaks only for its own ends of links; what two ends say is joined
 * by {@link TwoEnds}; what is not refreshed becomes UNKNOWN. A lost agent declares nothing: its
 * views just grow old. Owned by one thread.
 *
 * <p>Of a million links almost all are well and said to be so again and again: a link is judged
 * when one of its ends speaks of it, when what an end said lapses, and besides only while it is
 * unsettled, which is when time or a word about other links may change what is held of it.
 */
public final class LinkStateDatabase {
    private static final long SWEEP_NS = 1_000_000_000L;

    /** An agent that was away for longer says everything again. */
    private static final long KNOWN_NS = 5_000_000_000L;

    /**
     * How the database keeps time.
     *
     * @param staleNs a view older than this counts for nothing; quiet links are reported every 10 s
     * @param memoryNs how long trouble is remembered
     * @param vouchNs how much before a suspicion the other end's report may have come
     * @param graceNs how long the other end may take to confirm or refute that nothing comes back;
     *     the PoP that suspects has left the link by itself meanwhile
     * @param speaksNs an agent that said nothing for longer holds nothing against another's word;
     *     more than the 10 s in which every agent says something
     */
    public record Timing(long staleNs, long memoryNs, long vouchNs, long graceNs, long speaksNs) {
        public static final Timing STANDARD =
                new Timing(
                        30_000_000_000L,
                        300_000_000_000L,
                        200_000_000L,
                        400_000_000L,
                        12_000_000_000L);
    }

    /** A link whose judgement changed. */
    public record Change(LinkState before, LinkState after) {}

    /**
     * What became of a report.
     *
     * @param accepted estimates that were taken
     * @param refused why parts of it were not, in order, each reason once
     * @param changes links whose judgement changed
     */
    public record Outcome(int accepted, List<ReportReject> refused, List<Change> changes) {
        public Outcome {
            refused = List.copyOf(refused);
            changes = List.copyOf(changes);
        }
    }

    private static final class View {
        @Nullable LinkEstimate estimate;
        long heardNs;
        long suspectedNs;
        long unansweredNs;
    }

    private static final class Agent {
        boolean connected;
        boolean complete;
        boolean reported;
        long instance;
        long seq;
        long heardNs;
    }

    private final Topology topology;
    private final Timing timing;
    private final View[] senders;
    private final View[] receivers;
    private final LinkState[] states;
    private final Agent[] agents;
    private final Disputes disputes;

    /** Links to be judged though neither end says anything new of them. */
    private final BitSet unsettled = new BitSet();

    /** Links that the report spoke of which is being read. */
    private final BitSet spokenOf = new BitSet();

    /** Of each link, when the first of the views that count lapses. */
    private final long[] lapseNs;

    private final Map<ReportReject, Long> rejected = new EnumMap<>(ReportReject.class);
    private Snapshot snapshot;
    private boolean dirty = true;
    private long nextSweepNs;
    private long nextGraceNs = Long.MAX_VALUE;

    public LinkStateDatabase(Topology topology, Timing timing, long nowNs) {
        this.topology = topology;
        this.timing = timing;
        int links = topology.links().size();
        this.senders = new View[links];
        this.receivers = new View[links];
        this.states = new LinkState[links];
        this.agents = new Agent[topology.pops().size()];
        this.disputes = new Disputes(links);
        this.lapseNs = new long[links];
        Arrays.fill(lapseNs, Long.MAX_VALUE);
        Arrays.setAll(senders, i -> new View());
        Arrays.setAll(receivers, i -> new View());
        Arrays.setAll(states, i -> LinkState.unknown(topology.link(i).id(), nowNs));
        Arrays.setAll(agents, i -> new Agent());
        this.snapshot = new Snapshot(0, nowNs, List.of(states));
        this.nextSweepNs = nowNs + SWEEP_NS;
    }

    /** An agent greeted. A new instance starts counting its reports anew. */
    public void onSession(PopId pop, long instance) {
        Agent agent = agents[topology.popIndex(pop)];
        if (agent.instance != instance) {
            agent.reported = false;
            agent.seq = 0;
        }
        agent.instance = instance;
        agent.connected = true;
        agent.complete = false;
    }

    /** An agent is gone. Links are not judged by that; who only suspected may now be right. */
    public List<Change> onSessionLost(long nowNs, PopId pop) {
        agents[topology.popIndex(pop)].connected = false;
        List<Change> changes = new ArrayList<>();
        judgeNamed(topology.touching(topology.popIndex(pop)), nowNs, changes);
        return changes;
    }

    /** Of the agent that was heard last; 0 = none was. */
    long instance(int pop) {
        return agents[pop].instance;
    }

    /** Of the last report of a PoP's agent. */
    long seq(int pop) {
        return agents[pop].seq;
    }

    /** What a PoP's agent last said of some of its links, as far as it still counts. */
    LinkReport reported(long nowNs, int pop, List<Topology.Link> links) {
        List<LinkEstimate> said = new ArrayList<>();
        for (Topology.Link link : links) {
            View view = link.from() == pop ? senders[link.index()] : receivers[link.index()];
            if (view.estimate != null && counts(nowNs, view.heardNs)) {
                said.add(view.estimate);
            }
        }
        return new LinkReport(agents[pop].seq, false, said, List.of());
    }

    /** Whether what was heard then still counts. */
    boolean counts(long nowNs, long heardNs) {
        return nowNs - heardNs < timing.staleNs;
    }

    /** Takes what an agent said to another controller. */
    void inherit(long nowNs, long heardNs, int pop, long instance, LinkReport report) {
        for (LinkEstimate estimate : report.estimates()) {
            int link = topology.linkIndex(estimate.link());
            if (link >= 0 && ReportCheck.reject(topology.pop(pop), estimate) == null) {
                View view = estimate.view() == LinkView.SENDER ? senders[link] : receivers[link];
                store(view, estimate, heardNs);
                unsettled.set(link);
            }
        }
        agents[pop].instance = instance;
        nextSweepNs = nowNs;
    }

    /**
     * How far what was inherited of a PoP's agent goes.
     *
     * @param seq of the last report whose content is here; 0 = parts are missing
     */
    void inherited(long heardNs, int pop, long instance, long seq) {
        Agent agent = agents[pop];
        agent.instance = instance;
        agent.reported = seq > 0;
        agent.seq = seq;
        agent.heardNs = heardNs;
    }

    /**
     * Number of the last report of an agent that greets whose content is here and fresh; 0 = it
     * should say everything.
     */
    public long knownSeq(long nowNs, PopId pop, long instance) {
        Agent agent = agents[topology.popIndex(pop)];
        boolean knows = agent.reported && agent.instance == instance;
        return knows && nowNs - agent.heardNs < KNOWN_NS ? agent.seq : 0;
    }

    /** Whether the agent has reported every link of its plan in this session. */
    public boolean complete(PopId pop) {
        return agents[topology.popIndex(pop)].complete;
    }

    /** The PoPs whose agents have not, in the order of the topology. */
    public List<PopId> incomplete() {
        return topology.pops().stream().map(PopIntent::name).filter(pop -> !complete(pop)).toList();
    }

    public Outcome onReport(long nowNs, PopId pop, LinkReport report) {
        List<ReportReject> refused = new ArrayList<>();
        int index = topology.popIndex(pop);
        if (index < 0) {
            refuse(refused, ReportReject.UNKNOWN_POP);
            return new Outcome(0, refused, List.of());
        }
        Agent agent = agents[index];
        if (agent.reported && report.seq() <= agent.seq) {
            refuse(refused, ReportReject.OLD_SEQUENCE);
            return new Outcome(0, refused, List.of());
        }
        agent.reported = true;
        agent.seq = report.seq();
        agent.heardNs = nowNs;
        agent.complete |= report.complete();
        int accepted = 0;
        for (LinkEstimate estimate : report.estimates()) {
            int link = topology.linkIndex(estimate.link());
            ReportReject reason =
                    link < 0 ? ReportReject.UNKNOWN_LINK : ReportCheck.reject(pop, estimate);
            if (reason == null) {
                store(
                        estimate.view() == LinkView.SENDER ? senders[link] : receivers[link],
                        estimate,
                        nowNs);
                spokenOf.set(link);
                accepted++;
            } else {
                refuse(refused, reason);
            }
        }
        List<Change> changes = new ArrayList<>();
        judgeNamed(topology.touching(index), nowNs, changes);
        return new Outcome(accepted, refused, changes);
    }

    /** Counts what the caller refused by the same rules. */
    public void count(ReportReject reason) {
        rejected.merge(reason, 1L, Long::sum);
    }

    public long rejected(ReportReject reason) {
        return rejected.getOrDefault(reason, 0L);
    }

    /** How often for each reason, zeros too. */
    public Map<ReportReject, Long> rejected() {
        Map<ReportReject, Long> all = new EnumMap<>(ReportReject.class);
        for (ReportReject reason : ReportReject.values()) {
            all.put(reason, rejected(reason));
        }
        return all;
    }

    /** Contradictions of two ends that lasted too long to be honest; each is given once. */
    public List<Dispute> takeDisputes() {
        return disputes.take();
    }

    /** Links that two ends contradict each other about now. */
    public int disputed() {
        return disputes.open();
    }

    public long nextDeadlineNs() {
        return Math.min(nextSweepNs, nextGraceNs);
    }

    /** Lets old views lapse, and suspicions count that nobody refuted. */
    public List<Change> onDeadline(long nowNs) {
        if (nowNs < nextDeadlineNs()) {
            return List.of();
        }
        nextSweepNs = nowNs + SWEEP_NS;
        nextGraceNs = Long.MAX_VALUE;
        List<Change> changes = new ArrayList<>();
        for (Topology.Link link : topology.links()) {
            int index = link.index();
            if (unsettled.get(index) || nowNs >= lapseNs[index]) {
                judge(link, nowNs, changes);
            }
        }
        return changes;
    }

    /** Judges all links, also those that are as they were; every link that is so stays so. */
    List<Change> judgeAll(long nowNs) {
        List<Change> changes = new ArrayList<>();
        topology.links().forEach(link -> judge(link, nowNs, changes));
        return changes;
    }

    /** The present state; the same object as long as nothing changes. */
    public Snapshot snapshot(long nowNs) {
        if (dirty) {
            snapshot = new Snapshot(snapshot.number() + 1, nowNs, List.of(states));
            dirty = false;
        }
        return snapshot;
    }

    private static void store(View view, LinkEstimate estimate, long nowNs) {
        boolean wasSuspicion = view.estimate != null && TwoEnds.suspicion(view.estimate);
        if (TwoEnds.suspicion(estimate) && !wasSuspicion) {
            view.suspectedNs = nowNs;
        }
        if (TwoEnds.unanswered(estimate)
                && (view.estimate == null || !TwoEnds.unanswered(view.estimate))) {
            view.unansweredNs = nowNs;
        }
        view.estimate = estimate;
        view.heardNs = nowNs;
    }

    private void refuse(List<ReportReject> refused, ReportReject reason) {
        count(reason);
        if (!refused.contains(reason)) {
            refused.add(reason);
        }
    }

    /** Judges those of these links that are spoken of, and the unsettled ones. */
    private void judgeNamed(List<Topology.Link> links, long nowNs, List<Change> changes) {
        for (Topology.Link link : links) {
            if (spokenOf.get(link.index()) || unsettled.get(link.index())) {
                judge(link, nowNs, changes);
            }
        }
        spokenOf.clear();
    }

    private void judge(Topology.Link link, long nowNs, List<Change> changes) {
        LinkState before = states[link.index()];
        LinkState joined = join(link, nowNs).orDelayOf(before);
        Trouble trouble = Trouble.after(before.trouble(), joined, nowNs, timing.memoryNs);
        boolean same = joined.sameJudgement(before);
        LinkState after = joined.since(same ? before.sinceNs() : nowNs, trouble);
        unsettled.set(link.index(), trouble != null || dependsOnOthers(link.index()));
        lapseNs[link.index()] =
                Math.min(
                        lapseNs(senders[link.index()], nowNs),
                        lapseNs(receivers[link.index()], nowNs));
        if (!after.equals(before)) {
            states[link.index()] = after;
            dirty = true;
            if (!same) {
                changes.add(new Change(before, after));
            }
        }
    }

    /** Whether it matters for the link if the agents at its ends are there, and since when. */
    private boolean dependsOnOthers(int link) {
        LinkEstimate bySender = senders[link].estimate;
        LinkEstimate byReceiver = receivers[link].estimate;
        return bySender != null && TwoEnds.suspicion(bySender)
                || byReceiver != null && byReceiver.status() == LinkStatus.DOWN;
    }

    private long lapseNs(View view, long nowNs) {
        return fresh(view, nowNs) == null ? Long.MAX_VALUE : view.heardNs + timing.staleNs;
    }

    private LinkState join(Topology.Link link, long nowNs) {
        View sender = senders[link.index()];
        View receiver = receivers[link.index()];
        Agent far = agents[link.to()];
        LinkEstimate bySender = fresh(sender, nowNs);
        LinkEstimate byReceiver = fresh(receiver, nowNs);
        boolean knows =
                bySender != null
                        && TwoEnds.unanswered(bySender)
                        && nowNs - sender.unansweredNs >= Disputes.PATIENCE_NS;
        boolean vouched =
                !knows && far.connected && far.heardNs >= sender.suspectedNs - timing.vouchNs;
        if (bySender != null && mayBeRefuted(sender, bySender, byReceiver, far, vouched, nowNs)) {
            nextGraceNs = Math.min(nextGraceNs, sender.suspectedNs + timing.graceNs);
            return states[link.index()];
        }
        long heardNs =
                Math.max(
                        bySender == null ? Long.MIN_VALUE : sender.heardNs,
                        byReceiver == null ? Long.MIN_VALUE : receiver.heardNs);
        Agent near = agents[link.from()];
        LinkState joined =
                TwoEnds.join(
                        link.id(),
                        bySender,
                        byReceiver,
                        vouched,
                        near.connected && nowNs - near.heardNs < timing.speaksNs,
                        heardNs == Long.MIN_VALUE ? states[link.index()].heardNs() : heardNs);
        disputes.onViews(nowNs, link.index(), bySender, byReceiver, joined.status());
        return joined;
    }

    /** Whether the sender hears nothing at all and the far end has not yet had time to say more. */
    private boolean mayBeRefuted(
            View sender,
            LinkEstimate bySender,
            @Nullable LinkEstimate byReceiver,
            Agent far,
            boolean vouched,
            long nowNs) {
        boolean silence =
                bySender.status() == LinkStatus.DOWN && bySender.sign() == LinkSign.SILENCE;
        boolean confirmed = byReceiver != null && byReceiver.status() == LinkStatus.DOWN;
        return silence
                && !vouched
                && !confirmed
                && far.connected
                && nowNs - sender.suspectedNs < timing.graceNs;
    }

    /** The view if it still counts: heard lately, and not a mere "I do not know". */
    private @Nullable LinkEstimate fresh(View view, long nowNs) {
        LinkEstimate estimate = view.estimate;
        return estimate == null
                        || !counts(nowNs, view.heardNs)
                        || estimate.status() == LinkStatus.UNKNOWN
                ? null
                : estimate;
    }
}
