package rhumb.path;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The path to fall back to: as disjoint as possible from given paths of the same pair, of at most
 * three links, for one class.
 *
 * <p>Candidates are ordered by one number, most significant part first: links in common; impaired
 * links (so that no fallback leads over a bad link while a good one exists); uplinks, transit
 * nodes, providers in common, counted at each use; links of a shared-risk group in common; cost;
 * number of links. Equal numbers: smaller relays, then smaller link numbers. Every candidate is
 * considered: direct, one relay, two relays, all parallel links; a lower bound from the best paths
 * leaves most of them out, so a search is about O(n) where links are comparable and O(n^2) at
 * worst.
 *
 * <p>Reused for many pairs; owned by one thread.
 */
public final class ProtectionSearch {
    private static final int COST_SHIFT = 3;
    private static final int RISK_SHIFT = 33;
    private static final int PROVIDER_SHIFT = RISK_SHIFT + 4;
    private static final int TRANSIT_SHIFT = PROVIDER_SHIFT + 4;
    private static final int UPLINK_SHIFT = TRANSIT_SHIFT + 4;
    private static final int IMPAIRED_SHIFT = UPLINK_SHIFT + 4;
    private static final int LINK_SHIFT = IMPAIRED_SHIFT + 4;
    private static final long NONE = 1L << 60;

    private final Graph graph;
    private CostMatrix matrix;
    private AllPairs best;
    private final int impairedFrom;
    private final int maxLinks;

    /** Whether a thing is used by a path to avoid: marked with the number of the present search. */
    private final int[] linkMark;

    private final int[] uplinkMark;
    private final int[] nodeMark;
    private final int[] providerMark;
    private final BitSet risks = new BitSet();
    private List<int[]> avoided = List.of();
    private int search;

    private long bestKey;
    private int[] bestLinks = new int[0];
    private int chosen;

    /**
     * A search over the links of one class.
     *
     * @param best the best paths of the same costs
     * @param impairedFrom a link of at least this cost counts as impaired
     */
    public ProtectionSearch(AllPairs best, int impairedFrom) {
        this.graph = best.direct().graph();
        this.matrix = best.direct();
        this.best = best;
        this.impairedFrom = impairedFrom;
        this.maxLinks = Math.min(best.maxLinks(), 3);
        this.linkMark = new int[graph.links()];
        this.uplinkMark = new int[graph.uplinks()];
        this.nodeMark = new int[graph.nodes()];
        this.providerMark = new int[graph.providers()];
    }

    /** Searches other costs of the same links from now on. */
    void update(AllPairs changed) {
        matrix = changed.direct();
        best = changed;
    }

    /**
     * The most disjoint path that is none of {@code avoid}; null when there is no other. The paths
     * to avoid lead from {@code from} to {@code to}. Where all that is left is a mixture of the
     * links of several paths to avoid, the answer may be null.
     */
    public int @Nullable [] find(int from, int to, List<int[]> avoid) {
        mark(avoid);
        bestKey = NONE;
        direct(from, to);
        long leastEnds = (leastAt(from) + leastAt(to));
        if (maxLinks >= 2) {
            oneRelay(from, to, leastEnds);
        }
        if (maxLinks >= 3) {
            twoRelays(from, to, leastEnds);
        }
        return bestKey == NONE ? null : bestLinks;
    }

    /**
     * The number by which candidates are ordered, for a path of the pair of the last {@link #find};
     * smaller is better. Lets the caller weigh a fallback that it has against a new one.
     *
     * @return the number without cost and length, and the cost, in this order
     */
    public long[] rank(int[] path) {
        long key = 0;
        for (int i = 0; i < path.length; i++) {
            key += keyOf(path[i]) + (i > 0 ? transit(graph.from(path[i])) : 0);
        }
        return new long[] {key >>> RISK_SHIFT, key >>> COST_SHIFT & Costs.INFINITE - 1};
    }

