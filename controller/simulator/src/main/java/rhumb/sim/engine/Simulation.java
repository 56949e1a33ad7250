package rhumb.sim.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.Startup;
import rhumb.controller.rule.RuleBook;
import rhumb.forward.ForwarderCore;
import rhumb.forward.fib.FibLink;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.net.ClassSet;
import rhumb.net.ClassTarget;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.ledger.MediaLedger;
import rhumb.sim.ledger.Timeline;
import rhumb.sim.media.Samples;
import rhumb.sim.overlay.AddressPlan;
import rhumb.sim.overlay.OverlayIntent;
import rhumb.sim.report.RunReport;
import rhumb.sim.run.DatagramPlayer;
import rhumb.sim.run.FlvPlayer;
import rhumb.sim.run.RunRecorder;
import rhumb.sim.run.TimelinePlayer;
import rhumb.sim.run.World;
import rhumb.sim.scenario.PopSpec;
import rhumb.sim.scenario.Scenario;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.trace.Stage;
import rhumb.southbound.trace.Stamp;

/** A whole overlay in virtual time, from a scenario to its report. */
public final class Simulation implements World, Observer {
    /**
     * Implementation constants: how long the overlay may take to stand, to settle, and to deliver
     * what is under way.
     */
    private static final long STAND_NS = 30_000_000_000L;

    private static final long SETTLE_NS = 2_000_000_000L;
    private static final long DRAIN_NS = 3_000_000_000L;
    private static final long STEP_NS = 50_000_000L;
    private static final long TELL_NS = 200_000_000L;
    private static final long LEAST_CONTROL_NS = 200_000L;

    private final Scenario scenario;
    private final Consumer<String> log;
    private final EventQueue queue = new EventQueue();
    private final AddressPlan plan = new AddressPlan(1);
    private final Map<PopId, Integer> numbers;
    private final Map<PopId, VirtualPop> pops = new LinkedHashMap<>();
    private final VirtualWan wan;
    private final VirtualControl control;
    private final VirtualMedia media;
    private final TimelinePlayer timeline;
    private final MediaLedger ledger = new MediaLedger(ClassTarget::standard);
    private final RunRecorder recorder;
    private @Nullable Observer watcher;
    private long startNs = Long.MAX_VALUE;

    /**
     * @param log takes one line for each event of the controller and of the timeline
     */
    public Simulation(Scenario scenario, Consumer<String> log) {
        this.scenario = scenario;
        this.log = log;
        numbers = OverlayIntent.popNumbers(scenario);
        wan =
                new VirtualWan(
                        queue,
                        scenario,
                        plan,
                        numbers,
                        (at, port, from, octet, bytes) -> pop(at).onWan(port, from, octet, bytes));
        control =
                new VirtualControl(
                        queue,
                        OverlayIntent.of(scenario, plan),
                        event -> say(event.code() + " " + event.text()));
        media = new VirtualMedia(queue, scenario, plan, numbers, pops);
        SplittableRandom seeds = new SplittableRandom(scenario.seed());
        for (PopSpec spec : scenario.pops()) {
            PopId id = spec.id();
            VirtualStreams streams =
                    new VirtualStreams(queue, (to, user) -> dial(id, to, user), seeds.split());
            pops.put(
                    id,
                    new VirtualPop(
                            queue,
                            wan,
                            control,
                            streams,
                            media,
                            this,
                            id,
                            controlDelayNs(id),
                            seeds.nextLong()));
        }
        timeline = new TimelinePlayer(scenario, this);
        recorder = new RunRecorder(scenario, this, timeline, ledger);
    }

    /** Somebody else who is told everything, from the first moment on. */
    void watch(Observer newWatcher) {
        watcher = newWatcher;
    }

    EventQueue queue() {
        return queue;
    }

    Map<PopId, VirtualPop> pops() {
        return pops;
    }

    /** How each stream fared over time, by its name; of a run that is over. */
    public Map<String, Timeline> timelines() {
        Map<String, Timeline> timelines = new LinkedHashMap<>();
        ledger.streams().forEach((name, stream) -> timelines.put(name, stream.timeline()));
        return timelines;
    }

