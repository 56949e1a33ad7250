package rhumb.path;

import org.jspecify.annotations.Nullable;

/**
 * The best path of at most H links between all ordered pairs of nodes, for one class. Changed in
 * place by {@link #update}: a thousand nodes are twelve megabytes, and most rows change a little
 * when ten links do. Owned by one thread at a time.
 *
 * <p>Method: H-1 min-plus products. Entry (to, from) of level h is {@link Packed}: "as level h-1
 * has it" or "first to node k, then as level h-1 goes from there". Ties are broken by the number
 * itself: fewer links first, then the smaller first relay, then the same for the rest. Costs are
 * positive, so the best walk is a simple path.
 *
 * <p>Rows are by destination, because the change of one link changes whole ways to destinations:
 * what an update then reads lies side by side.
 */
public final class AllPairs {
    private final CostMatrix direct;

    /** By level, to, from. */
    private int[][][] levels;

    private LastResort lastResort;

    /** How many pairs only links of last resort connect, or none. */
    private int open;

    private @Nullable Repair repair;

    private AllPairs(CostMatrix direct, int[][][] levels) {
        this.direct = direct;
        this.levels = levels;
        this.lastResort = new LastResort(direct, levels);
        this.open = LastResort.openPairs(direct, levels);
    }

    /**
     * Finds the best paths of all pairs.
     *
     * @param direct belongs to the result from then on
     * @param maxLinks longest path, 1 to {@link Costs#MAX_LINKS}
     */
    public static AllPairs compute(CostMatrix direct, int maxLinks) {
        return compute(new CostMatrix[] {direct}, maxLinks, Workers.INLINE)[0];
    }

    /** The same for several classes side by side. */
    public static AllPairs[] compute(CostMatrix[] direct, int maxLinks, Workers workers) {
        return compute(direct, maxLinks, workers, MinPlus.FASTEST);
    }

    static AllPairs[] compute(CostMatrix[] direct, int maxLinks, Workers workers, MinPlus product) {
        if (maxLinks < 1 || maxLinks > Costs.MAX_LINKS) {
            throw new IllegalArgumentException(
                    "hop bound " + maxLinks + ": expected 1 to " + Costs.MAX_LINKS);
        }
        for (CostMatrix matrix : direct) {
            if (matrix.graph().mostParallel() > PathCode.maxParallel(maxLinks)) {
                throw new IllegalArgumentException(
                        matrix.graph().mostParallel()
                                + " parallel links: expected at most "
                                + PathCode.maxParallel(maxLinks)
                                + " with paths of "
                                + maxLinks);
            }
        }
        int classes = direct.length;
        int split = Math.max(1, (workers.parallelism() + classes - 1) / Math.max(1, classes));
        int[][] panels = new int[classes][];
        int[][][][] levels = new int[classes][maxLinks][][];
        workers.run(
                classes,
                c -> {
                    levels[c][0] = direct[c].into();
                    panels[c] = maxLinks > 1 ? product.panel(direct[c].into()) : new int[0];
                });
        for (int level = 1; level < maxLinks; level++) {
            int h = level;
            for (int c = 0; c < classes; c++) {
                levels[c][h] = new int[direct[c].nodes()][];
            }
            workers.run(
                    classes * split,
                    piece -> {
                        int c = piece / split;
                        int n = direct[c].nodes();
                        int begin = n * (piece % split) / split;
                        int end = n * (piece % split + 1) / split;
                        raise(levels[c], h, direct[c].into(), panels[c], product, begin, end);
                    });
        }
        AllPairs[] result = new AllPairs[classes];
        workers.run(classes, c -> result[c] = new AllPairs(direct[c], levels[c]));
        return result;
    }

    private static void raise(
            int[][][] levels,
            int level,
            int[][] into,
            int[] panel,
            MinPlus product,
            int begin,
            int end) {
        int[][] tails = levels[level - 1];
        int[][] best = levels[level];
        for (int to = begin; to < end; to++) {
            int[] row = tails[to].clone();
            for (int from = 0; level > 1 && from < row.length; from++) {
                row[from] = Packed.withoutRelay(row[from]);
            }
            best[to] = row;
        }
        product.lower(best, tails, into, panel, begin, end);
        for (int to = begin; to < end; to++) {
            best[to][to] = Packed.NONE;
        }
    }

    /**
     * Becomes what {@link #compute} gives for the new costs, bit for bit, by looking only at what
     * the changed links touch. The matrix it was computed from is changed with it.
     *
     * @param links numbers of links
     * @param costs their costs, at the same places
     * @return the pairs, as from * nodes + to, whose best path or its cost may not be what it was,
     *     ascending; null when that may be any. Pairs that have only links of last resort are not
     *     told: see {@link #allUsable}
     */
    public int @Nullable [] update(int[] links, int[] costs) {
        repair = repair == null ? new Repair(direct) : repair;
        int[] touched = repair.apply(links, costs, levels);
        if (touched == null) {
            AllPairs anew = compute(direct, levels.length);
            levels = anew.levels;
            open = anew.open;
            repair = null;
        } else {
            open += repair.opened();
        }
        lastResort = new LastResort(direct, levels);
        return touched;
    }

    /** Whether all pairs have a path of usable links. */
    public boolean allUsable() {
        return open == 0;
    }

    public int maxLinks() {
        return levels.length;
    }

    public CostMatrix direct() {
        return direct;
    }

    /** Cost of the best path; {@link Costs#INFINITE} when there is none. */
    public int cost(int from, int to) {
        return cost(from, to, levels.length);
    }

    /** Cost of the best path of at most {@code links} links. */
    int cost(int from, int to, int links) {
        int packed = levels[links - 1][to][from];
        return packed < Packed.NONE ? Packed.cost(packed) : lastResort.cost(links - 1, from, to);
    }

    /** The best path; {@link PathCode#NONE} when there is none. */
    public long code(int from, int to) {
        if (from == to || cost(from, to) >= Costs.INFINITE) {
            return PathCode.NONE;
        }
        int links = 1;
        long relays = 0;
        int at = from;
        for (int level = levels.length - 1; level >= 0; level--) {
            int packed = levels[level][to][at];
            int relay =
                    packed < Packed.NONE ? Packed.relay(packed) : lastResort.relay(level, at, to);
            if (relay >= 0) {
                relays = PathCode.withRelay(relays, links++ - 1, relay);
                at = relay;
            }
        }
        long code = relays | PathCode.ofLinks(links);
        return direct.graph().mostParallel() > 1 ? withPlaces(code, from, to) : code;
    }

    private long withPlaces(long relays, int from, int to) {
        int links = PathCode.links(relays);
        long code = relays;
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? PathCode.relay(relays, i) : to;
            code = PathCode.withPlace(code, i, direct.place(at, next));
            at = next;
        }
        return code;
    }

    /** The links of the best path in order; empty when there is none. */
    public int[] path(int from, int to) {
        long code = code(from, to);
        return code == PathCode.NONE ? new int[0] : PathCode.links(direct.graph(), code, from, to);
    }
}
