package rhumb.controller.plan;

import java.util.Arrays;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Topology;
import rhumb.path.AllPairs;

/**
 * The cheapest path of one pair where the best paths of all pairs do not say enough: with rules of
 * the pair's own, a limit of the delay, or full uplinks.
 *
 * <p>Method: best first (A*), the rest of a path estimated by the best paths of all pairs, which
 * rules of the pair can only make dearer, or cheaper by a known discount. Ties: fewer links, then
 * smaller link numbers. For the few pairs that need it: a search follows a handful of PoPs as a
 * rule.
 */
final class PairSearch {
    /** With a limit of the delay no way to a PoP rules out another, so the work is bounded. */
    private static final int MAX_STEPS = 1_000;

    @SuppressWarnings("ArrayRecordComponent") // compared by ORDER alone
    private record Partial(int[] links, int at, long us, long atLeastUs, long delayNs) {}

    private static final Comparator<Partial> ORDER =
            Comparator.comparingLong(Partial::atLeastUs)
                    .thenComparingInt(p -> p.links.length)
                    .thenComparing(Partial::links, Arrays::compare);

    private final Topology topology;
    private final int[] costs;
    private final AllPairs best;
    private final PriorityQueue<Partial> open = new PriorityQueue<>(ORDER);

    /**
     * A search over the links of one class.
     *
     * @param costs by link, in microseconds
     * @param best the best paths of these costs
     */
    PairSearch(Topology topology, int[] costs, AllPairs best) {
        this.topology = topology;
        this.costs = costs;
        this.best = best;
    }

    /** The cheapest path over links that may be used; null when there is none. */
    @Nullable OverlayPath cheapest(
            int from, int to, PathCosts own, int maxLinks, IntPredicate usable) {
        long[][] reached = new long[maxLinks][topology.pops().size()];
        for (long[] row : reached) {
            Arrays.fill(row, Long.MAX_VALUE);
        }
        start(from);
        while (!open.isEmpty()) {
            Partial path = open.remove();
            if (path.at == to) {
                return new OverlayPath(path.links);
            }
            int length = path.links.length;
            if (path.us < reached[length][path.at]) {
                reached[length][path.at] = path.us;
                follow(path, from, to, own, maxLinks, usable);
            }
        }
        return null;
    }

    /**
     * The cheapest path of at most this delay; null when none is found.
     *
     * @param quickest the paths of least delay, in units of {@link CostModel#UNIT_US}
     */
    @Nullable OverlayPath within(
            long maxDelayNs, int from, int to, PathCosts own, int maxLinks, AllPairs quickest) {
        start(from);
        for (int step = 0; !open.isEmpty() && step < MAX_STEPS; step++) {
            Partial path = open.remove();
            long restNs =
                    path.at == to ? 0 : quickest.cost(path.at, to) * (CostModel.UNIT_US * 1_000L);
            if (path.delayNs + restNs > maxDelayNs) {
                continue;
            }
            if (path.at == to) {
                return new OverlayPath(path.links);
            }
            follow(path, from, to, own, maxLinks, link -> true);
        }
        int[] links = quickest.path(from, to);
        boolean does = links.length > 0 && links.length <= maxLinks;
        OverlayPath path = does ? new OverlayPath(links) : null;
        return path != null && own.delayNs(path) <= maxDelayNs ? path : null;
    }

    private void start(int from) {
        open.clear();
        open.add(new Partial(new int[0], from, 0, 0, 0));
    }

    private void follow(
            Partial path, int from, int to, PathCosts own, int maxLinks, IntPredicate usable) {
        int length = path.links.length;
        long discountUs = (long) own.discountUs() * maxLinks;
        for (Topology.Link link : topology.outgoing(path.at)) {
            boolean last = link.to() == to;
            if (!last && length + 1 >= maxLinks
                    || !usable.test(link.index())
                    || visits(path.links, from, link.to())) {
                continue;
            }
            long us = path.us + costs[link.index()] + own.extraUs(link.index(), length);
            long restUs =
                    last ? 0 : (long) best.cost(link.to(), to) * CostModel.UNIT_US - discountUs;
            int[] links = Arrays.copyOf(path.links, length + 1);
            links[length] = link.index();
            long delayNs = path.delayNs + own.delayNs(link.index());
            open.add(new Partial(links, link.to(), us, us + Math.max(0, restUs), delayNs));
        }
    }

    private boolean visits(int[] links, int from, int pop) {
        if (pop == from) {
            return true;
        }
        for (int link : links) {
            if (topology.link(link).to() == pop) {
                return true;
            }
        }
        return false;
    }
}