    MediaLedger ledger() {
        return ledger;
    }

    /** Events of the queue so far. */
    public long steps() {
        return queue.done();
    }

    /**
     * Runs everything.
     *
     * @throws IllegalStateException when the overlay does not come to stand
     */
    public RunReport run(Samples samples) {
        control.start();
        pops.values().forEach(VirtualPop::start);
        while (!stands()) {
            if (queue.nowNs() > STAND_NS) {
                throw new IllegalStateException(
                        "the overlay did not stand after 30 s of virtual time");
            }
            queue.runUntil(queue.nowNs() + STEP_NS);
        }
        queue.runUntil(queue.nowNs() + SETTLE_NS);
        startNs = queue.nowNs();
        say("the overlay stands");
        DatagramPlayer datagrams = new DatagramPlayer(scenario, samples, Set.of(), ledger, media);
        media.start(datagrams, new FlvPlayer(scenario, samples, ledger));
        queue.timer(() -> later(timeline.nextDeadlineNs()), this::play).arm();
        queue.timer(() -> later(recorder.nextDeadlineNs()), () -> recorder.onDeadline(runNs()))
                .arm();
        tellStreams();
        queue.runUntil(startNs + scenario.durationNs() + DRAIN_NS);
        return recorder.report("sim");
    }

    /** What a forwarder's shell adds to its traffic reports. */
    private void tellStreams() {
        pops.forEach((id, pop) ->
                recorder.onTraffic(id, new TrafficReport(pop.streams().core().flows())));
        if (runNs() < scenario.durationNs()) {
            queue.in(TELL_NS, this::tellStreams);
        }
    }

    private void play() {
        int before = timeline.happened().size();
        timeline.onDeadline(runNs());
        for (TimelinePlayer.Happened one :
                timeline.happened().subList(before, timeline.happened().size())) {
            say("event " + one.event().number() + ": " + one.event().what(one.links()));
        }
    }

    private long later(long runNs) {
        return runNs == Long.MAX_VALUE || runNs > scenario.durationNs()
                ? Long.MAX_VALUE
                : startNs + runNs;
    }

    private long runNs() {
        return queue.nowNs() - startNs;
    }

    private void say(String what) {
        double seconds = startNs == Long.MAX_VALUE ? 0 : runNs() / 1e9;
        String time =
                startNs == Long.MAX_VALUE
                        ? "  start"
                        : String.format(java.util.Locale.ROOT, "%7.3f", seconds);
        log.accept(time + " " + what);
    }

    private boolean stands() {
        ControllerView view = control.view();
        return view != null
                && view.phase() == Startup.Phase.FIRST_UPDATE
                && view.books().stream().allMatch(book -> book.state() == RuleBook.State.IN_SYNC);
    }

    private long controlDelayNs(PopId pop) {
        LinkSettings link =
                pop.equals(scenario.controller())
                        ? null
                        : scenario.links().get(LinkId.between(pop, scenario.controller()));
        return link == null ? LEAST_CONTROL_NS : Math.max(LEAST_CONTROL_NS, link.delayNs());
    }

    private VirtualPop pop(PopId id) {
        return java.util.Objects.requireNonNull(pops.get(id));
    }

    private @Nullable Wire dial(PopId from, Endpoint to, Wire.User user) {
        for (Map.Entry<PopId, Integer> other : numbers.entrySet()) {
            int self = numbers.getOrDefault(from, 0);
            if (plan.seen(self, other.getValue(), AddressPlan.Port.STREAM).equals(to)) {
                LinkModel there = wan.model(LinkId.between(from, other.getKey()));
                LinkModel back = wan.model(LinkId.between(other.getKey(), from));
                VirtualPop called = pop(other.getKey());
                if (there == null || back == null) {
                    return null;
                }
                Endpoint seenAs = plan.seen(other.getValue(), self, AddressPlan.Port.STREAM);
                return new VirtualTcp(
                                queue,
                                there,
                                back,
                                wire ->
                                        called.isUp()
                                                ? called.streams().onChain(seenAs, wire)
                                                : null)
                        .open(user);
            }
        }
        return media.serve(to, user);
    }

