package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
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
    /** When more than this share of the links has other prices, all is decided anew. */
    private static final int RESUME_1_IN = 64;

    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel costModel;
    private final LinkPricing pricing;
    private final int pops;
    private final Workers workers;
    private final @Nullable Solved[] solved = new @Nullable Solved[TrafficClass.COUNT];

    /** The plan that {@link #solved} is of. */
    private @Nullable Plan last;

    /** The one that it followed. */
    private @Nullable Plan before;

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
        return plan(nowNs, snapshot, demands, previous, true);
    }

    /** The same by deciding all pairs, one as the other; for tests. */
    Plan planAnew(long nowNs, Snapshot snapshot, Demands demands, Plan previous) {
        last = null;
        return plan(nowNs, snapshot, demands, previous, false);
    }

    private Plan plan(
            long nowNs, Snapshot snapshot, Demands demands, Plan previous, boolean mayResume) {
        LinkPrices prices = pricing.next(nowNs, snapshot, previous.prices());
        Drains drains = Drains.of(nowNs, policy, previous.memory().drains());
        if (prices == previous.prices()
                && drains == previous.memory().drains()
                && demands == previous.demands()
                && firstDue(previous) > nowNs) {
            return previous;
        }
        boolean drained = drains != previous.memory().drains();
        boolean known = previous.prices().by(costModel) && !drained;
        boolean ours = known && (last == previous || mayResume && resume(previous, prices));
        BitSet repriced =
                !ours ? null : prices == previous.prices() ? new BitSet() : prices.changed();
        boolean[] idle = known ? idle(nowNs, prices, previous) : new boolean[TrafficClass.COUNT];
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
                                                of,
                                                repriced,
                                                previous.costs(c),
                                                prices.costs(c),
                                                previous.decisions(c));
                        ClassPlan classPlan =
                                new ClassPlan(
                                        nowNs, topology, costModel, prices, c, previous, drains, of,
                                        demands, loads);
                        if (!mayResume) {
                            classPlan.neverPlainly();
                        }
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
        before = previous;
        return next;
    }

    /** Classes of which no price has changed and no move is due. */
    private static boolean[] idle(long nowNs, LinkPrices prices, Plan previous) {
        boolean[] idle = new boolean[TrafficClass.COUNT];
        for (TrafficClass c : TrafficClass.ALL) {
            idle[c.code()] =
                    Arrays.equals(prices.costs(c), previous.costs(c))
                            && previous.decisions(c).dueNs() > nowNs;
        }
        return idle;
    }

    /**
     * Takes up a plan that another planner made, or the one before the last, so that what follows
     * it costs what changed; whether that is worth while.
     */
    private boolean resume(Plan plan, LinkPrices prices) {
        BitSet repriced = prices.changed();
        boolean few =
                prices == plan.prices()
                        || repriced != null
                                && repriced.cardinality() <= 1 + prices.links() / RESUME_1_IN;
        if (!few || !plan.decided()) {
            return false;
        }
        if (before != plan || !stepBack(plan)) {
            Arrays.fill(solved, null);
            solve(TrafficClass.ALL, plan.prices());
        }
        workers.run(
                TrafficClass.COUNT,
                code -> {
                    TrafficClass c = TrafficClass.ALL.get(code);
                    Solved of = Objects.requireNonNull(solved[code]);
                    Decisions decisions = plan.decisions(c);
                    for (int from = 0; from < pops; from++) {
                        int source = from;
                        if (!of.decided()
                                || !decisions.sharesRow(
                                        Objects.requireNonNull(last).decisions(c), from)) {
                            of.noteRow(
                                    decisions,
                                    from,
                                    to -> costModel.rules().pair(source, to, c) != null);
                        }
                    }
                    of.allDecided();
                });
        last = plan;
        before = null;
        return true;
    }

    /**
     * From the prices of the last plan to those of the one before; false when that is not known.
     */
    private boolean stepBack(Plan plan) {
        Plan from = last;
        BitSet repriced = from == null ? null : from.prices().changed();
        if (from == null || repriced == null && from.prices() != plan.prices()) {
            return false;
        }
        boolean known = Arrays.stream(solved).allMatch(of -> of != null && of.decided());
        for (TrafficClass c : TrafficClass.ALL) {
            Solved of = solved[c.code()];
            if (known && of != null && from.prices() != plan.prices()) {
                of.update(from.costs(c), plan.costs(c), Objects.requireNonNull(repriced));
                known = of.renote(plan.decisions(c), costModel.rules(), c);
            }
        }
        return known;
    }

    private static boolean loaded(TrafficClass c, Demands demands, Plan previous) {
        return !demands.of(c).isEmpty() || !previous.demands().of(c).isEmpty();
    }

    /** Solves the classes that must be and are not. */
    private void solveNew(LinkPrices prices, boolean[] idle, Demands demands, Plan previous) {
        solve(
                TrafficClass.ALL.stream()
                        .filter(c -> solved[c.code()] == null)
                        .filter(c -> !idle[c.code()] || loaded(c, demands, previous))
                        .toList(),
                prices);
    }

    private void solve(List<TrafficClass> missing, LinkPrices prices) {
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
            Solved solved, @Nullable BitSet repriced, int[] was, int[] is, Decisions decisions) {
        if (!solved.decided() || repriced == null) {
            return null;
        }
        solved.update(was, is, repriced);
        return solved.concerned(decisions);
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
        Decisions[] decisions = new Decisions[TrafficClass.COUNT];
        List<RecentMoves> recent = new ArrayList<>(previous.memory().recent());
        Notes notes = new Notes();
        List<ChangedPairs.OfClass> changed = new ArrayList<>();
        boolean timed = pricing.fades();
        for (TrafficClass c : TrafficClass.ALL) {
            ClassPlan classPlan = made[c.code()];
            if (classPlan == null) {
                decisions[c.code()] = previous.decisions(c);
                notes.keep(previous.memory().notes(), c);
            } else {
                classPlan.decideDemands();
                notes.keep(classPlan.notes(), c);
                decisions[c.code()] = classPlan.done();
                recent.set(c.code(), classPlan.recent(policy.flapWindowNs()));
                changed.add(
                        new ChangedPairs.OfClass(
                                c,
                                classPlan.changed(),
                                previous.decisions(c),
                                decisions[c.code()]));
            }
            timed |= decisions[c.code()].dueNs() < Long.MAX_VALUE;
        }
        return new Plan(
                previous.number() + 1,
                nowNs,
                snapshot,
                pops,
                decisions,
                prices,
                new Plan.Memory(List.copyOf(recent), drains, notes, demands, loads),
                new ChangedPairs(pops, changed),
                timed);
    }

    private static long firstDue(Plan plan) {
        long first = Long.MAX_VALUE;
        for (TrafficClass c : TrafficClass.ALL) {
            first = Math.min(first, plan.decisions(c).dueNs());
        }
        return first;
    }
}
