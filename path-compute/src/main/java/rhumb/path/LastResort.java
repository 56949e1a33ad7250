package rhumb.path;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * The best paths of the pairs that usable links do not connect within a number of links, over links
 * of last resort. Few pairs as a rule, so only these are computed: entry (to, from) of level h is
 * {@code cost << 16 | relay}, with the ties and relays of {@link Packed}.
 *
 * <p>What a usable path reaches is reached by it: it is cheaper than any way over a last resort.
 */
final class LastResort {
    private static final int RELAY_BITS = 16;
    private static final long RELAY_MASK = (1L << RELAY_BITS) - 1;
    private static final long NONE = (long) Costs.INFINITE << RELAY_BITS;

    /** The pairs of one destination: from where, ascending, and the entry of each. */
    private static final class Row {
        final int[] from;
        final long[] entries;

        Row(int[] from) {
            this.from = from;
            this.entries = new long[from.length];
        }

        long entry(int node) {
            int place = Arrays.binarySearch(from, node);
            return place < 0 ? NONE : entries[place];
        }
    }

    /** By level and destination; rows that have no such pair are null. */
    private final @Nullable Row[][] levels;

    private final CostMatrix direct;
    private final int[][][] usable;
    private boolean empty = true;
    private int[] @Nullable [] links;
    private int[] tails;

    private LastResort(CostMatrix direct, int[][][] usable) {
        this.direct = direct;
        this.usable = usable;
        this.levels = new @Nullable Row[usable.length][direct.nodes()];
        this.links = new int[direct.nodes()][];
        this.tails = new int[direct.nodes()];
    }

    /**
     * Computes what the usable paths leave open.
     *
     * @param usable packed best paths over usable links, by level
     */
    static LastResort of(CostMatrix direct, int[][][] usable) {
        LastResort result = new LastResort(direct, usable);
        // A longer path never reaches less, so only nodes that not all have a link to matter.
        BitSet left = new BitSet();
        for (int to = 0; to < direct.nodes(); to++) {
            left.set(to, !direct.allUsableInto(to));
        }
        int[] open = new int[direct.nodes()];
        for (int level = 0; level < usable.length; level++) {
            for (int to = left.nextSetBit(0); to >= 0; to = left.nextSetBit(to + 1)) {
                int count = openPairs(usable[level][to], to, direct.nodes(), open);
                if (count > 0) {
                    result.levels[level][to] = result.row(level, to, Arrays.copyOf(open, count));
                } else {
                    left.clear(to);
                }
            }
            result.empty = left.isEmpty();
        }
        result.links = new int[0][];
        result.tails = new int[0];
        return result;
    }

    /** Whether no pair needs one within the whole number of links. */
    boolean isEmpty() {
        return empty;
    }

    int cost(int level, int from, int to) {
        Row row = levels[level][to];
        return row == null ? Costs.INFINITE : (int) (row.entry(from) >>> RELAY_BITS);
    }

    /** The relay, or -1 for "as one link fewer has it". */
    int relay(int level, int from, int to) {
        Row row = levels[level][to];
        return row == null ? -1 : (int) (row.entry(from) & RELAY_MASK) - 1;
    }

    /** Fills in the nodes that have no usable path to this one, and says how many they are. */
    private static int openPairs(int[] packed, int to, int nodes, int[] open) {
        // As a rule none: this loop of one subtraction is vector code, the next one is not.
        int connected = 0;
        for (int from = 0; from < packed.length; from++) {
            connected += (packed[from] - Packed.NONE) >>> 31;
        }
        if (connected == nodes - 1) {
            return 0;
        }
        int count = 0;
        for (int from = 0; from < nodes; from++) {
            open[count] = from;
            count += packed[from] == Packed.NONE && to != from ? 1 : 0;
        }
        return count;
    }

    private Row row(int level, int to, int[] open) {
        Row row = new Row(open);
        if (level > 0) {
            fillTails(level, to);
        }
        for (int i = 0; i < open.length; i++) {
            int from = open[i];
            int shorter = level == 0 ? direct.cost(from, to) : cost(level - 1, from, to);
            long best = (long) shorter << RELAY_BITS;
            row.entries[i] = level == 0 ? best : least(links(from), tails, best);
        }
        return row;
    }

    /** What the rest of the way costs from each node, with one link fewer. */
    private void fillTails(int level, int to) {
        int[] usableTails = usable[level - 1][to];
        for (int relay = 0; relay < tails.length; relay++) {
            int packed = usableTails[relay];
            tails[relay] = packed < Packed.NONE ? Packed.cost(packed) : cost(level - 1, relay, to);
        }
    }

    /** What the first link costs to each node; kept, because many rows ask for the same ones. */
    private int[] links(int from) {
        int[] costs = links[from];
        if (costs == null) {
            costs = new int[direct.nodes()];
            int[] out = direct.out()[from];
            for (int to = 0; to < costs.length; to++) {
                int cost = Packed.cost(out[to]);
                costs[to] = cost < Packed.NONE_COST ? cost : direct.cost(from, to);
            }
            links[from] = costs;
        }
        return costs;
    }

    private static long least(int[] links, int[] tails, long shorter) {
        long best = shorter;
        for (int relay = 0; relay < links.length; relay++) {
            long candidate = ((long) links[relay] + tails[relay] << RELAY_BITS) + relay + 1;
            best = Math.min(best, candidate);
        }
        // Beyond the end of the band there is no path; the shorter way says so with relay 0.
        return best >= NONE ? NONE : best;
    }
}