    @Override
    public void change(LinkId link, LinkSettings settings) {
        LinkModel model = wan.model(link);
        if (model != null) {
            model.change(settings);
        }
    }

    @Override
    public void pop(PopId pop, boolean up) {
        if (up) {
            pop(pop).start();
        } else {
            pop(pop).kill();
        }
    }

    @Override
    public void controller(boolean up) {
        if (up) {
            control.start();
        } else {
            control.kill();
        }
    }

    @Override
    public Map<LinkId, Long> offeredBytes() {
        Map<LinkId, Long> bytes = new LinkedHashMap<>();
        wan.models().forEach((link, model) -> bytes.put(link, model.offeredBytes()));
        return bytes;
    }

    /** Follows the labels from forwarder to forwarder, as a packet would. */
    @Override
    public List<LinkId> path(PopId from, PopId to, TrafficClass trafficClass) {
        ForwarderCore ingress = pop(from).forwarder();
        FibPath path =
                ingress == null
                        ? null
                        : ingress.activePath(numbers.getOrDefault(to, 0), trafficClass);
        List<LinkId> links = new ArrayList<>();
        PopId at = from;
        for (Label label : path == null ? List.<Label>of() : path.rule().labels()) {
            ForwarderCore hop = pop(at).forwarder();
            FibLink link = hop == null ? null : hop.fib().link(label.value());
            if (link == null) {
                return List.of();
            }
            links.add(link.rule().link());
            at = link.rule().link().target();
        }
        return links;
    }

    @Override
    public void onDegraded(long nowNs, LinkId link) {
        if (watcher != null) {
            watcher.onDegraded(nowNs, link);
        }
        if (startNs != Long.MAX_VALUE) {
            timeline.onDegraded(runNs(), link);
        }
    }

    @Override
    public void onForwarder(long nowNs, PopId pop, Message message) {
        if (watcher != null) {
            watcher.onForwarder(nowNs, pop, message);
        }
        if (startNs == Long.MAX_VALUE) {
            return;
        }
        switch (message) {
            case TrafficReport report -> recorder.onTraffic(pop, report);
            case TraceReport report -> {
                Set<LinkId> seen = new HashSet<>();
                report.traces()
                        .forEach(trace ->
                                trace.stamps().stream()
                                        .filter(stamp ->
                                                stamp.stage() == Stage.LOCAL_SWITCH
                                                        && seen.add(trace.link()))
                                        .forEach(stamp ->
                                                timeline.onLocalSwitch(
                                                        sinceStartNs(stamp), trace.link())));
            }
            default -> {}
        }
    }

    @Override
    public void onSwitch(
            long nowNs,
            PopId pop,
            FibRoute route,
            FibPath from,
            FibPath to,
            PathSelector.Cause cause) {
        if (watcher != null) {
            watcher.onSwitch(nowNs, pop, route, from, to, cause);
        }
        if (startNs != Long.MAX_VALUE
                && route.direction() == RouteRule.Direction.TO
                && cause != PathSelector.Cause.RULES) {
            say(
                    "SWITCH "
                            + pop
                            + " "
                            + route.trafficClass()
                            + " to "
                            + route.pop()
                            + " "
                            + from.rule().labels()
                            + " => "
                            + to.rule().labels()
                            + " "
                            + cause);
        }
    }

    @Override
    public void onBypass(
            long nowNs, LinkId link, ClassSet classes, boolean begins, BypassSelector.Cause cause) {
        if (watcher != null) {
            watcher.onBypass(nowNs, link, classes, begins, cause);
        }
        if (startNs == Long.MAX_VALUE) {
            return;
        }
        say((begins ? "BYPASS " : "BYPASS_END ") + link + " " + classes + " " + cause);
        if (begins) {
            timeline.onLocalSwitch(nowNs - startNs, link);
        }
    }

    private long sinceStartNs(Stamp stamp) {
        return stamp.unixNs() - (queue.unixNs() - queue.nowNs()) - startNs;
    }
}
