package rhumb.path;

import java.util.Arrays;

/**
 * The best path of at most H links between all ordered pairs of nodes, for one class.
 *
 * <p>Method: H-1 min-plus products. Entry (i, j) of level h holds {@code cost << 16 | relay}, where
 * relay 0 means "as level h-1 has it" and k+1 means "first to node k, then as level h-1 goes from
 * there". A minimum of such numbers is a minimum of costs and an arg-min at once, and it breaks
 * ties by itself: fewer links first, then the smaller first relay, then the same for the rest.
 * Costs are positive, so the best walk is a simple path.
 */
public final class AllPairs {
    private static final int RELAY_BITS = 16;
    private static final long RELAY_MASK = (1L << RELAY_BITS) - 1;
    private static final long NONE = (long) Costs.INFINITE << RELAY_BITS;

    private final CostMatrix direct;
    private final int nodes;
    private final long[][] levels;

    private AllPairs(CostMatrix direct, int maxLinks) {
        this.direct = direct;
        this.nodes = direct.nodes();
        this.levels = new long[maxLinks][];
    }

    /**
     * Finds the best paths of all pairs.
     *
     * @param maxLinks longest path, 1 to {@link Costs#MAX_LINKS}
     */
    public static AllPairs compute(CostMatrix direct, int maxLinks) {
        if (maxLinks < 1 || maxLinks > Costs.MAX_LINKS) {
            throw new IllegalArgumentException(
                    "hop bound " + maxLinks + ": expected 1 to " + Costs.MAX_LINKS);
        }
        AllPairs result = new AllPairs(direct, maxLinks);
        result.levels[0] = result.firstLevel();
        for (int level = 1; level < maxLinks; level++) {
            result.levels[level] = result.product(result.levels[level - 1]);
        }
        return result;
    }

    public int maxLinks() {
        return levels.length;
    }

    /** Cost of the best path; {@link Costs#INFINITE} when there is none. */
    public int cost(int from, int to) {
        return cost(from, to, levels.length);
    }

    /** Cost of the best path of at most {@code links} links. */
    int cost(int from, int to, int links) {
        return (int) (levels[links - 1][from * nodes + to] >>> RELAY_BITS);
    }

    /** The links of the best path in order; empty when there is none. */
    public int[] path(int from, int to) {
        if (cost(from, to) >= Costs.INFINITE) {
            return new int[0];
        }
        int[] links = new int[levels.length];
        int count = 0;
        int at = from;
        for (int level = levels.length - 1; level >= 0; level--) {
            int relay = (int) (levels[level][at * nodes + to] & RELAY_MASK) - 1;
            if (relay >= 0) {
                links[count++] = direct.link(at, relay);
                at = relay;
            }
        }
        links[count++] = direct.link(at, to);
        return Arrays.copyOf(links, count);
    }

    private long[] firstLevel() {
        long[] level = new long[nodes * nodes];
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                level[from * nodes + to] = (long) direct.cost(from, to) << RELAY_BITS;
            }
        }
        return level;
    }

    private long[] product(long[] shorter) {
        long[] tails = new long[shorter.length];
        for (int i = 0; i < tails.length; i++) {
            tails[i] = shorter[i] & ~RELAY_MASK;
        }
        long[] best = tails.clone();
        for (int from = 0; from < nodes; from++) {
            for (int relay = 0; relay < nodes; relay++) {
                int first = direct.cost(from, relay);
                if (first < Costs.INFINITE) {
                    long base = ((long) first << RELAY_BITS) | (relay + 1);
                    lower(best, from * nodes, tails, relay * nodes, base);
                }
            }
            best[from * nodes + from] = NONE;
        }
        return best;
    }

    /** The inner loop: a straight walk over two rows, which the JIT turns into vector code. */
    private void lower(long[] best, int row, long[] tails, int tailRow, long base) {
        for (int to = 0; to < nodes; to++) {
            best[row + to] = Math.min(best[row + to], base + tails[tailRow + to]);
        }
    }
}
