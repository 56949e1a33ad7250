package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;

/**
 * Makes plan n+1 from a snapshot, the policy and plan n. Pure: the same input gives the same plan.
 * What is as it was is not computed again.
 */
public final class Planner {
    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel costModel;
    private final LinkPricing pricing;
    private final int pops;
    private final @Nullable AllPairs[] solved = new @Nullable AllPairs[TrafficClass.COUNT];

    public Planner(Topology topology, PolicyIntent policy) {
        this.topology = topology;
        this.policy = policy;
        this.costModel = new CostModel(topology, policy);
        this.pricing = new LinkPricing(topology, costModel);
        this.pops = topology.pops().size();
    }

    public CostModel costModel() {
        return costModel;
    }

    /** The plan that follows; the previous one itself when nothing has changed that matters. */
    public Plan plan(long nowNs, Snapshot snapshot, Plan previous) {
        return plan(nowNs, snapshot, previous.demands(), previous);
    }

    /** The same, with the traffic that there is to place. */
    public Plan plan(long nowNs, Snapshot snapshot, Demands demands, Plan previous) {
        LinkPrices prices = pricing.next(nowNs, snapshot, previous.prices());
        Drains drains = Drains.of(nowNs, policy, previous.memory().drains());
        if (prices == previous.prices()
                && drains == previous.memory().drains()
                && demands == previous.demands()
                && firstDue(previous) > nowNs) {
            return previous;
        }
        @Nullable Decision[][] decisions = new @Nullable Decision[TrafficClass.COUNT][];
        List<RecentMoves> recent = new ArrayList<>(previous.memory().recent());
        Notes notes = new Notes();
        Loads loads = new Loads(topology, policy.capacity());
        List<Plan.Changed> changed = new ArrayList<>();
        boolean timed = snapshot.links().stream().anyMatch(link -> link.trouble() != null);
        for (TrafficClass c : TrafficClass.ALL) {
            boolean idle =
                    drains == previous.memory().drains()
                            && previous.prices().by(costModel)
                            && Arrays.equals(prices.costs(c), previous.costs(c))
                            && firstDue(previous.decisions(c)) > nowNs;
            boolean loaded = !demands.of(c).isEmpty() || !previous.demands().of(c).isEmpty();
            if (idle && !loaded) {
                decisions[c.code()] = previous.decisions(c);
                notes.keep(previous.memory().notes(), c);
            } else {
                ClassPlan made =
                        classPlan(nowNs, prices, c, previous, drains, notes, demands, loads);
                if (idle) {
                    notes.keep(previous.memory().notes(), c);
                    made.decideLoaded();
                } else {
                    made.decideAll();
                }
                decisions[c.code()] = made.decisions;
                recent.set(c.code(), made.recent(policy.flapWindowNs()));
                collect(c, previous, made.decisions, changed);
            }
            timed |= firstDue(decisions[c.code()]) < Long.MAX_VALUE;
        }
        return new Plan(
                previous.number() + 1,
                nowNs,
                snapshot,
                pops,
                decisions,
                prices,
                new Plan.Memory(List.copyOf(recent), drains, notes, demands, loads),
                changed,
                timed);
    }

    private ClassPlan classPlan(
            long nowNs,
            LinkPrices prices,
            TrafficClass c,
            Plan previous,
            Drains drains,
            Notes notes,
            Demands demands,
            Loads loads) {
        int[] costs = prices.costs(c);
        int[] units = new int[costs.length];
        for (int link = 0; link < units.length; link++) {
            units[link] = costs[link] / CostModel.UNIT_US;
        }
        CostMatrix matrix = CostMatrix.of(topology.graph(), units);
        return new ClassPlan(
                nowNs,
                topology,
                costModel,
                prices,
                c,
                previous,
                drains,
                solve(c, matrix),
                matrix,
                units,
                notes,
                demands,
                loads);
    }

    /** An update gives what a full computation gives, so what is remembered changes no plan. */
    private AllPairs solve(TrafficClass c, CostMatrix matrix) {
        AllPairs best = solved[c.code()];
        if (best == null) {
            best = AllPairs.compute(matrix, policy.maxLinks());
        } else {
            best.update(matrix);
        }
        solved[c.code()] = best;
        return best;
    }

    private void collect(
            TrafficClass c,
            Plan previous,
            @Nullable Decision[] decisions,
            List<Plan.Changed> changed) {
        for (int pair = 0; pair < decisions.length; pair++) {
            Decision after = decisions[pair];
            Decision before = previous.decisions(c)[pair];
            if (after != null && (before == null || !before.samePaths(after))) {
                changed.add(new Plan.Changed(c, pair / pops, pair % pops, before, after));
            }
        }
    }

    private static long firstDue(Plan plan) {
        long first = Long.MAX_VALUE;
        for (TrafficClass c : TrafficClass.ALL) {
            first = Math.min(first, firstDue(plan.decisions(c)));
        }
        return first;
    }

    /** When the first move that waits may be made; {@link Long#MAX_VALUE} when none does. */
    private static long firstDue(@Nullable Decision[] decisions) {
        long first = Long.MAX_VALUE;
        for (Decision decision : decisions) {
            Held held = decision == null ? null : decision.held();
            if (held != null && held.reason().timed()) {
                first = Math.min(first, held.untilNs());
            }
        }
        return first;
    }
}
