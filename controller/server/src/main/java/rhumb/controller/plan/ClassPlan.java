package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import rhumb.controller.demand.Demand;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.policy.LinkRule;
import rhumb.controller.plan.policy.PairRules;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.Costs;
import rhumb.path.Fallbacks;
import rhumb.path.Graph;
import rhumb.path.PathCode;

/** The decisions of one class in the making: per pair primary, then what to fall back to. */
final class ClassPlan {
    /** When less than this share of the pairs is due, they are not looked for one by one. */
    private static final int FEW_1_IN = 16;

    private final int pops;
    private final long nowNs;
    private final TrafficClass trafficClass;
    private final Plan previous;
    private final AllPairs best;
    private final Stability stability;
    private final PairChoice choice;
    private final Graph graph;
    private final Solved solved;
    private final Fallbacks fallbacks;
    private final List<Integer> unforced = new ArrayList<>();
    private final Notes notes = new Notes();
    private final List<Demand> demands;
    private final Placement placement;

    private final Decisions.Editor decisions;
    private final ChangedPairs.Pairs changed = new ChangedPairs.Pairs();
    private final PlainDecision plain = new PlainDecision();

    /** Whether {@link #decidePlain} may be used. */
    private boolean plainly;

    ClassPlan(
            long nowNs,
            Topology topology,
            CostModel model,
            LinkPrices prices,
            TrafficClass trafficClass,
            Plan previous,
            Drains drains,
            Solved solved,
            Demands demands,
            Loads loads) {
        this.pops = topology.pops().size();
        this.nowNs = nowNs;
        this.trafficClass = trafficClass;
        this.previous = previous;
        this.solved = solved;
        this.best = solved.best();
        this.fallbacks = solved.fallbacks();
        this.graph = topology.graph();
        this.decisions = previous.decisions(trafficClass).edit(graph);
        this.stability =
                new Stability(
                        nowNs, model.policy(), trafficClass, previous.recent(trafficClass), drains);
        // Where links are forbidden to all, each pair's path must be looked at.
        this.plainly =
                model.rules().links(trafficClass).stream()
                        .noneMatch(rule -> rule.kind() == LinkRule.Kind.FORBID);
        this.choice = new PairChoice(topology, model, prices, trafficClass, best, stability);
        this.demands = demands.of(trafficClass);
        this.placement = new Placement(topology, choice, stability, loads);
    }

    Notes notes() {
        return notes;
    }

    /** Takes the long way for every pair, to the same decisions; for tests. */
    void neverPlainly() {
        plainly = false;
    }

    /** Everything anew, but for pairs with traffic: {@link #decideDemands}. */
    void decideAll() {
        BitSet all = new BitSet();
        all.set(0, pops * pops);
        decide(all);
    }

    /** What changed prices, the time or traffic that ended may change; the others stay. */
    void decideConcerned(BitSet concerned) {
        notes.keep(previous.memory().notes(), trafficClass);
        BitSet due = (BitSet) concerned.clone();
        boolean allUsable = best.allUsable();
        Decisions before = previous.decisions(trafficClass);
        for (int from = 0; from < pops; from++) {
            boolean waits = before.dueNs(from) <= nowNs;
            for (int to = 0; (waits || !allUsable) && to < pops; to++) {
                if (waits && waited(before.at(from, to)) || !allUsable && lastResort(from, to)) {
                    due.set(from * pops + to);
                }
            }
        }
        for (Demand gone : previous.demands().of(trafficClass)) {
            due.set(gone.from() * pops + gone.to());
        }
        decide(due);
    }

    private boolean lastResort(int from, int to) {
        return from != to && best.cost(from, to) >= Costs.MIN_LAST_RESORT;
    }

    private boolean waited(@Nullable Decision before) {
        Held held = before == null ? null : before.held();
        return held != null && held.reason().timed() && held.untilNs() <= nowNs;
    }

    private void decide(BitSet pairs) {
        BitSet due = (BitSet) pairs.clone();
        demands.forEach(d -> due.clear(d.from() * pops + d.to()));
        if (due.cardinality() < pops * pops / FEW_1_IN) {
            for (int pair = due.nextSetBit(0); pair >= 0; pair = due.nextSetBit(pair + 1)) {
                notes.forget(pair, trafficClass);
                decide(pair / pops, pair % pops);
            }
            return;
        }
        // By destination, because that is how best paths lie in memory.
        for (int to = 0; to < pops; to++) {
            for (int from = 0; from < pops; from++) {
                int pair = from * pops + to;
                if (due.get(pair)) {
                    notes.forget(pair, trafficClass);
                    decide(from, to);
                }
            }
        }
    }

    private boolean connected(int from, int to) {
        return from != to && best.cost(from, to) < Costs.INFINITE;
    }

    /** Pairs with traffic, after those of more important classes. */
    void decideDemands() {
        List<Placement.Placed> all = new ArrayList<>();
        for (Demand demand : demands) {
            int pair = demand.from() * pops + demand.to();
            notes.forget(pair, trafficClass);
            Decision before = previous.decision(demand.from(), demand.to(), trafficClass);
            if (!connected(demand.from(), demand.to())) {
                decisions.set(demand.from(), demand.to(), null);
            } else {
                all.add(
                        new Placement.Placed(
                                demand,
                                before,
                                choice.costs(choice.rules(demand.from(), demand.to())),
                                choice.choose(demand.from(), demand.to(), before)));
            }
        }
        placement.place(all);
        for (Placement.Placed one : all) {
            settle(one.demand.from(), one.demand.to(), one.before, one.choice);
            if (one.note != null) {
                notes.add(one.demand.from() * pops + one.demand.to(), trafficClass, one.note);
            }
        }
    }

