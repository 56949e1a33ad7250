package rhumb.path;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * For one class: the cheapest of the parallel links between each ordered pair of nodes; of equally
 * cheap ones the one with the smallest number. Changed in place, by the {@link AllPairs} it was
 * given to: a copy of what ten changed links touch was a third of the whole update.
 */
public final class CostMatrix {
    private static final int TILE = 32;

    private final Graph graph;
    private final int[] linkCosts;

    /** By from, to: {@link Packed#base} of the usable link. */
    private final int[][] out;

    /** By to, from: cost of the usable link, packed without relay. */
    private final int[][] into;

    /** By to: from how many nodes a usable link leads there. */
    private final int[] usable;

    /** By from, to: which of the parallel links; null where no pair has two. */
    private final byte @Nullable [][] position;

    private CostMatrix(
            Graph graph,
            int[] linkCosts,
            int[][] out,
            int[][] into,
            int[] usable,
            byte @Nullable [][] position) {
        this.graph = graph;
        this.linkCosts = linkCosts;
        this.out = out;
        this.into = into;
        this.usable = usable;
        this.position = position;
    }

    /**
     * Picks the cheapest of the parallel links of every pair.
     *
     * @param linkCosts one per link: as {@link Costs} has it, or {@link Costs#INFINITE}
     */
    public static CostMatrix of(Graph graph, int[] linkCosts) {
        if (linkCosts.length != graph.links()) {
            throw new IllegalArgumentException(
                    linkCosts.length + " costs for " + graph.links() + " links");
        }
        for (int cost : linkCosts) {
            Costs.checked(cost);
        }
        int nodes = graph.nodes();
        int length = Packed.rowLength(nodes);
        CostMatrix matrix =
                new CostMatrix(
                        graph,
                        linkCosts.clone(),
                        new int[nodes][length],
                        new int[nodes][length],
                        new int[nodes],
                        graph.mostParallel() > 1 ? new byte[nodes][nodes] : null);
        for (int from = 0; from < nodes; from++) {
            matrix.fillOut(from, linkCosts);
        }
        matrix.fillInto();
        return matrix;
    }

    /**
     * Takes other costs of some links.
     *
     * @param links numbers of links
     * @param costs their costs, at the same places
     * @param changes to which the pairs are added that this concerns
     */
    void change(int[] links, int[] costs, LinkChanges changes) {
        for (int cost : costs) {
            Costs.checked(cost);
        }
        for (int i = 0; i < links.length; i++) {
            linkCosts[links[i]] = costs[i];
        }
        for (int link : links) {
            pick(graph.from(link), graph.to(link), changes);
        }
    }

    public Graph graph() {
        return graph;
    }

    public int nodes() {
        return out.length;
    }

    /** Cost of a link, as it was given. */
    public int linkCost(int link) {
        return linkCosts[link];
    }

    /** Cost of the cheapest link; {@link Costs#INFINITE} where there is none. */
    public int cost(int from, int to) {
        int usable = Packed.cost(into[to][from]);
        if (usable < Packed.NONE_COST) {
            return usable;
        }
        int link = link(from, to);
        return link < 0 ? Costs.INFINITE : linkCost(link);
    }

    /** The cheapest link that may be used at all, or -1. */
    public int link(int from, int to) {
        if (graph.parallel(from, to) == 0) {
            return -1;
        }
        int link = graph.parallelLink(from, to, place(from, to));
        return linkCost(link) < Costs.INFINITE ? link : -1;
    }

    /** Where the cheapest link stands among the parallel ones. */
    int place(int from, int to) {
        return position == null ? 0 : position[from][to];
    }

    /** The way over one relay by the cheapest links, as {@link PathCode}. */
    public long over(int from, int relay, int to) {
        long code = PathCode.withRelay(PathCode.ofLinks(2), 0, relay);
        code = PathCode.withPlace(code, 0, place(from, relay));
        return PathCode.withPlace(code, 1, place(relay, to));
    }

    /** By from, to: {@link Packed#base}. Not to be changed by the caller. */
    int[][] out() {
        return out;
    }

    /** By to, from: packed without relay. Not to be changed by the caller. */
    int[][] into() {
        return into;
    }

    /** Whether every other node has a usable link to this one. */
    boolean allUsableInto(int to) {
        return usable[to] == nodes() - 1;
    }

    private void fillOut(int from, int[] costs) {
        int[] row = out[from];
        Arrays.fill(row, nodes(), row.length, Packed.NONE);
        for (int to = 0; to < nodes(); to++) {
            int first = graph.firstParallel(from, to);
            int end = graph.firstParallel(from, to + 1);
            int least = Packed.NONE_COST;
            if (first < end) {
                int cost = costs[graph.linkAt(first)];
                for (int i = first + 1; i < end; i++) {
                    int other = costs[graph.linkAt(i)];
                    if (other < cost) {
                        cost = other;
                        Objects.requireNonNull(position)[from][to] = (byte) (i - first);
                    }
                }
                least = Math.min(least, cost);
            }
            row[to] = Packed.base(least, to);
        }
    }

    /** Turns rows into columns, tile by tile so that both stay in the cache. */
    private void fillInto() {
        int nodes = nodes();
        for (int[] row : into) {
            Arrays.fill(row, nodes, row.length, Packed.NONE);
        }
        for (int top = 0; top < nodes; top += TILE) {
            int bottom = Math.min(nodes, top + TILE);
            for (int left = 0; left < nodes; left += TILE) {
                int right = Math.min(nodes, left + TILE);
                for (int to = left; to < right; to++) {
                    int[] row = into[to];
                    for (int from = top; from < bottom; from++) {
                        row[from] = Packed.withoutRelay(out[from][to]);
                    }
                }
            }
        }
        for (int to = 0; to < nodes; to++) {
            usable[to] = countUsable(into[to]);
        }
    }

    private static int countUsable(int[] row) {
        int count = 0;
        for (int packed : row) {
            count += (packed - Packed.NONE) >>> 31;
        }
        return count;
    }

    private void pick(int from, int to, LinkChanges changes) {
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int cost = linkCost(graph.parallelLink(from, to, i));
            best = cost < least ? i : best;
            least = Math.min(least, cost);
        }
        if (position != null && position[from][to] != best) {
            position[from][to] = (byte) best;
            changes.otherLink(to * nodes() + from);
        }
        int was = out[from][to];
        int is = Packed.base(Math.min(least, Packed.NONE_COST), to);
        if (was != is) {
            changes.price(from, to, was, is);
            out[from][to] = is;
            usable[to] -= into[to][from] < Packed.NONE ? 1 : 0;
            into[to][from] = Packed.withoutRelay(is);
            usable[to] += into[to][from] < Packed.NONE ? 1 : 0;
        }
    }
}
