package rhumb.controller.plan;

import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.policy.PairRules;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.PathCode;

/**
 * Chooses the primary of one pair: a function of the decision before, the best path, the costs and
 * the rules of the pair. Owned by one thread, for one class and plan.
 */
final class PairChoice {
    private final Topology topology;
    private final PolicyIntent policy;
    private final CostModel model;
    private final LinkPrices prices;
    private final TrafficClass trafficClass;
    private final AllPairs best;
    private final Stability stability;
    private final Spread spread;
    private final PathCosts plain;
    private final PairSearch search;
    private @Nullable AllPairs quickest;

    PairChoice(
            Topology topology,
            CostModel model,
            LinkPrices prices,
            TrafficClass trafficClass,
            AllPairs best,
            Stability stability) {
        this.topology = topology;
        this.policy = model.policy();
        this.model = model;
        this.prices = prices;
        this.trafficClass = trafficClass;
        this.best = best;
        this.stability = stability;
        this.spread = new Spread(topology, best.direct(), trafficClass, policy.bandUs());
        this.plain = costs(null);
        this.search = new PairSearch(topology, prices.costs(trafficClass), best);
    }

    /** The rules of the pair; null for most. */
    @Nullable PairRules rules(int from, int to) {
        return model.rules().pair(from, to, trafficClass);
    }

    /** What paths cost a pair with these rules. */
    PathCosts costs(@Nullable PairRules rules) {
        return rules == null && plain != null
                ? plain
                : new PathCosts(prices, trafficClass, model.rules().links(trafficClass), rules);
    }

    /** The choice for a pair that {@code best} connects. */
    Stability.Choice choose(int from, int to, @Nullable Decision before) {
        int pair = from * topology.pops().size() + to;
        PairRules rules = rules(from, to);
        OverlayPath cheapest = new OverlayPath(best.path(from, to));
        if (rules == null) {
            return stability.choose(
                    pair, before, cheapest, plain, () -> equal(from, to, plain.us(cheapest)));
        }
        PathCosts costs = costs(rules);
        OverlayPath own = best(from, to, cheapest, costs);
        PairRules.Pin pin = rules.pin();
        Stability.Choice pinned =
                pin == null ? null : new Pinned(stability, costs).choose(pair, before, own, pin);
        if (pinned != null) {
            return pinned;
        }
        Stability.Choice choice = stability.choose(pair, before, own, costs, () -> own);
        boolean told = choice.held() != null || choice.primary().equals(cheapest);
        if (before == null || told || plain.us(cheapest) >= plain.us(choice.primary())) {
            return choice;
        }
        PairRules.Bound broken = costs.brokenLimit(cheapest);
        String by =
                broken != null || rules.links().isEmpty()
                        ? broken == null ? null : broken.rule()
                        : rules.links().getFirst().name();
        Held held = stability.held(before, cheapest, Held.Reason.RULE, 0, by);
        return new Stability.Choice(choice.primary(), choice.moved(), held);
    }

    private OverlayPath equal(int from, int to, long cheapestUs) {
        long code = spread.among(from, to, best.code(from, to), cheapestUs);
        return new OverlayPath(PathCode.links(topology.graph(), code, from, to));
    }

    /** Chooses for a pair without rules that {@code best} connects and that has no path yet. */
    void chooseFirst(int from, int to, PlainDecision decision) {
        long cheapest = best.code(from, to);
        long cheapestUs = plain.us(topology.graph(), cheapest, from, to);
        long taken = spread.among(from, to, cheapest, cheapestUs);
        long gainUs =
                taken == cheapest ? 0 : plain.us(topology.graph(), taken, from, to) - cheapestUs;
        decision.primary = taken;
        decision.held = gainUs > 0 ? cheapest : PathCode.NONE;
        decision.heldAsEqual = gainUs <= policy.bandUs();
    }

    /** The cheapest path over links that may be used, within the pair's limits; null = none. */
    @Nullable OverlayPath cheapest(int from, int to, PathCosts costs, IntPredicate usable) {
        OverlayPath found =
                search.cheapest(from, to, costs, costs.maxLinks(policy.maxLinks()), usable);
        return found == null || costs.brokenLimit(found) != null ? null : found;
    }

    /** The best path by the pair's own rules; where none holds a limit, the best of all. */
    private OverlayPath best(int from, int to, OverlayPath ofClass, PathCosts costs) {
        int maxLinks = costs.maxLinks(policy.maxLinks());
        OverlayPath found = ofClass;
        if (costs.chargesLinks() || ofClass.length() > maxLinks) {
            OverlayPath own = search.cheapest(from, to, costs, maxLinks, link -> true);
            boolean equal =
                    own != null
                            && ofClass.length() <= maxLinks
                            && costs.us(own) == costs.us(ofClass);
            found = own == null || equal ? ofClass : own;
        }
        PairRules.Bound broken = costs.brokenLimit(found);
        if (broken == null || !costs.limitsDelay() || found.length() > maxLinks) {
            return found;
        }
        OverlayPath within =
                search.within(broken.most(), from, to, costs, maxLinks, quickest(costs));
        // A path that is down holds every limit.
        return within == null
                        || Level.severe(costs.level(within)) > Level.severe(costs.level(found))
                ? found
                : within;
    }

    private AllPairs quickest(PathCosts costs) {
        if (quickest == null) {
            int[] units = new int[topology.links().size()];
            for (int link = 0; link < units.length; link++) {
                long unit = costs.delayNs(link) / (CostModel.UNIT_US * 1_000L);
                units[link] = Math.clamp(unit, 1, Costs.MAX_USABLE);
            }
            CostMatrix delays = CostMatrix.of(topology.graph(), units);
            quickest = AllPairs.compute(delays, policy.maxLinks());
        }
        return quickest;
    }
}
