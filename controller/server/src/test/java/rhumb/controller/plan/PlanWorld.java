package rhumb.controller.plan;

import java.util.Objects;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/** A database that is told the truth by both ends. */
final class PlanWorld {
    final Intent intent;
    final Topology topology;
    final Planner planner;
    final LinkStateDatabase lsdb;
    final Quality[] truth;
    long seq;

    PlanWorld(Intent intent) {
        this.intent = intent;
        topology = new Topology(intent);
        planner = new Planner(topology, intent.policy());
        lsdb = new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        truth = new Quality[topology.links().size()];
        java.util.Arrays.setAll(truth, i -> Quality.up(40));
        topology.pops().forEach(p -> lsdb.onSession(p.name(), 1));
    }

    /** The same world, planned by another policy. */
    PlanWorld(PlanWorld other, PolicyIntent policy) {
        intent = Samples.with(other.intent, other.intent.links(), policy);
        topology = other.topology;
        planner = new Planner(topology, policy);
        lsdb = other.lsdb;
        truth = other.truth;
        seq = other.seq;
    }

    void set(String link, Quality q) {
        truth[topology.linkIndex(LinkId.parse(link))] = q;
    }

    Snapshot told(long nowNs) {
        seq++;
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            lsdb.onReport(nowNs, topology.pop(pop), Samples.report(topology, pop, seq, truth));
        }
        return lsdb.snapshot(nowNs);
    }

    Plan plan(long nowNs, Plan previous) {
        return planner.plan(nowNs, told(nowNs), previous);
    }

    Plan plan(long nowNs, Demands demands, Plan previous) {
        return planner.plan(nowNs, told(nowNs), demands, previous);
    }

    Plan none() {
        return Plan.empty(topology.pops().size());
    }

    String path(Plan plan, String from, String to, TrafficClass c) {
        return decision(plan, from, to, c).primary().text(topology);
    }

    Decision decision(Plan plan, String from, String to, TrafficClass c) {
        return Objects.requireNonNull(
                plan.decision(
                        topology.popIndex(new rhumb.net.PopId(from)),
                        topology.popIndex(new rhumb.net.PopId(to)),
                        c));
    }
}
