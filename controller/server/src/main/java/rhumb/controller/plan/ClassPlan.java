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
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.ProtectionSearch;

/** The decisions of one class in the making: per pair primary, then what to fall back to. */
final class ClassPlan {
    private final int pops;
    private final long nowNs;
    private final TrafficClass trafficClass;
    private final Plan previous;
    private final AllPairs best;
    private final Stability stability;
    private final PairChoice choice;
    private final ProtectionSearch search;
    private final List<Integer> unforced = new ArrayList<>();
    private final Notes notes;
    private final List<Demand> demands;
    private final Placement placement;

    final @Nullable Decision[] decisions;

    ClassPlan(
            long nowNs,
            Topology topology,
            CostModel model,
            LinkPrices prices,
            TrafficClass trafficClass,
            Plan previous,
            Drains drains,
            AllPairs best,
            CostMatrix matrix,
            int[] units,
            Notes notes,
            Demands demands,
            Loads loads) {
        this.pops = topology.pops().size();
        this.nowNs = nowNs;
        this.trafficClass = trafficClass;
        this.previous = previous;
        this.best = best;
        this.notes = notes;
        this.decisions = new @Nullable Decision[pops * pops];
        this.stability =
                new Stability(
                        nowNs, model.policy(), trafficClass, previous.recent(trafficClass), drains);
        this.choice =
                new PairChoice(topology, model, prices, trafficClass, matrix, best, stability);
        this.demands = demands.of(trafficClass);
        this.placement = new Placement(topology, choice, stability, loads);
        this.search = new ProtectionSearch(best, CostModel.DEGRADED / CostModel.UNIT_US);
    }

    void decideAll() {
        BitSet placed = new BitSet();
        demands.forEach(d -> placed.set(d.from() * pops + d.to()));
        for (int from = 0; from < pops; from++) {
            for (int to = 0; to < pops; to++) {
                if (connected(from, to) && !placed.get(from * pops + to)) {
                    decide(from, to);
                }
            }
        }
        decideDemands();
    }

    /** Nothing but the traffic has changed: the others stay as they are. */
    void decideLoaded() {
        System.arraycopy(previous.decisions(trafficClass), 0, decisions, 0, decisions.length);
        BitSet placed = new BitSet();
        for (Demand demand : demands) {
            placed.set(demand.from() * pops + demand.to());
            notes.forget(demand.from() * pops + demand.to(), trafficClass);
        }
        for (Demand gone : previous.demands().of(trafficClass)) {
            int pair = gone.from() * pops + gone.to();
            if (connected(gone.from(), gone.to()) && !placed.get(pair)) {
                notes.forget(pair, trafficClass);
                decide(gone.from(), gone.to());
            }
        }
        decideDemands();
    }

    private boolean connected(int from, int to) {
        return from != to && best.cost(from, to) < Costs.INFINITE;
    }

    private void decideDemands() {
        List<Placement.Placed> all = new ArrayList<>();
        for (Demand demand : demands) {
            if (connected(demand.from(), demand.to())) {
                Decision before = previous.decision(demand.from(), demand.to(), trafficClass);
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
        Decision before = previous.decision(from, to, trafficClass);
        settle(from, to, before, choice.choose(from, to, before));
    }

    private void settle(int from, int to, @Nullable Decision before, Stability.Choice chosen) {
        int pair = from * pops + to;
        PairRules rules = choice.rules(from, to);
        PathCosts costs = choice.costs(rules);
        decisions[pair] = protect(from, to, before, chosen, costs);
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

    private Decision protect(
            int from, int to, @Nullable Decision before, Stability.Choice chosen, PathCosts costs) {
        OverlayPath primary = chosen.primary();
        OverlayPath backup =
                fallback(
                        from, to, List.of(primary), before == null ? null : before.backup(), costs);
        OverlayPath third =
                backup == null
                        ? null
                        : fallback(
                                from,
                                to,
                                List.of(primary, backup),
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
            List<OverlayPath> avoid,
            @Nullable OverlayPath present,
            PathCosts costs) {
        List<int[]> arrays = avoid.stream().map(OverlayPath::array).toList();
        int[] links = search.find(from, to, arrays);
        OverlayPath found = links == null ? null : new OverlayPath(links);
        if (found == null || present == null || avoid.contains(present) || found.equals(present)) {
            return found;
        }
        boolean asDisjoint = search.rank(present.array())[0] <= search.rank(found.array())[0];
        return asDisjoint && !stability.worthMoving(costs, present, found) ? present : found;
    }
}
