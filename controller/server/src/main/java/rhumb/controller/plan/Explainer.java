package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;

/**
 * Tells a decision's reasons from the plan that made it: the same snapshot, the same moment, the
 * same cost model, so what is printed is what was decided by.
 */
public final class Explainer {
    private static final int MAX_RUNNERS_UP = 6;

    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel costModel;

    public Explainer(Topology topology, PolicyIntent policy) {
        this.topology = topology;
        this.policy = policy;
        this.costModel = new CostModel(topology, policy);
    }

    /** The reasons of one pair and class; null when the plan has no path for it. */
    public @Nullable Explanation explain(Plan plan, int from, int to, TrafficClass c) {
        Decision decision = plan.decision(from, to, c);
        if (decision == null || plan.prices().links() == 0) {
            return null;
        }
        Explanation.PricedPath chosen = priced(plan, decision.primary(), c);
        List<Explanation.RunnerUp> runnersUp = new ArrayList<>();
        candidates(plan, from, to, c, decision)
                .forEach((path, role) ->
                        runnersUp.add(runnerUp(decision, path, role, chosen, plan, c)));
        runnersUp.sort(
                Comparator.comparing((Explanation.RunnerUp r) -> r.role() == Explanation.Role.OTHER)
                        .thenComparingLong(r -> r.path().totalUs()));
        OverlayPath previous = decision.previous();
        return new Explanation(
                topology.pop(from),
                topology.pop(to),
                c,
                plan.number(),
                plan.atNs(),
                chosen,
                runnersUp.subList(0, Math.min(MAX_RUNNERS_UP, runnersUp.size())),
                decision.sinceNs(),
                previous == null ? List.of() : previous.ids(topology),
                decision.cause(),
                heldBack(plan, from, to, decision, chosen, c),
                Money.of(topology, decision.primary(), plan.demands().rateBps(from, to, c)),
                plan.notes(from, to, c));
    }

    private Explanation.PricedPath priced(Plan plan, OverlayPath path, TrafficClass c) {
        List<Explanation.PricedLink> links = new ArrayList<>();
        long total = 0;
        for (int link : path.array()) {
            LinkCost cost =
                    costModel.cost(
                            plan.pricedAtNs(link), plan.priced(link), topology.link(link), c);
            links.add(new Explanation.PricedLink(plan.priced(link), cost));
            total += cost.total();
        }
        return new Explanation.PricedPath(path.text(topology), links, total);
    }

    /** The decision's own paths first, then direct links, then the cheapest way over each relay. */
    private Map<OverlayPath, Explanation.Role> candidates(
            Plan plan, int from, int to, TrafficClass c, Decision decision) {
        Map<OverlayPath, Explanation.Role> found = new LinkedHashMap<>();
        if (decision.held() != null) {
            found.put(decision.held().path(), Explanation.Role.HELD);
        }
        if (decision.backup() != null) {
            found.putIfAbsent(decision.backup(), Explanation.Role.BACKUP);
        }
        if (decision.third() != null) {
            found.putIfAbsent(decision.third(), Explanation.Role.THIRD);
        }
        for (int i = 0; i < topology.graph().parallel(from, to); i++) {
            found.putIfAbsent(
                    new OverlayPath(topology.graph().parallelLink(from, to, i)),
                    Explanation.Role.OTHER);
        }
        for (int relay = 0; relay < plan.pops() && policy.maxLinks() > 1; relay++) {
            int first = cheapest(plan, from, relay, c);
            int second = cheapest(plan, relay, to, c);
            if (first >= 0 && second >= 0) {
                found.putIfAbsent(new OverlayPath(first, second), Explanation.Role.OTHER);
            }
        }
        found.remove(decision.primary());
        return found;
    }

    private int cheapest(Plan plan, int from, int to, TrafficClass c) {
        int best = -1;
        int bestUs = Integer.MAX_VALUE;
        for (int i = 0; from != to && i < topology.graph().parallel(from, to); i++) {
            int link = topology.graph().parallelLink(from, to, i);
            int us = plan.costs(c)[link];
            if (us < bestUs) {
                best = link;
                bestUs = us;
            }
        }
        return best;
    }

    private Explanation.RunnerUp runnerUp(
            Decision decision,
            OverlayPath path,
            Explanation.Role role,
            Explanation.PricedPath chosen,
            Plan plan,
            TrafficClass c) {
        Explanation.PricedPath priced = priced(plan, path, c);
        long worseUs = priced.totalUs() - chosen.totalUs();
        Term decisive = Term.DELAY;
        long most = Long.MIN_VALUE;
        for (Term term : Term.values()) {
            long difference = priced.term(term) - chosen.term(term);
            long inSense = worseUs >= 0 ? difference : -difference;
            if (inSense > most) {
                most = inSense;
                decisive = term;
            }
        }
        return new Explanation.RunnerUp(
                role,
                priced,
                worseUs,
                decisive,
                priced.term(decisive) - chosen.term(decisive),
                path.shares(topology, decision.primary()));
    }

    private Explanation.@Nullable HeldBack heldBack(
            Plan plan,
            int from,
            int to,
            Decision decision,
            Explanation.PricedPath chosen,
            TrafficClass c) {
        Held held = decision.held();
        if (held == null) {
            return null;
        }
        Explanation.PricedPath better = priced(plan, held.path(), c);
        PathCosts costs =
                new PathCosts(
                        plan.prices(),
                        c,
                        costModel.rules().links(c),
                        costModel.rules().pair(from, to, c));
        long cleanUs = costs.cleanUs(decision.primary());
        long neededUs = Math.max(policy.gainUs(), cleanUs * policy.gainPercent() / 100);
        return new Explanation.HeldBack(
                better,
                held.reason(),
                chosen.totalUs() - better.totalUs(),
                neededUs,
                held.sinceNs(),
                held.untilNs(),
                held.text());
    }
}
