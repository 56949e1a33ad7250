package rhumb.sim.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import rhumb.forward.ForwarderCore;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathSelector;
import rhumb.net.ClassSet;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.sim.ledger.Recovery;
import rhumb.sim.media.Samples;
import rhumb.sim.report.RunReport;
import rhumb.sim.report.StreamReport;
import rhumb.sim.scenario.Change;
import rhumb.sim.scenario.Scenario;
import rhumb.sim.scenario.TimelineEvent;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.RuleAck;

/** Runs a scenario and looks for what no overlay may do, whatever happens to it. */
final class SwarmRun implements Observer {
    private static final long S = 1_000_000_000L;
    private static final long LOOK_NS = 100_000_000L;
    private static final long RECOVERED_NS = 3 * S;

    private final Simulation simulation;
    private final Map<PopId, Epoch> acked = new LinkedHashMap<>();
    private final List<String> complaints = new ArrayList<>();
    private final Set<PopId> died = new HashSet<>();
    private final long healedNs;

    private SwarmRun(Scenario scenario) {
        long lastNs = 0;
        for (TimelineEvent event : scenario.timeline()) {
            lastNs = Math.max(lastNs, event.atNs());
            if (event.change() instanceof Change.OfPop of) {
                died.add(of.pop());
            }
        }
        this.healedNs = lastNs;
        this.simulation = new Simulation(scenario, line -> {});
    }

    /** What was wrong; nothing in a good run. */
    static List<String> complaints(Scenario scenario, Samples samples) {
        SwarmRun run = new SwarmRun(scenario);
        run.simulation.watch(run);
        run.look();
        RunReport report = run.simulation.run(samples);
        run.judge(report);
        return run.complaints;
    }

    private void judge(RunReport report) {
        for (StreamReport stream : report.streams()) {
            boolean whole = !died.contains(stream.from()) && !died.contains(stream.to());
            if (stream.figures().corrupt() > 0) {
                complain(stream.name() + " corrupt " + stream.figures());
            }
            if (whole && stream.kind().equals("flv") && stream.figures().lost() > 0) {
                complain(stream.name() + " lost tags " + stream.figures());
            }
            if (whole && stream.figures().duplicate() > 0) {
                complain(stream.name() + " duplicates " + stream.figures());
            }
        }
        Recovery late =
                simulation.ledger().recovery(healedNs + RECOVERED_NS, Long.MAX_VALUE, false);
        if (late.affected()) {
            complain("not well " + RECOVERED_NS / S + " s after " + healedNs + " ns: " + late);
        }
    }

    /** Every packet is accounted for at every moment, also just before a process dies. */
    private void look() {
        simulation
                .pops()
                .forEach((id, pop) -> {
                    ForwarderCore forwarder = pop.forwarder();
                    if (forwarder != null) {
                        var c = forwarder.counters();
                        long seen = c.out() + forwarder.queued() + c.dropped();
                        if (c.in() != seen) {
                            complain(id + " took " + c.in() + " packets and accounts for " + seen);
                        }
                    }
                });
        simulation.queue().in(LOOK_NS, this::look);
    }

    private void complain(String what) {
        if (complaints.size() < 20) {
            complaints.add(what);
        }
    }

    @Override
    public void onDegraded(long nowNs, LinkId link) {}

    @Override
    public void onForwarder(long nowNs, PopId pop, Message message) {
        if (message instanceof RuleAck ack) {
            Epoch before = acked.put(pop, ack.installed());
            if (before != null && ack.installed().isBefore(before)) {
                complain(pop + " went back from epoch " + before + " to " + ack.installed());
            }
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
        if (from.samePath(to)) {
            complain(pop + " switched " + route + " to the path that it had");
        }
    }

    @Override
    public void onBypass(
            long nowNs,
            LinkId link,
            ClassSet classes,
            boolean begins,
            BypassSelector.Cause cause) {}
}
