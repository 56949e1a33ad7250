package rhumb.controller;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import rhumb.controller.demand.DemandMeter;
import rhumb.controller.dscp.Sweep;
import rhumb.controller.dscp.TreatmentBook;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.lsdb.LinkStateShare;
import rhumb.controller.lsdb.ReportReject;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.PlanCheck;
import rhumb.controller.plan.Planner;
import rhumb.controller.whatif.Demand;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.message.PublicKeys;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.LinkSecurity;
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

    private static final long MS = 1_000_000L;

    private final Workers workers;
    private IntentInForce inForce;
    private final ControllerOptions options;
    private final Sink sink;
    private final Topology topology;
    private final LinkStateDatabase lsdb;
    private final LinkStateShare share;
    private final TreatmentBook treatments;
    private Planner planner;
    private final PlanCheck check;
    private final DemandMeter demand;
    private final Startup startup;
    private final Trigger trigger;
    private final TraceLedger traces;
    private final PathTraceBook pathTraces;
    private final RulePush push;
    private final ProbePlans probing;
    private final ProbePlanPush probePlans;
    private final Peers peers = new Peers();
    private final Announcer announcer;
    private final FlowBook flows;

    private Plan plan;
    private long nowNs;
    private long unixOffsetNs;
    private long revisitNs = Long.MAX_VALUE;
    private boolean pushDue;
    private long reports;
    private long estimates;
    private long updates;

    /**
     * A controller at its start, where it is known what follows from the intent: of a million links
     * that takes a second.
     *
     * @param topology of this intent, or of one with the same PoPs and links
     * @param workers who computes paths; what they give does not depend on it
     */
    public ControllerCore(
            Intent intent,
            Topology topology,
            ControllerOptions options,
            Sink sink,
            Workers workers,
            long nowNs,
            long unixNs) {
        this.inForce = IntentInForce.of(intent);
        this.workers = workers;
        this.options = options;
        this.sink = sink;
        this.topology = topology;
        this.lsdb = new LinkStateDatabase(topology, options.lsdb(), nowNs);
        this.share = new LinkStateShare(topology, lsdb, nowNs);
        this.demand = new DemandMeter(intent, topology);
        this.treatments = new TreatmentBook(topology, Math.max(0, unixNs / MS));
        this.planner = new Planner(topology, intent.policy(), workers);
        this.check = new PlanCheck(topology, intent.policy());
        List<PopId> agents = topology.pops().stream().map(PopIntent::name).toList();
        this.startup = new Startup(options, agents);
        this.trigger = new Trigger(options);
        this.traces = new TraceLedger(options.traces(), "controller-" + intent.controller());
        this.pathTraces = new PathTraceBook(Math.max(0, unixNs / MS));
        this.push = new RulePush(intent, topology, traces, sink);
        this.announcer = new Announcer(topology, sink, options.events(), nowNs);
        this.flows = new FlowBook(topology);
        this.plan = Plan.empty(topology.pops().size());
        this.probing = new ProbePlans(intent, topology, Math.max(1, unixNs / MS));
        this.probePlans = new ProbePlanPush(probing, topology, peers, sink, announcer);
        onClock(nowNs, unixNs);
        LinkSecurity security = intent.policy().security();
        if (security != LinkSecurity.ENCRYPT) {
            tell(Telling.weakSecurity(security));
        }
    }

    /** The same with no more known than the intent. */
    public ControllerCore(
            Intent intent,
            ControllerOptions options,
            Sink sink,
            Workers workers,
            long nowNs,
            long unixNs) {
        this(intent, new Topology(intent), options, sink, workers, nowNs, unixNs);
    }

    /** Tells both clocks at one moment: the wall clock is for traces and events only. */
    public void onClock(long newNowNs, long unixNs) {
        nowNs = newNowNs;
        unixOffsetNs = unixNs - newNowNs;
        announcer.onClock(unixOffsetNs);
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
        Refusal refusal = announcer.stranger(nowNs, hello);
        if (refusal != null) {
            return refusal;
        }
        int pop = topology.popIndex(hello.pop());
        long known = lsdb.knownSeq(nowNs, hello.pop(), hello.instance());
        Peers.Peer before = peers.connected(nowNs, hello);
        // The same process on another stream came back to a nearer controller.
        boolean replaced =
                before != null && before.connected() && before.instance() != hello.instance();
        String who = Announcer.lower(hello.role()) + " of " + hello.pop();
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
                intent().controller(),
                Math.min(hello.version(), Hello.VERSION),
                Set.of(),
                options.session().heartbeatNs(),
                wantRules,
                hello.role() == Role.AGENT ? known : 0);
    }

    /** A process greets as a PoP that its certificate does not name. */
    public Message onForeignHello(long newNowNs, Hello hello, String proved) {
        nowNs = newNowNs;
        return announcer.foreign(nowNs, hello, proved);
    }

    /** A greeted process says something. */
    public void onMessage(long newNowNs, PopId pop, Role role, Message message) {
        nowNs = newNowNs;
        int index = topology.popIndex(pop);
        if (index < 0 || !peers.isConnected(pop, role)) {
            announcer.unexpected(nowNs, pop, role, message);
            return;
        }
        boolean agent = role == Role.AGENT;
        switch (message) {
            case LinkReport report when agent -> onReport(pop, index, report);
            case DscpReport report when agent -> onDscp(pop, report);
            case RuleAck ack when !agent -> onAck(index, ack);
            case InstalledRules installed when !agent -> onInstalled(index, installed);
            case PublicKeys keys when !agent -> pushDue |= push.onKeys(index, keys);
            case TrafficReport report when !agent -> onTraffic(pop, index, report);
            case PathTrace trace when !agent -> pathTraces.onTrace(pop, trace);
            case TraceReport report when !agent -> report.traces().forEach(this::mergeTrace);
            default -> announcer.unexpected(nowNs, pop, role, message);
        }
        step();
    }

    /** A session ended. Nothing is declared down by that: views grow old, forwarders go on. */
    public void onPeerLost(long newNowNs, PopId pop, Role role, String reason) {
        nowNs = newNowNs;
        if (!peers.lost(nowNs, pop, role, reason)) {
            return;
        }
        tell(
                Event.ofPop(
                        EventCode.PEER_LOST,
                        pop,
                        Announcer.lower(role) + " of " + pop + ": " + reason));
        int index = topology.popIndex(pop);
        if (role == Role.AGENT) {
            probePlans.lost(pop);
            startup.agentLost(pop);
            onChanges(lsdb.onSessionLost(nowNs, pop));
        } else {
            push.onLost(index);
            pathTraces.onLost(pop);
            flows.onLost(pop);
            demand.onLost(index);
        }
        step();
    }

    public void onDeadline(long newNowNs) {
        nowNs = newNowNs;
        announcer.onDeadline(nowNs);
        probePlans.onDeadline(nowNs, plan);
        onChanges(lsdb.onDeadline(nowNs));
        treatments.onDeadline(nowNs).forEach(treatment -> tell(Telling.dscp(treatment)));
        pushDue |= push.stopReading(nowNs);
        step();
        boolean due = nowNs >= trigger.dueNs() || nowNs >= revisitNs;
        if (startup.ready() && due) {
            replan();
        } else if (startup.ready() && (pushDue || nowNs >= push.nextDeadlineNs())) {
            push();
        }
    }

    /**
     * From now on these rules hold beside the configured ones, instead of those added before. They
     * are not kept over a restart: who adds rules adds them again.
     *
     * @throws IllegalArgumentException when a rule is wrong; nothing changes then
     */
    public void onAddedRules(long newNowNs, List<RuleIntent> newAdded) {
        nowNs = newNowNs;
        rule(inForce.adding(newAdded));
    }

    /**
     * Whether another intent asks for other rules only, so that it can be had without a restart.
     */
    public boolean differsByRules(Intent next) {
        return inForce.differsByRules(next);
    }

    /** From now on these rules are the configured ones; see {@link #differsByRules}. */
    public void onRules(long newNowNs, Intent next) {
        nowNs = newNowNs;
        rule(inForce.over(next));
    }

    /** What {@link #onAddedRules} was last given. */
    public List<RuleIntent> addedRules() {
        return inForce.added();
    }

    /**
     * Before anything else: the term in which this controller leads its cluster. Its epochs are
     * above all that leaders of earlier terms can have given, so that forwarders refuse what those
     * still send; 0 = it is alone.
     */
    public void onTerm(long term) {
        push.epochs().begin(term);
        share.begin(term);
    }

    /** What the next leader should know of links; taken after reports came. */
    public LinkStateShare share() {
        return share;
    }

    /** Takes over what an earlier leader shared. */
    public void onInherited(long newNowNs, Collection<LinkStateShare.Arrived> shared) {
        nowNs = newNowNs;
        if (share.inherit(nowNs, shared) > 0) {
            startup.inherit(nowNs);
        }
    }

    /** This controller has begun to lead its cluster. */
    public void onLeads(long newNowNs, long term) {
        nowNs = newNowNs;
        tell(Event.of(EventCode.CONTROLLER_LEADS, Telling.leads(intent().controller(), term)));
    }

    /** An operator's commit is in force. */
    public void onCommitted(long newNowNs, String who, String text) {
        nowNs = newNowNs;
        announcer.committed(nowNs, who, text);
    }

    /** All links now; unlike {@link #view} it costs next to nothing. */
    public Snapshot links() {
        return lsdb.snapshot(nowNs);
    }

    public Topology topology() {
        return topology;
    }

    private void rule(IntentInForce next) {
        planner = new Planner(topology, next.intent().policy(), workers);
        inForce = next;
        trigger.badNews(nowNs);
    }

    /** Asks the agent of a PoP to try all code points to another one, and back. */
    public Sweep sweep(long newNowNs, int from, int to) {
        nowNs = newNowNs;
        PopId pop = topology.pop(from);
        Sweep sweep = treatments.sweep(from, to, peers.isConnected(pop, Role.AGENT));
        if (sweep.sent()) {
            sink.send(pop, Role.AGENT, new DscpSweep(sweep.number(), sweep.links()));
        }
        return sweep;
    }

    /** Whether the forwarder of a PoP is there to be asked. */
    public boolean forwards(int pop) {
        return peers.isConnected(topology.pop(pop), Role.FORWARDER);
    }

    /**
     * Asks the forwarder of a PoP, which {@link #forwards}, to trace a path.
     *
     * @param count packets to each hop
     * @return its number; 0 when that forwarder makes another trace
     */
    public long trace(long newNowNs, int from, int to, TrafficClass c, int count) {
        nowNs = newNowNs;
        PopId pop = topology.pop(from);
        ControllerView.Traced trace = pathTraces.begin(nowNs, pop, topology.pop(to), c, count);
        if (trace == null) {
            return 0;
        }
        sink.send(pop, Role.FORWARDER, new PathTraceOrder(trace.number(), trace.to(), c, count));
        return trace.number();
    }

    public long nextDeadlineNs() {
        if (probePlans.isDue()) {
            return nowNs;
        }
        long next = Math.min(lsdb.nextDeadlineNs(), startup.nextDeadlineNs());
        next = Math.min(next, Math.min(treatments.nextDeadlineNs(), probing.nextDeadlineNs()));
        next = Math.min(next, push.nextReadingNs());
        if (startup.ready()) {
            next = Math.min(next, Math.min(trigger.dueNs(), revisitNs));
            next = Math.min(next, pushDue ? nowNs : push.nextDeadlineNs());
        }
        return next;
    }

    /** Everything known now. Called by the owning thread; the result may go to others. */
    public ControllerView view() {
        return new ControllerView(
                nowNs,
                unixOffsetNs,
                intent(),
                topology,
                startup.phase(),
                lsdb.snapshot(nowNs),
                treatments.all(),
                plan,
                peers.all(),
                push.view(),
                probing.view(),
                flows.view(),
                flows.bypasses(),
                flows.queues(),
                Demand.named(topology, demand.demands()),
                announcer.all(),
                traces.all(),
                pathTraces.all(),
                traces.times(),
                new ControllerView.Counters(
                        reports,
                        estimates,
                        lsdb.rejected(),
                        lsdb.disputed(),
                        plan.number(),
                        announcer.moves(),
                        announcer.causes(),
                        announcer.planFaults(),
                        updates,
                        announcer.refused(),
                        announcer.unexpected()));
    }

    private boolean greetAgent(Hello hello) {
        lsdb.onSession(hello.pop(), hello.instance());
        startup.agentHeard(nowNs, hello.pop());
        probePlans.greeted(hello.pop());
        return false;
    }

    private boolean greetForwarder(Hello hello, int pop) {
        boolean wantRules = push.onHello(pop, hello.installed(), nowNs + options.readLimitNs());
        pushDue |= !wantRules;
        return wantRules;
    }

    private void onReport(PopId pop, int index, LinkReport report) {
        reports++;
        LinkStateDatabase.Outcome outcome = lsdb.onReport(nowNs, pop, report);
        estimates += outcome.accepted();
        if (outcome.accepted() > 0) {
            share.onReport(index, report);
        }
        report.traces().forEach(trace -> onOwnTrace(index, trace));
        if (!outcome.refused().isEmpty()) {
            announcer.rejected(nowNs, pop, outcome.refused());
        }
        if (lsdb.complete(pop)) {
            startup.agentComplete(pop);
        }
        onChanges(outcome.changes());
        if (outcome.accepted() > 0) {
            trigger.news(nowNs);
        }
    }

    /** The trace of a change that the agent of a PoP says it saw on a link of its own. */
    private void onOwnTrace(int pop, ConvergenceTrace trace) {
        int link = topology.linkIndex(trace.link());
        if (link >= 0 && topology.link(link).touches(pop)) {
            traces.reported(trace, unixNs());
        } else {
            lsdb.count(ReportReject.FOREIGN_TRACE);
        }
    }

    private void onDscp(PopId pop, DscpReport report) {
        List<ReportReject> reasons = treatments.onReport(nowNs, pop, report);
        if (!reasons.isEmpty()) {
            reasons.forEach(lsdb::count);
            announcer.rejected(nowNs, pop, reasons.stream().distinct().toList());
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
        ack.traces().forEach(this::mergeTrace);
        if (!push.onAck(nowNs, pop, ack)) {
            tell(Telling.rulesRefused(topology.pop(pop), ack));
            pushDue |= nowNs >= push.book(pop).nextDeadlineNs();
        }
    }

    private void onInstalled(int pop, InstalledRules installed) {
        boolean foreign = !push.book(pop).commanded();
        push.onInstalled(pop, installed);
        pushDue = true;
        if (!foreign) {
            return;
        }
        List<Plan.Changed> adopted =
                Adoption.of(nowNs, topology, intent().policy(), pop, installed);
        if (!adopted.isEmpty()) {
            plan = plan.with(adopted, topology.graph());
            announcer.adopted();
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

    private void onTraffic(PopId pop, int index, TrafficReport report) {
        flows.onReport(nowNs, pop, report).forEach(turn -> tell(Telling.bypass(turn)));
        demand.onReport(nowNs, index, report);
        if (demand.demands() != plan.demands()) {
            trigger.news(nowNs);
        }
    }

    /** Goes as far through the start-up as signals allow. */
    private void step() {
        while (startup.step(nowNs, push.allRead())) {
            tell(Event.of(EventCode.STARTUP_PHASE, startup.phase().name()));
            if (startup.takePartial()) {
                String who = lsdb.incomplete().toString();
                tell(Event.of(EventCode.STARTUP_PARTIAL, startup.phase() + " without " + who));
            }
            if (startup.ready()) {
                trigger.badNews(nowNs);
            }
        }
    }

    private void replan() {
        Snapshot snapshot = lsdb.snapshot(nowNs);
        trigger.clear();
        Plan before = plan;
        plan = planner.plan(nowNs, snapshot, demand.demands(), before);
        boolean same = plan == before;
        revisitNs = plan.timed() ? nowNs + options.revisitNs() : Long.MAX_VALUE;
        traces.planned(unixNs());
        if (startup.planned()) {
            tell(Event.of(EventCode.STARTUP_PHASE, startup.phase().name()));
        }
        if (!same) {
            announcer.faults(nowNs, check.sample(plan));
            announcer.plan(nowNs, plan);
            push.onPlan(before, plan);
        }
        if (!same || !probing.learned()) {
            probing.onRoutes(nowNs, before, plan);
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

    private void tell(Event event) {
        announcer.tell(nowNs, event);
    }

    private Intent intent() {
        return inForce.intent();
    }

    private long unixNs() {
        return nowNs + unixOffsetNs;
    }
}
