package rhumb.path;

import java.util.Arrays;

/**
 * The best path of at most H links between all ordered pairs of nodes, for one class. Immutable:
 * {@link #update} gives a new one that shares what has not changed.
 *
 * <p>Method: H-1 min-plus products. Entry (i, j) of level h is {@link Packed}: "as level h-1 has
 * it" or "first to node k, then as level h-1 goes from there". Ties are broken by the number
 * itself: fewer links first, then the smaller first relay, then the same for the rest. Costs are
 * positive, so the best walk is a simple path.
 */
public final class AllPairs {
    private final CostMatrix direct;

    /** By level, from, to. */
    private final int[][][] levels;

    private final LastResort lastResort;

    private AllPairs(CostMatrix direct, int[][][] levels) {
        this.direct = direct;
        this.levels = levels;
        this.lastResort = LastResort.of(direct, levels);
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
        return new AllPairs(direct, levels(direct.usableCosts(), maxLinks));
    }

    static int[][][] levels(int[][] first, int maxLinks) {
        int[][][] levels = new int[maxLinks][][];
        int[][] tails = new int[first.length][first.length];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < first.length; j++) {
                tails[i][j] = first[i][j] << Packed.RELAY_BITS;
            }
        }
        levels[0] = tails;
        for (int level = 1; level < maxLinks; level++) {
            levels[level] = MinPlus.product(first, tails);
            tails = level + 1 < maxLinks ? withoutRelays(levels[level]) : tails;
        }
        return levels;
    }

    /**
     * The same as {@link #compute} of the new costs, bit for bit, by looking only at what the
     * changed links touch.
     */
    public AllPairs update(CostMatrix changed) {
        return new AllPairs(changed, Repair.of(direct, changed, levels));
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
        int packed = levels[links - 1][from][to];
        return packed < Packed.NONE ? Packed.cost(packed) : lastResort.cost(links - 1, from, to);
    }

    /** The links of the best path in order; empty when there is none. */
    public int[] path(int from, int to) {
        if (from == to || cost(from, to) >= Costs.INFINITE) {
            return new int[0];
        }
        int[] links = new int[levels.length];
        int count = 0;
        int at = from;
        for (int level = levels.length - 1; level >= 0; level--) {
            int packed = levels[level][at][to];
            int relay =
                    packed < Packed.NONE ? Packed.relay(packed) : lastResort.relay(level, at, to);
            if (relay >= 0) {
                links[count++] = direct.link(at, relay);
                at = relay;
            }
        }
        links[count++] = direct.link(at, to);
        return Arrays.copyOf(links, count);
    }

    private static int[][] withoutRelays(int[][] packed) {
        int[][] tails = new int[packed.length][packed.length];
        for (int i = 0; i < packed.length; i++) {
            for (int j = 0; j < packed.length; j++) {
                tails[i][j] = Packed.withoutRelay(packed[i][j]);
            }
        }
        return tails;
    }
}
