package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rhumb.controller.Samples.Quality;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Decision;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.Tap;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.path.Workers;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** A controller core with pretended agents and forwarders around it, in virtual time. */
final class TestOverlay implements ControllerCore.Sink {
    static final long SECOND = 1_000_000_000L;
    private static final long UNIX = 1_700_000_000L * SECOND;

    /** A forwarder that does what the contract says. */
    static final class Forwarder {
        Epoch epoch = Epoch.NONE;
        List<Rule> rules = List.of();
        final List<RuleUpdate> updates = new ArrayList<>();
        @Nullable String refuseWith;
    }

    final Intent intent;
    final Topology topology;
    final Map<LinkId, Quality> truth = new TreeMap<>();
    final Map<PopId, Forwarder> forwarders = new TreeMap<>();
    final Map<PopId, ProbePlan> probePlans = new TreeMap<>();
    final List<Event> events = new ArrayList<>();
    final List<String> log = new ArrayList<>();
    final Set<PopId> dead = new TreeSet<>();
    private final Map<PopId, Long> seq = new TreeMap<>();
    private final List<Runnable> inbox = new ArrayList<>();
    private final Tap tap;
    ControllerCore core;
    long nowNs = SECOND;

    TestOverlay(Intent intent) {
        this(intent, Tap.NONE);
    }

    /**
     * @param tap sees what the core is given by the methods here, and what it decides
     */
    @SuppressWarnings("this-escape")
    TestOverlay(Intent intent, Tap tap) {
        this.tap = tap;
        this.intent = intent;
        this.topology = new Topology(intent);
        for (Topology.Link link : topology.links()) {
            truth.put(link.id(), Quality.up(40));
        }
        for (PopIntent pop : intent.pops()) {
            forwarders.put(pop.name(), new Forwarder());
            seq.put(pop.name(), 0L);
        }
        this.core = newCore();
    }

    private ControllerCore newCore() {
        tap.given(new CoreInput.Begun(nowNs, UNIX + nowNs, intent));
        return new ControllerCore(
                intent, ControllerOptions.STANDARD, this, Workers.INLINE, nowNs, UNIX + nowNs);
    }

    /** Another controller process; forwarders keep what they run. */
    void restartController() {
        inbox.clear();
        events.clear();
        forwarders.values().forEach(f -> f.updates.clear());
        core = newCore();
    }

    static PopId pop(String name) {
        return new PopId(name);
    }

    static LinkId link(String text) {
        return LinkId.parse(text);
    }

    Forwarder forwarder(String name) {
        return java.util.Objects.requireNonNull(forwarders.get(pop(name)));
    }

    void set(String link, Quality quality) {
        truth.put(link(link), quality);
    }

    Quality quality(String link) {
        return java.util.Objects.requireNonNull(truth.get(link(link)));
    }

    Message hello(String name, Role role) {
        Epoch installed = role == Role.AGENT ? Epoch.NONE : forwarder(name).epoch;
        Hello hello = new Hello(pop(name), role, 7, Hello.VERSION, Set.of(), installed);
        tap.given(new CoreInput.Greeting(nowNs, hello));
        Message answer = core.onHello(nowNs, hello);
        if (answer instanceof Welcome welcome && welcome.wantRules()) {
            Forwarder f = forwarder(name);
            InstalledRules installedRules = new InstalledRules(f.epoch, f.rules);
            inbox.add(() -> given(pop(name), Role.FORWARDER, installedRules));
        }
        drain();
        return answer;
    }

    /** Everybody connects, agents report everything, and the first rules are installed. */
    void start() {
        for (PopIntent pop : intent.pops()) {
            hello(pop.name().name(), Role.FORWARDER);
            hello(pop.name().name(), Role.AGENT);
        }
        reportAll();
        run(SECOND / 10);
    }

    void reportAll() {
        for (PopIntent pop : intent.pops()) {
            if (!dead.contains(pop.name())) {
                report(pop.name().name(), true, List.of());
            }
        }
    }

