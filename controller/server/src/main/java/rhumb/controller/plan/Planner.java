package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Workers;

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
    private final Workers workers;
    private final @Nullable Solved[] solved = new @Nullable Solved[TrafficClass.COUNT];

    /** The plan that {@link #solved} is of. */
    private @Nullable Plan last;

    public Planner(Topology topology, PolicyIntent policy) {
        this(topology, policy, Workers.INLINE);
    }

    /**
     * A planner that computes on several threads; its plans are the same.
     *
     * @param workers who computes
     */
    public Planner(Topology topology, PolicyIntent policy, Workers workers) {
        this.topology = topology;
        this.policy = policy;
        this.costModel = new CostModel(topology, policy);
        this.pricing = new LinkPricing(topology, costModel);
        this.pops = topology.pops().size();
        this.workers = workers;
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
        boolean drained = drains != previous.memory().drains();
        boolean ours = last == previous && previous.prices().by(costModel) && !drained;
        BitSet repriced = ours ? prices.changed() : null;
        boolean[] idle = new boolean[TrafficClass.COUNT];
        for (TrafficClass c : TrafficClass.ALL) {
            idle[c.code()] =
                    !drained
                            && previous.prices().by(costModel)
                            && Arrays.equals(prices.costs(c), previous.costs(c))
                            && firstDue(previous.decisions(c)) > nowNs;
        }
        if (repriced == null && prices != previous.prices() || !ours) {
            Arrays.fill(solved, null);
        }
        solveNew(prices, idle, demands, previous);
        Loads loads = new Loads(topology, policy.capacity());
        @Nullable ClassPlan[] made = new @Nullable ClassPlan[TrafficClass.COUNT];
        workers.run(
                TrafficClass.COUNT,
                code -> {
                    TrafficClass c = TrafficClass.ALL.get(code);
                    Solved of = solved[code];
                    if (of != null && (!idle[code] || loaded(c, demands, previous))) {
                        // First the new prices: what is made next reads them.
                        BitSet concerned =
                                idle[code]
                                        ? new BitSet()
                                        : concerned(
                                                of, repriced, previous.costs(c), prices.costs(c));
                        ClassPlan classPlan =
                                new ClassPlan(
                                        nowNs, topology, costModel, prices, c, previous, drains, of,
                                        demands, loads);
                        if (concerned == null) {
                            classPlan.decideAll();
                            of.allDecided();
                        } else {
                            classPlan.decideConcerned(concerned);
                        }
                        made[code] = classPlan;
                    }
                });
        Plan next = assemble(nowNs, snapshot, prices, drains, demands, loads, made, previous);
        last = next;
        return next;
    }

    private static boolean loaded(TrafficClass c, Demands demands, Plan previous) {
        return !demands.of(c).isEmpty() || !previous.demands().of(c).isEmpty();
    }

    /** Solves the classes that must be and are not. */
    private void solveNew(LinkPrices prices, boolean[] idle, Demands demands, Plan previous) {
        List<TrafficClass> missing =
                TrafficClass.ALL.stream()
                        .filter(c -> solved[c.code()] == null)
                        .filter(c -> !idle[c.code()] || loaded(c, demands, previous))
                        .toList();
        CostMatrix[] matrices = new CostMatrix[missing.size()];
        workers.run(
                matrices.length,
                i -> matrices[i] = Solved.matrix(topology.graph(), prices.costs(missing.get(i))));
        AllPairs[] best =
                matrices.length == 0
                        ? new AllPairs[0]
                        : AllPairs.compute(matrices, policy.maxLinks(), workers);
        for (int i = 0; i < best.length; i++) {
            solved[missing.get(i).code()] = Solved.of(best[i]);
        }
    }

    /** The pairs that other prices concern; null = any. */
    private static @Nullable BitSet concerned(
            Solved solved, @Nullable BitSet repriced, int[] was, int[] is) {
        if (!solved.decided() || repriced == null) {
            return null;
        }
        solved.update(was, is, repriced);
        return solved.concerned();
    }

    private Plan assemble(
            long nowNs,
            Snapshot snapshot,
            LinkPrices prices,
            Drains drains,
            Demands demands,
            Loads loads,
            @Nullable ClassPlan[] made,
            Plan previous) {
        @Nullable Decision[][] decisions = new @Nullable Decision[TrafficClass.COUNT][];
        List<RecentMoves> recent = new ArrayList<>(previous.memory().recent());
        Notes notes = new Notes();
        List<Plan.Changed> changed = new ArrayList<>();
        boolean timed = snapshot.links().stream().anyMatch(link -> link.trouble() != null);
        for (TrafficClass c : TrafficClass.ALL) {
            ClassPlan classPlan = made[c.code()];
            if (classPlan == null) {
                decisions[c.code()] = previous.decisions(c);
                notes.keep(previous.memory().notes(), c);
            } else {
                classPlan.decideDemands();
                notes.keep(classPlan.notes(), c);
                decisions[c.code()] = classPlan.decisions;
                recent.set(c.code(), classPlan.recent(policy.flapWindowNs()));
                collect(c, previous, classPlan.decisions, changed);
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
