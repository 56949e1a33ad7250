package rhumb.controller;

import java.util.Arrays;
import java.util.Random;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.southbound.link.LinkStatus;

/** Plans that follow each other while PoPs die and come back and delays change. */
public final class RandomPlans {
    private static final long SECOND = 1_000_000_000L;

    private final Random random;
    private final Topology topology;
    private final Planner planner;
    private final LinkStateDatabase lsdb;
    private final Quality[] truth;
    private Plan plan;
    private long seq;

    public RandomPlans(Intent intent, long seed) {
        this.random = new Random(seed);
        this.topology = new Topology(intent);
        this.planner = new Planner(topology, intent.policy());
        this.lsdb = new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        this.truth = new Quality[topology.links().size()];
        this.plan = Plan.empty(topology.pops().size());
        Arrays.fill(truth, Quality.up(40));
    }

    public Topology topology() {
        return topology;
    }

    /** The plan that the next one follows. */
    public Plan plan() {
        return plan;
    }

    /** One that differs from the one before. */
    public Plan next() {
        for (Plan before = plan; plan == before; ) {
            long nowNs = (seq + 1) * SECOND;
            change();
            lsdb.onDeadline(nowNs);
            tell(nowNs);
            plan = planner.plan(nowNs, lsdb.snapshot(nowNs), before);
        }
        return plan;
    }

    /** Mostly a PoP that dies or comes back, and sometimes nothing but a delay. */
    private void change() {
        int pop = random.nextInt(topology.pops().size());
        boolean dies = random.nextBoolean();
        for (Topology.Link link : topology.touching(pop)) {
            Quality other = Quality.up(20 + random.nextInt(60));
            Quality now = truth[link.index()];
            if (random.nextInt(4) > 0) {
                truth[link.index()] = dies ? now.down() : other;
            } else if (now.status() == LinkStatus.UP) {
                truth[link.index()] = other;
            }
        }
    }

    private void tell(long nowNs) {
        seq++;
        for (int pop = 0; pop < topology.pops().size(); pop++) {
            lsdb.onReport(nowNs, topology.pop(pop), Samples.report(topology, pop, seq, truth));
        }
    }
}