    RecentMoves recent(long flapWindowNs) {
        return previous.recent(trafficClass).with(unforced, nowNs, nowNs - flapWindowNs);
    }

    private void decide(int from, int to) {
        if (decidePlain(from, to)) {
            return;
        }
        Decision before = previous.decision(from, to, trafficClass);
        if (connected(from, to)) {
            settle(from, to, before, choice.choose(from, to, before));
        } else if (before != null) {
            decisions.set(from, to, null);
        }
    }

    /**
     * A pair's first decision where nothing is particular about the pair; false when something is.
     * What {@link #settle} would come to, without an object for each path.
     */
    private boolean decidePlain(int from, int to) {
        boolean is =
                plainly
                        && previous.decisions(trafficClass).undecided(from, to)
                        && connected(from, to)
                        && choice.rules(from, to) == null;
        if (!is) {
            return false;
        }
        choice.chooseFirst(from, to, plain);
        plain.backup = fallbacks.find(from, to, plain.primary, PathCode.NONE);
        plain.third =
                plain.backup == PathCode.NONE
                        ? PathCode.NONE
                        : fallbacks.find(from, to, plain.primary, plain.backup);
        if (!decisions.setFirst(from, to, plain, nowNs)) {
            return false;
        }
        changed.add(from * pops + to);
        solved.note(from, to, plain);
        return true;
    }

    /** The table of all decisions; called once, at the end. */
    Decisions done() {
        return decisions.done();
    }

    /** The pairs that have other paths than before, ascending. */
    int[] changed() {
        return changed.ascending();
    }

    @SuppressWarnings("ReferenceEquality") // the decision before itself stands for no change
    private void settle(int from, int to, @Nullable Decision before, Stability.Choice chosen) {
        int pair = from * pops + to;
        PairRules rules = choice.rules(from, to);
        PathCosts costs = choice.costs(rules);
        Decision decision = protect(from, to, before, chosen, costs);
        if (decision != before) {
            decisions.set(from, to, decision);
            if (before == null || !before.samePaths(decision)) {
                changed.add(pair);
            }
        }
        solved.note(from, to, rules != null, decision);
        MoveCause moved = chosen.moved();
        if (before != null && moved != null && moved.reason().unforced()) {
            unforced.add(pair);
        }
        note(pair, chosen.primary(), costs);
    }

    private void note(int pair, OverlayPath primary, PathCosts costs) {
        PairRules.Bound broken = costs.brokenLimit(primary);
        if (broken != null) {
            String text = "no path holds the limit of rule " + broken.rule();
            notes.add(pair, trafficClass, new Note(Note.Kind.LIMIT_BROKEN, broken.rule(), text));
        }
        String forbids = costs.ruleOf(LinkRule.Kind.FORBID, primary);
        if (forbids != null) {
            String text = "nothing leads there but what rule " + forbids + " forbids";
            notes.add(pair, trafficClass, new Note(Note.Kind.FORBIDDEN_USED, forbids, text));
        }
    }

    private long code(OverlayPath path) {
        return PathCode.of(graph, path.array());
    }

    private Decision protect(
            int from, int to, @Nullable Decision before, Stability.Choice chosen, PathCosts costs) {
        OverlayPath primary = chosen.primary();
        long first = code(primary);
        OverlayPath backup =
                fallback(
                        from,
                        to,
                        first,
                        PathCode.NONE,
                        before == null ? null : before.backup(),
                        costs);
        OverlayPath third =
                backup == null
                        ? null
                        : fallback(
                                from,
                                to,
                                first,
                                code(backup),
                                before == null ? null : before.third(),
                                costs);
        MoveCause moved = chosen.moved();
        if (before == null || moved != null) {
            return new Decision(
                    primary,
                    backup,
                    third,
                    nowNs,
                    before == null ? null : before.primary(),
                    Objects.requireNonNull(moved),
                    chosen.held());
        }
        Decision after =
                new Decision(
                        primary,
                        backup,
                        third,
                        before.sinceNs(),
                        before.previous(),
                        before.cause(),
                        chosen.held());
        return after.equals(before) ? before : after;
    }

    /** The most disjoint path; the one in use stays while it is as disjoint and about as cheap. */
    private @Nullable OverlayPath fallback(
            int from,
            int to,
            long first,
            long second,
            @Nullable OverlayPath present,
            PathCosts costs) {
        long code = fallbacks.find(from, to, first, second);
        if (code == PathCode.NONE) {
            return null;
        }
        long before = present == null ? PathCode.NONE : code(present);
        if (present != null && before == code) {
            return present;
        }
        OverlayPath found = new OverlayPath(PathCode.links(graph, code, from, to));
        if (present == null || before == first || before == second) {
            return found;
        }
        boolean stays =
                fallbacks.asDisjoint(before, code) && !stability.worthMoving(costs, present, found);
        return stays ? present : found;
    }
}
