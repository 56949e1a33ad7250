package rhumb.controller.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.policy.LinkRule;
import rhumb.controller.plan.policy.PairRules;
import rhumb.net.TrafficClass;
import rhumb.path.Graph;
import rhumb.path.PathCode;

/** What paths of one class, or of one pair with rules of its own, cost and how bad they are. */
final class PathCosts {
    private static final long UNKNOWN_DELAY_NS = 250_000_000L;

    private final LinkPrices prices;
    private final TrafficClass trafficClass;
    private final int[] costs;
    private final List<LinkRule> everyPair;
    private final List<LinkRule> own;
    private final PairRules.@Nullable Bound delay;
    private final PairRules.@Nullable Bound length;

    /**
     * Costs of one class.
     *
     * @param everyPair rules that {@code prices} already hold
     * @param pair what holds for the pair beside; null = nothing
     */
    PathCosts(
            LinkPrices prices,
            TrafficClass trafficClass,
            List<LinkRule> everyPair,
            @Nullable PairRules pair) {
        this.prices = prices;
        this.trafficClass = trafficClass;
        this.costs = prices.costs(trafficClass);
        this.everyPair = everyPair;
        this.own = pair == null ? List.of() : pair.links();
        this.delay = pair == null ? null : pair.delay();
        this.length = pair == null ? null : pair.length();
    }

    long us(OverlayPath path) {
        long sum = 0;
        for (int i = 0; i < path.length(); i++) {
            sum += (long) costs[path.link(i)] + extraUs(path.link(i), i);
        }
        return sum;
    }

    /** The same of a path by its code, for a pair without rules. */
    long us(Graph graph, long code, int from, int to) {
        return PathCode.cost(graph, code, from, to, costs, CostModel.UNIT_US);
    }

    /** What the link costs at the start of a path. */
    long linkUs(int link) {
        return (long) costs[link] + extraUs(link, 0);
    }

    /** Whether the pair has rules that make links dearer or cheaper. */
    boolean chargesLinks() {
        return !own.isEmpty();
    }

    /** What the pair's own rules add to a link at this position. */
    int extraUs(int link, int position) {
        int extra = 0;
        for (LinkRule rule : own) {
            if (rule.touches(link, position)) {
                extra +=
                        switch (rule.kind()) {
                            case CHARGE -> rule.us();
                            case DRAIN -> CostModel.DRAINED;
                            case FORBID -> CostModel.FORBIDDEN / 2;
                        };
            }
        }
        return Math.max(extra, CostModel.UNIT_US - costs[link]);
    }

    /** The most that the pair's own rules can take off one link. */
    int discountUs() {
        int most = 0;
        for (LinkRule rule : own) {
            most += Math.max(0, -rule.us());
        }
        return most;
    }

    /** Beside faults of its links, the limits it breaks. */
    long level(OverlayPath path) {
        long level = 0;
        for (int i = 0; i < path.length(); i++) {
            level += level(path.link(i), i);
        }
        return brokenLimit(path) == null ? level : level + Level.LIMIT;
    }

    private long level(int link, int position) {
        long level = Level.ofTier(CostModel.tier(prices.state(link), trafficClass));
        if (ruleOf(LinkRule.Kind.DRAIN, link, position) != null) {
            level += Level.DRAINED;
        }
        return ruleOf(LinkRule.Kind.FORBID, link, position) == null
                ? level
                : level + Level.FORBIDDEN;
    }

    /** The rule that drains or forbids the link there; null when there is none. */
    private @Nullable String ruleOf(LinkRule.Kind kind, int link, int position) {
        for (int i = 0; i < everyPair.size(); i++) {
            if (everyPair.get(i).kind() == kind && everyPair.get(i).touches(link, position)) {
                return everyPair.get(i).name();
            }
        }
        for (int i = 0; i < own.size(); i++) {
            if (own.get(i).kind() == kind && own.get(i).touches(link, position)) {
                return own.get(i).name();
            }
        }
        return null;
    }

    /** The rule that drains or forbids a link of the path; null when there is none. */
    @Nullable String ruleOf(LinkRule.Kind kind, OverlayPath path) {
        for (int i = 0; i < path.length(); i++) {
            String rule = ruleOf(kind, path.link(i), i);
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }

    /** The limit of the pair that the path breaks; null when there is none. */
    PairRules.@Nullable Bound brokenLimit(OverlayPath path) {
        if (length != null && path.length() > length.most()) {
            return length;
        }
        return delay != null && delayNs(path) > delay.most() ? delay : null;
    }

    /** Longest path that the pair may take. */
    int maxLinks(int ofPolicy) {
        return length == null ? ofPolicy : (int) Math.min(ofPolicy, length.most());
    }

    boolean limitsDelay() {
        return delay != null;
    }

    /** One-way delay; what nobody knows is taken for a bad one. */
    long delayNs(OverlayPath path) {
        long sum = 0;
        for (int i = 0; i < path.length(); i++) {
            sum += delayNs(path.link(i));
        }
        return sum;
    }

    long delayNs(int link) {
        long delayNs = prices.state(link).delayNs();
        return delayNs < 0 ? UNKNOWN_DELAY_NS : delayNs;
    }

    /** The first link with the worst judgement. */
    LinkState worst(OverlayPath path) {
        LinkState worst = prices.state(path.link(0));
        for (int i = 1; i < path.length(); i++) {
            LinkState state = prices.state(path.link(i));
            worst =
                    CostModel.tier(state, trafficClass) > CostModel.tier(worst, trafficClass)
                            ? state
                            : worst;
        }
        return worst;
    }

    /** The path's cost without what any path of its kind of fault pays. */
    long cleanUs(OverlayPath path) {
        long penaltyUs = 0;
        long level = level(path);
        penaltyUs += Level.count(level, Level.DEGRADED) * CostModel.DEGRADED;
        penaltyUs += Level.count(level, Level.DRAINED) * CostModel.DRAINED;
        penaltyUs += Level.count(level, Level.UNKNOWN) * CostModel.UNKNOWN;
        penaltyUs += Level.count(level, Level.DOWN) * CostModel.DOWN;
        return Math.max(1, us(path) - penaltyUs);
    }
}
