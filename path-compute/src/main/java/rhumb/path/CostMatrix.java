package rhumb.path;

import java.util.Arrays;

/**
 * For one class: the cheapest of the parallel links between each ordered pair of nodes; of equally
 * cheap ones the one with the smallest number. Immutable.
 */
public final class CostMatrix {
    private final int nodes;
    private final int[] cost;
    private final int[] costTo;
    private final int[] link;
    private final int[][] usable;

    private CostMatrix(int nodes) {
        this.nodes = nodes;
        this.cost = new int[nodes * nodes];
        this.costTo = new int[nodes * nodes];
        this.link = new int[nodes * nodes];
        this.usable = new int[nodes][nodes];
        Arrays.fill(cost, Costs.INFINITE);
        Arrays.fill(costTo, Costs.INFINITE);
        Arrays.fill(link, -1);
        for (int[] row : usable) {
            Arrays.fill(row, Packed.NONE_COST);
        }
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
        CostMatrix matrix = new CostMatrix(graph.nodes());
        for (int l = 0; l < linkCosts.length; l++) {
            int from = graph.from(l);
            int to = graph.to(l);
            int pair = from * matrix.nodes + to;
            if (Costs.checked(linkCosts[l]) < matrix.cost[pair]) {
                matrix.cost[pair] = linkCosts[l];
                matrix.costTo[to * matrix.nodes + from] = linkCosts[l];
                matrix.link[pair] = l;
                matrix.usable[from][to] = Math.min(linkCosts[l], Packed.NONE_COST);
            }
        }
        return matrix;
    }

    public int nodes() {
        return nodes;
    }

    public int cost(int from, int to) {
        return cost[from * nodes + to];
    }

    /** The same as {@link #cost}, laid out so that a walk over {@code from} is a walk in memory. */
    int costInto(int to, int from) {
        return costTo[to * nodes + from];
    }

    /**
     * By from and to, {@link Packed#NONE_COST} where there is no usable link. Not to be changed by
     * the caller.
     */
    int[][] usableCosts() {
        return usable;
    }

    /** The cheapest link or -1. */
    public int link(int from, int to) {
        return link[from * nodes + to];
    }
}
