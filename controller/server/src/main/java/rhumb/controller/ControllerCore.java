package rhumb.controller;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import rhumb.controller.demand.DemandMeter;
import rhumb.controller.dscp.Sweep;
import rhumb.controller.dscp.TreatmentBook;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.event.EventLog;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.lsdb.ReportReject;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.controller.rule.RuleBook;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * The controller: greetings, reports and acknowledgements in; probe plans, rules and events out.
 *
 * <p>The way of a report: {@link LinkStateDatabase} takes it, {@link Trigger} says when to plan,
 * {@link Planner} makes plan n+1 of snapshot, policy and plan n, {@link RulePush} sends what
 * changed. {@link Startup} holds the last two back until the map is whole and the forwarders' rules
 * are read.
 *
 * <p>Owned by one thread. What follows a greeting is sent at the next {@link #onDeadline}, which is
 * then due at once, so that the shell has registered the session by then.
 */
public final class ControllerCore {
    /** Where the controller's outputs go. */
    public interface Sink {
        void send(PopId pop, Role role, Message message);

        void event(Event event);
    }

    private static final long REJECT_EVENT_NS = 600_000_000_000L;
    private static final long REFUSED_WINDOW_NS = 60_000_000_000L;
    private static final int REFUSED_EVENTS = 10;
    private static final long MS = 1_000_000L;

    private final Intent intent;
    private final ControllerOptions options;
    private final Sink sink;
    private final Topology topology;
    private final LinkStateDatabase lsdb;
    private final TreatmentBook treatments;
    private final Planner planner;
    private final DemandMeter demand;
    private final Startup startup;
    private final Trigger trigger;
    private final TraceLedger traces;
    private final RulePush push;
    private final ProbePlans probing;
    private final BitSet probesShort = new BitSet();
    private final Peers peers = new Peers();
    private final EventLog events;
    private final Map<PopId, TrafficReport> traffic = new TreeMap<>();
    private final Map<Integer, Long> readingUntilNs = new TreeMap<>();
    private final List<PopId> probePlansDue = new ArrayList<>();
    private final Map<PopId, Map<ReportReject, Long>> rejectsTold = new TreeMap<>();
    private final BitSet hopeless = new BitSet();

    private Plan plan;
    private long nowNs;
    private long unixOffsetNs;
    private long revisitNs = Long.MAX_VALUE;
    private boolean pushDue;
    private long reports;
    private long estimates;
    private long moves;
    private long updates;
    private long refused;
    private long refusedTold;
    private long refusedWindowNs;
    private long unexpected;

    public ControllerCore(
            Intent intent, ControllerOptions options, Sink sink, long nowNs, long unixNs) {
        this.intent = intent;
        this.options = options;
        this.sink = sink;
        this.topology = new Topology(intent);
        this.lsdb = new LinkStateDatabase(topology, options.lsdb(), nowNs);
        this.treatments = new TreatmentBook(topology, Math.max(0, unixNs / MS));
        this.planner = new Planner(topology, intent.policy());
        this.demand = new DemandMeter(topology);
        List<PopId> agents = topology.pops().stream().map(PopIntent::name).toList();
        this.startup = new Startup(options, agents);
        this.trigger = new Trigger(options);
        this.traces = new TraceLedger(options.traces(), "controller-" + intent.controller());
        this.push = new RulePush(intent, topology, traces, sink);
        this.events = new EventLog(options.events());
        this.plan = Plan.empty(topology.pops().size());
        this.probing = new ProbePlans(intent, topology, Math.max(1, unixNs / MS));
        this.refusedWindowNs = nowNs;
        onClock(nowNs, unixNs);
    }

    /** Tells both clocks at one moment: the wall clock is for traces and events only. */
    public void onClock(long newNowNs, long unixNs) {
        nowNs = newNowNs;
        unixOffsetNs = unixNs - newNowNs;
    }

    /**
     * A process greets.
     *
     * @return {@link Welcome}, or {@link Refusal} when it is to be turned away. A second session of
     *     the same process replaces the first: the shell closes that one and does not report its
     *     loss
     */
    public Message onHello(long newNowNs, Hello hello) {
        nowNs = newNowNs;
        int pop = topology.popIndex(hello.pop());
        if (pop < 0) {
            return refuse(
                    hello,
                    "unknown-pop",
                    "PoP "
                            + hello.pop()
                            + " is not configured: add it to the intent or correct its"
                            + " name");
        }
        if (hello.version() < 1) {
            return refuse(
                    hello,
                    "version",
                    "contract version " + hello.version() + " is not spoken: expected 1 or more");
        }
        Peers.Peer before = peers.connected(nowNs, hello);
        boolean replaced = before != null && before.connected();
        String who = lower(hello.role()) + " of " + hello.pop();
        tell(
                Event.ofPop(
                        replaced ? EventCode.PEER_REPLACED : EventCode.PEER_CONNECTED,
                        hello.pop(),
                        who + " connected, installed epoch " + hello.installed()));
        push.epochs().observe(hello.installed());
        boolean wantRules =
                switch (hello.role()) {
                    case AGENT -> greetAgent(hello);
                    case FORWARDER -> greetForwarder(hello, pop);
                };
        return new Welcome(
                intent.controller(),
                Math.min(hello.version(), Hello.VERSION),
                Set.of(),
                options.session().heartbeatNs(),
                wantRules);
    }

    /** A greeted process says something. */
    public void onMessage(long newNowNs, PopId pop, Role role, Message message) {
        nowNs = newNowNs;
        int index = topology.popIndex(pop);
        if (index < 0 || !peers.isConnected(pop, role)) {
            onUnexpected(pop, role, message);
            return;
        }
        boolean agent = role == Role.AGENT;
        switch (message) {
            case LinkReport report when agent -> onReport(pop, index, report);
            case DscpReport report when agent -> onDscp(pop, report);
            case RuleAck ack when !agent -> onAck(index, ack);
            case InstalledRules installed when !agent -> onInstalled(index, installed);
            case TrafficReport report when !agent -> {
                traffic.put(pop, report);
                if (demand.onReport(nowNs, index, report)) {
                    trigger.news(nowNs);
                }
            }
            case TraceReport report when !agent -> report.traces().forEach(this::mergeTrace);
            default -> onUnexpected(pop, role, message);
        }
        step();
    }

    /** A session ended. Nothing is declared down by that: views grow old, forwarders go on. */
    public void onPeerLost(long newNowNs, PopId pop, Role role, String reason) {
        nowNs = newNowNs;
        if (!peers.lost(nowNs, pop, role, reason)) {
            return;
        }
        tell(Event.ofPop(EventCode.PEER_LOST, pop, lower(role) + " of " + pop + ": " + reason));
        int index = topology.popIndex(pop);
        if (role == Role.AGENT) {
            probePlansDue.remove(pop);
            startup.agentLost(pop);
            onChanges(lsdb.onSessionLost(nowNs, pop));
        } else {
            push.book(index).onLost();
            readingUntilNs.remove(index);
            traffic.remove(pop);
            demand.onLost(index);
        }
        step();
    }

    public void onDeadline(long newNowNs) {
        nowNs = newNowNs;
        for (PopId pop : probePlansDue) {
            sendProbePlan(topology.popIndex(pop));
        }
        probePlansDue.clear();
        if (nowNs >= probing.nextDeadlineNs()) {
            probing.refresh(nowNs, plan).forEach(this::sendProbePlan);
        }
        onChanges(lsdb.onDeadline(nowNs));
        treatments.onDeadline(nowNs).forEach(treatment -> tell(Telling.dscp(treatment)));
        readingUntilNs
                .entrySet()
                .removeIf(waiting -> {
                    boolean late = nowNs >= waiting.getValue();
                    if (late) {
                        push.book(waiting.getKey()).stopReading();
                        pushDue = true;
                    }
                    return late;
                });
        step();
        boolean due = nowNs >= trigger.dueNs() || nowNs >= revisitNs;
        if (startup.ready() && due) {
            replan();
        } else if (startup.ready() && (pushDue || nowNs >= push.nextDeadlineNs())) {
            push();
        }
    }

    /** Asks the agent of a PoP to try all code points to another one, and back. */
    public Sweep sweep(long newNowNs, int from, int to) {
        nowNs = newNowNs;
        PopId pop = topology.pop(from);
        List<LinkId> links =
                topology.outgoing(from).stream()
                        .filter(link -> link.to() == to)
                        .map(Topology.Link::id)
                        .toList();
        boolean sent = !links.isEmpty() && peers.isConnected(pop, Role.AGENT);
        long number = sent ? treatments.nextSweep() : 0;
        if (sent) {
            sink.send(pop, Role.AGENT, new DscpSweep(number, links));
        }
        return new Sweep(number, links, sent);
    }

    public long nextDeadlineNs() {
        if (!probePlansDue.isEmpty()) {
            return nowNs;
        }
        long next = Math.min(lsdb.nextDeadlineNs(), startup.nextDeadlineNs());
        next = Math.min(next, Math.min(treatments.nextDeadlineNs(), probing.nextDeadlineNs()));
        for (long until : readingUntilNs.values()) {
            next = Math.min(next, until);
        }
        if (startup.ready()) {
            next = Math.min(next, Math.min(trigger.dueNs(), revisitNs));
            next = Math.min(next, pushDue ? nowNs : push.nextDeadlineNs());
        }
        return next;
    }

    /** Everything known now. Called by the owning thread; the result may go to others. */
    public ControllerView view() {
        List<ControllerView.Flow> flows = new ArrayList<>();
        traffic.forEach((pop, report) -> {
            for (TrafficReport.Flow flow : report.flows()) {
                OverlayPath path = LabelWalk.links(topology, topology.popIndex(pop), flow.labels());
                flows.add(
                        new ControllerView.Flow(
                                pop, flow, path == null ? List.of() : path.ids(topology)));
            }
        });
        Map<ReportReject, Long> rejected = new EnumMap<>(ReportReject.class);
        for (ReportReject reason : ReportReject.values()) {
            rejected.put(reason, lsdb.rejected(reason));
        }
        return new ControllerView(
                nowNs,
                unixOffsetNs,
                intent,
                topology,
                startup.phase(),
                lsdb.snapshot(nowNs),
                treatments.all(),
                plan,
                peers.all(),
                push.view(),
                probing.view(),
                flows,
                events.all(),
                traces.all(),
                traces.times(),
                new ControllerView.Counters(
                        reports,
                        estimates,
                        rejected,
                        lsdb.disputed(),
                        plan.number(),
                        moves,
                        updates,
                        refused,
                        unexpected));
    }

    private boolean greetAgent(Hello hello) {
        lsdb.onSession(hello.pop(), hello.instance());
        startup.agentHeard(nowNs, hello.pop());
        if (!probePlansDue.contains(hello.pop())) {
            probePlansDue.add(hello.pop());
        }
        return false;
    }

    private boolean greetForwarder(Hello hello, int pop) {
        boolean wantRules = push.book(pop).onHello(hello.installed());
        readingUntilNs.remove(pop);
        if (wantRules) {
            readingUntilNs.put(pop, nowNs + options.readLimitNs());
        } else {
            pushDue = true;
        }
        return wantRules;
    }

    private void onReport(PopId pop, int index, LinkReport report) {
        reports++;
        LinkStateDatabase.Outcome outcome = lsdb.onReport(nowNs, pop, report);
        estimates += outcome.accepted();
        for (ConvergenceTrace trace : report.traces()) {
            int link = topology.linkIndex(trace.link());
            boolean own =
                    link >= 0
                            && (topology.link(link).from() == index
                                    || topology.link(link).to() == index);
            if (own) {
                traces.reported(trace, unixNs());
            } else {
                lsdb.count(ReportReject.FOREIGN_TRACE);
            }
        }
        if (!outcome.refused().isEmpty()) {
            tellRejected(pop, outcome.refused());
        }
        if (lsdb.complete(pop)) {
            startup.agentComplete(pop);
        }
        onChanges(outcome.changes());
        if (outcome.accepted() > 0) {
            trigger.news(nowNs);
        }
    }

    private void onDscp(PopId pop, DscpReport report) {
        List<ReportReject> reasons = treatments.onReport(nowNs, pop, report);
        if (!reasons.isEmpty()) {
            reasons.forEach(lsdb::count);
            tellRejected(pop, reasons.stream().distinct().toList());
        }
    }

    private void onChanges(List<LinkStateDatabase.Change> changes) {
        lsdb.takeDisputes().forEach(dispute -> tell(Telling.disputed(dispute)));
        for (LinkStateDatabase.Change change : changes) {
            boolean good = change.after().status() == LinkStatus.UP;
            boolean first = change.before().status() == LinkStatus.UNKNOWN && !startup.ready();
            if (good) {
                trigger.news(nowNs);
            } else {
                trigger.badNews(nowNs);
            }
            if (!good || !first) {
                tell(Telling.link(change));
            }
        }
    }

    private void onAck(int pop, RuleAck ack) {
        push.epochs().observe(ack.installed());
        push.epochs().observe(ack.refused());
        ack.traces().forEach(this::mergeTrace);
        if (!push.book(pop).onAck(nowNs, ack)) {
            tell(
                    Event.ofPop(
                            EventCode.RULES_REFUSED,
                            topology.pop(pop),
                            "epoch "
                                    + ack.refused()
                                    + ": "
                                    + ack.reason()
                                    + ", runs "
                                    + ack.installed()));
            pushDue |= nowNs >= push.book(pop).nextDeadlineNs();
        }
    }

    private void onInstalled(int pop, InstalledRules installed) {
        RuleBook book = push.book(pop);
        boolean foreign = !book.commanded();
        push.epochs().observe(installed.epoch());
        book.onInstalled(installed);
        readingUntilNs.remove(pop);
        pushDue = true;
        if (!foreign) {
            return;
        }
        List<Plan.Changed> adopted = Adoption.of(nowNs, topology, intent.policy(), pop, installed);
        if (!adopted.isEmpty()) {
            plan = plan.with(adopted);
            push.forgetWanted();
            trigger.badNews(nowNs);
            tell(
                    Event.ofPop(
                            EventCode.RULES_ADOPTED,
                            topology.pop(pop),
                            adopted.size() + " routes of epoch " + installed.epoch()));
        }
    }

    private void mergeTrace(ConvergenceTrace trace) {
        if (topology.linkIndex(trace.link()) >= 0) {
            traces.merge(trace);
        }
    }

    /** Goes as far through the start-up as signals allow. */
    private void step() {
        while (startup.step(nowNs, push.allRead())) {
            tell(Event.of(EventCode.STARTUP_PHASE, startup.phase().name()));
            if (startup.takePartial()) {
                tell(
                        Event.of(
                                EventCode.STARTUP_PARTIAL,
                                startup.phase() + " without " + lateComers()));
            }
            if (startup.ready()) {
                trigger.badNews(nowNs);
            }
        }
    }

    private String lateComers() {
        List<PopId> late = new ArrayList<>();
        for (PopIntent pop : topology.pops()) {
            if (!lsdb.complete(pop.name())) {
                late.add(pop.name());
            }
        }
        return late.toString();
    }

    private void replan() {
        Snapshot snapshot = lsdb.snapshot(nowNs);
        trigger.clear();
        Plan next = planner.plan(nowNs, snapshot, demand.demands(), plan);
        boolean same = next == plan;
        plan = next;
        revisitNs = plan.timed() ? nowNs + options.revisitNs() : Long.MAX_VALUE;
        traces.planned(unixNs());
        if (startup.planned()) {
            tell(Event.of(EventCode.STARTUP_PHASE, startup.phase().name()));
        }
        if (!same) {
            tellPlan();
            push.onPlan(plan);
        }
        if (!same || !probing.learned()) {
            probing.onRoutes(nowNs);
        }
        push();
    }

    private void push() {
        pushDue = false;
        updates += push.push(nowNs, unixNs());
        if (startup.updated()) {
            tell(Event.of(EventCode.STARTUP_PHASE, startup.phase().name()));
        }
    }

    /** What moved, and pairs whose best path is no good: the same for all classes, told for one. */
    private void tellPlan() {
        for (Plan.Changed change : plan.changed()) {
            if (change.moved()) {
                moves++;
                tell(Telling.moved(topology, change));
            }
        }
        int pops = plan.pops();
        for (int pair = 0; pair < pops * pops; pair++) {
            int from = pair / pops;
            int to = pair % pops;
            boolean bad = !plan.usable(from, to, TrafficClass.SIGNALLING);
            if (bad && !hopeless.get(pair)) {
                tell(
                        Event.ofPath(
                                EventCode.NO_GOOD_PATH,
                                topology.pop(from),
                                topology.pop(to),
                                TrafficClass.SIGNALLING,
                                List.of(),
                                null,
                                topology.pop(from) + " -> " + topology.pop(to)));
            }
            hopeless.set(pair, bad);
        }
    }

    private Message refuse(Hello hello, String code, String text) {
        refused++;
        if (nowNs - refusedWindowNs >= REFUSED_WINDOW_NS) {
            refusedWindowNs = nowNs;
            refusedTold = 0;
        }
        // Who is turned away tries again for ever; that must not push other events out of the log.
        if (refusedTold++ < REFUSED_EVENTS) {
            tell(Event.of(EventCode.PEER_REFUSED, lower(hello.role()) + ": " + text));
        }
        return new Refusal(code, text);
    }

    private void onUnexpected(PopId pop, Role role, Message message) {
        unexpected++;
        if (unexpected == 1 || unexpected % 1_000 == 0) {
            tell(
                    Event.of(
                            EventCode.MESSAGE_UNEXPECTED,
                            message.kind() + " from " + lower(role) + " of " + pop));
        }
    }

    /** Each reason of each PoP once, and again after a while. */
    private void tellRejected(PopId pop, List<ReportReject> reasons) {
        Map<ReportReject, Long> told =
                rejectsTold.computeIfAbsent(pop, p -> new EnumMap<>(ReportReject.class));
        List<ReportReject> news =
                reasons.stream()
                        .filter(reason -> {
                            Long last = told.get(reason);
                            return last == null || nowNs - last >= REJECT_EVENT_NS;
                        })
                        .toList();
        news.forEach(reason -> told.put(reason, nowNs));
        if (!news.isEmpty()) {
            tell(Event.ofPop(EventCode.REPORT_REJECTED, pop, "agent of " + pop + ": " + news));
        }
    }

    private void sendProbePlan(int pop) {
        PopId id = topology.pop(pop);
        if (!peers.isConnected(id, Role.AGENT)) {
            return;
        }
        sink.send(id, Role.AGENT, probing.of(pop));
        String shortage = probing.shortage(pop);
        if (shortage != null && !probesShort.get(pop)) {
            tell(Event.ofPop(EventCode.PROBE_BUDGET_SHORT, id, shortage));
        }
        probesShort.set(pop, shortage != null);
    }

    private void tell(Event event) {
        sink.event(events.add(event, nowNs, unixNs()));
    }

    private long unixNs() {
        return nowNs + unixOffsetNs;
    }

    private static String lower(Role role) {
        return role == Role.AGENT ? "agent" : "forwarder";
    }
}