    private void direct(int from, int to) {
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int link = graph.parallelLink(from, to, i);
            if (matrix.linkCost(link) < Costs.INFINITE) {
                long key = keyOf(link);
                if (key < bestKey) {
                    offer(key, link);
                }
            }
        }
    }

    private void oneRelay(int from, int to, long leastEnds) {
        for (int k = 0; k < graph.nodes(); k++) {
            int first = matrix.cost(from, k);
            int second = matrix.cost(k, to);
            if (first >= Costs.INFINITE
                    || second >= Costs.INFINITE
                    || leastEnds + cost(first + second, 2) >= bestKey) {
                continue;
            }
            long key = parallel(from, k) + transit(k);
            int firstLink = chosen;
            key += parallel(k, to);
            if (key < bestKey) {
                offer(key, firstLink, chosen);
            }
        }
    }

    private void twoRelays(int from, int to, long leastEnds) {
        for (int k = 0; k < graph.nodes(); k++) {
            int first = matrix.cost(from, k);
            int rest = k == to ? Costs.INFINITE : best.cost(k, to, 2);
            if (first >= Costs.INFINITE
                    || rest >= Costs.INFINITE
                    || leastEnds + transit(k) + cost(first + rest, 2) >= bestKey) {
                continue;
            }
            long head = parallel(from, k) + transit(k);
            secondRelay(from, k, to, head, chosen);
        }
    }

    private void secondRelay(int from, int k, int to, long head, int firstLink) {
        long least = head + leastAt(to);
        for (int m = 0; m < graph.nodes(); m++) {
            int middle = matrix.cost(k, m);
            int last = matrix.cost(m, to);
            if (m == from
                    || middle >= Costs.INFINITE
                    || last >= Costs.INFINITE
                    || least + transit(m) + cost(middle + last, 2) >= bestKey) {
                continue;
            }
            long key = head + transit(m) + parallel(k, m);
            int middleLink = chosen;
            key += parallel(m, to);
            if (key < bestKey) {
                offer(key, firstLink, middleLink, chosen);
            }
        }
    }

    private void offer(long key, int... links) {
        for (int[] other : avoided) {
            if (Arrays.equals(other, links)) {
                return;
            }
        }
        bestKey = key;
        bestLinks = links;
    }

    /** The lowest number among parallel links; the link itself is left in {@link #chosen}. */
    private long parallel(int from, int to) {
        long least = NONE;
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int link = graph.parallelLink(from, to, i);
            if (matrix.linkCost(link) < Costs.INFINITE) {
                long key = keyOf(link);
                if (key < least) {
                    least = key;
                    chosen = link;
                }
            }
        }
        return least;
    }

    private long keyOf(int link) {
        int from = graph.fromUplink(link);
        int to = graph.toUplink(link);
        long key = cost(matrix.linkCost(link), 1) + uplink(from) + uplink(to);
        key += linkMark[link] == search ? 1L << LINK_SHIFT : 0;
        key += matrix.linkCost(link) >= impairedFrom ? 1L << IMPAIRED_SHIFT : 0;
        return key + (graph.atRisk(link, risks) ? 1L << RISK_SHIFT : 0);
    }

    private long uplink(int uplink) {
        int provider = graph.provider(uplink);
        long key = uplinkMark[uplink] == search ? 1L << UPLINK_SHIFT : 0;
        return provider >= 0 && providerMark[provider] == search
                ? key + (1L << PROVIDER_SHIFT)
                : key;
    }

    private long transit(int node) {
        return nodeMark[node] == search ? 1L << TRANSIT_SHIFT : 0;
    }

    /** What any path that starts or ends at this node has in common at least. */
    private long leastAt(int node) {
        long least = NONE;
        for (int uplink : graph.uplinksOf(node)) {
            least = Math.min(least, uplink(uplink));
        }
        return least;
    }

    private static long cost(int cost, int links) {
        return ((long) cost << COST_SHIFT) + links;
    }

    /** Makes {@link #rank} weigh against these paths. */
    void avoid(List<int[]> paths) {
        mark(paths);
    }

    private void mark(List<int[]> avoid) {
        search++;
        risks.clear();
        avoided = avoid;
        for (int[] path : avoid) {
            for (int i = 0; i < path.length; i++) {
                linkMark[path[i]] = search;
                markUplink(graph.fromUplink(path[i]));
                markUplink(graph.toUplink(path[i]));
                graph.addRisks(path[i], risks);
                if (i > 0) {
                    nodeMark[graph.from(path[i])] = search;
                }
            }
        }
    }

    private void markUplink(int uplink) {
        uplinkMark[uplink] = search;
        if (graph.provider(uplink) >= 0) {
            providerMark[graph.provider(uplink)] = search;
        }
    }
}