    /** The agent says all that it sees, both views. */
    void report(String name, boolean complete, List<ConvergenceTrace> traces) {
        List<LinkEstimate> estimates = new ArrayList<>();
        for (Topology.Link link : topology.touching(topology.popIndex(pop(name)))) {
            boolean sends = link.id().source().equals(pop(name));
            Quality q = java.util.Objects.requireNonNull(truth.get(link.id()));
            estimates.add(
                    Samples.estimate(link.id(), sends ? LinkView.SENDER : LinkView.RECEIVER, q));
        }
        say(name, complete, estimates, traces);
    }

    void say(
            String name,
            boolean complete,
            List<LinkEstimate> estimates,
            List<ConvergenceTrace> traces) {
        long next = seq.merge(pop(name), 1L, Long::sum);
        given(pop(name), Role.AGENT, new LinkReport(next, complete, estimates, traces));
        drain();
    }

    private void given(PopId pop, Role role, Message message) {
        tap.given(new CoreInput.Said(nowNs, pop, role, message));
        core.onMessage(nowNs, pop, role, message);
    }

    /** Reports every second for so long; time goes on. */
    void live(int seconds) {
        for (int i = 0; i < seconds; i++) {
            reportAll();
            run(SECOND);
        }
    }

    /** Lets time pass and the core's deadlines with it. */
    void run(long durationNs) {
        long untilNs = nowNs + durationNs;
        int rounds = 0;
        while (core.nextDeadlineNs() <= untilNs) {
            nowNs = Math.max(nowNs, core.nextDeadlineNs());
            tap.given(new CoreInput.Deadline(nowNs));
            core.onDeadline(nowNs);
            drain();
            if (++rounds > 100_000) {
                throw new AssertionError("deadlines do not advance at " + nowNs);
            }
        }
        nowNs = untilNs;
    }

    Decision decision(String from, String to, TrafficClass c) {
        return java.util.Objects.requireNonNull(
                core.view()
                        .plan()
                        .decision(topology.popIndex(pop(from)), topology.popIndex(pop(to)), c));
    }

    /** The primary as text, such as {@code a > c > b}. */
    String path(String from, String to, TrafficClass c) {
        return decision(from, to, c).primary().text(topology);
    }

    long count(EventCode code) {
        return events.stream().filter(e -> e.code() == code).count();
    }

    @Override
    public void send(PopId pop, Role role, Message message) {
        tap.sent(pop, role, message);
        log.add(nowNs + " " + pop + " " + role + " " + message);
        switch (message) {
            case ProbePlan plan -> probePlans.put(pop, plan);
            case RuleUpdate update -> {
                java.util.Objects.requireNonNull(forwarders.get(pop)).updates.add(update);
                inbox.add(() -> install(pop, update));
            }
            default -> throw new AssertionError("unexpected " + message);
        }
    }

    @Override
    public void event(Event event) {
        tap.told(event);
        log.add(nowNs + " " + event);
        events.add(event);
    }

    private void drain() {
        while (!inbox.isEmpty()) {
            inbox.removeFirst().run();
        }
    }

    private void install(PopId pop, RuleUpdate update) {
        Forwarder f = java.util.Objects.requireNonNull(forwarders.get(pop));
        String refusal = f.refuseWith;
        if (update.epoch().isBefore(f.epoch)) {
            refusal = "older-epoch";
        } else if (update instanceof RuleUpdate.Delta delta && !delta.base().equals(f.epoch)) {
            refusal = "base-mismatch";
        }
        if (refusal == null) {
            f.rules =
                    switch (update) {
                        case RuleUpdate.FullSync full -> full.rules();
                        case RuleUpdate.Delta delta -> delta.applied(f.rules);
                    };
            f.epoch = update.epoch();
        }
        List<ConvergenceTrace> traces =
                update.traces().stream()
                        .map(t -> t.with(Stage.ACKED, pop + "/forwarder", UNIX + nowNs))
                        .toList();
        RuleAck ack =
                refusal == null
                        ? RuleAck.installed(f.epoch, traces)
                        : new RuleAck(f.epoch, update.epoch(), refusal, List.of());
        given(pop, Role.FORWARDER, ack);
    }
}
