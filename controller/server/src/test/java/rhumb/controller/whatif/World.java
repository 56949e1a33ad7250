package rhumb.controller.whatif;

import java.util.List;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** A small overlay whose agents tell the truth, and the plans that a controller makes of it. */
final class World {
    static final long SECOND = 1_000_000_000L;

    final Intent intent;
    final Topology topology;
    final Planner planner;
    final Quality[] truth;
    private final LinkStateDatabase lsdb;
    private long seq;
    Plan plan;
    Snapshot snapshot;
    long nowNs;

    World(Intent intent, long delayMs) {
        this.intent = intent;
        this.topology = new Topology(intent);
        this.planner = new Planner(topology, intent.policy());
        this.lsdb = new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        this.truth = new Quality[topology.links().size()];
        java.util.Arrays.setAll(truth, i -> Quality.up(delayMs));
        topology.pops().forEach(p -> lsdb.onSession(p.name(), 1));
        this.plan = Plan.empty(topology.pops().size());
        this.snapshot = lsdb.snapshot(0);
    }

    World set(String link, Quality q) {
        truth[topology.linkIndex(LinkId.parse(link))] = q;
        return this;
    }

    World both(String link, Quality q) {
        set(link, q);
        return set(LinkId.parse(link).reverse().toString(), q);
    }

    Quality quality(LinkId link) {
        return truth[topology.linkIndex(link)];
    }

    /** All agents report, and the controller plans. */
    World planAt(long seconds) {
        nowNs = seconds * SECOND;
        seq++;
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            lsdb.onReport(nowNs, topology.pop(pop), Samples.report(topology, pop, seq, truth));
        }
        snapshot = lsdb.snapshot(nowNs);
        plan = planner.plan(nowNs, snapshot, plan);
        return this;
    }

    int pop(String name) {
        return topology.popIndex(new PopId(name));
    }

    String path(String from, String to, TrafficClass c) {
        OverlayPath path = Experiment.destination(plan.decision(pop(from), pop(to), c));
        return path == null ? "none" : path.text(topology);
    }

    Tipping tipping(String from, String to, TrafficClass c) {
        return java.util.Objects.requireNonNull(
                new TippingSearch(intent, topology, plan).find(pop(from), pop(to), c));
    }

    WhatIf whatIf(String change, Demand... demands) {
        return new Experiment(nowNs, intent, topology, snapshot, plan, List.of(demands))
                .answer(change, null);
    }
}
