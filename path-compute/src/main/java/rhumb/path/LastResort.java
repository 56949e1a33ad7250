package rhumb.path;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The best paths of the pairs that usable links do not connect within a number of links, over links
 * of last resort. Few pairs as a rule, so only these are computed: entry (i, j) of level h is
 * {@code cost << 16 | relay}, with the ties and relays of {@link Packed}.
 *
 * <p>What a usable path reaches is reached by it: it is cheaper than any way over a last resort.
 */
final class LastResort {
    private static final int RELAY_BITS = 16;
    private static final long RELAY_MASK = (1L << RELAY_BITS) - 1;
    private static final long NONE = (long) Costs.INFINITE << RELAY_BITS;

    /** Rows that have no such pair are null. */
    private final long[][] @Nullable [] levels;

    private final CostMatrix direct;
    private final int[][][] usable;

    private LastResort(CostMatrix direct, int[][][] usable) {
        this.direct = direct;
        this.usable = usable;
        this.levels = new long[usable.length][direct.nodes()][];
    }

    /**
     * Computes what the usable paths leave open.
     *
     * @param usable packed best paths over usable links, by level
     */
    static LastResort of(CostMatrix direct, int[][][] usable) {
        LastResort result = new LastResort(direct, usable);
        int[] open = new int[direct.nodes()];
        for (int level = 0; level < usable.length; level++) {
            for (int from = 0; from < direct.nodes(); from++) {
                int count = openPairs(usable[level][from], from, open);
                if (count > 0) {
                    result.levels[level][from] = result.row(level, from, open, count);
                }
            }
        }
        return result;
    }

    int cost(int level, int from, int to) {
        long[] row = levels[level][from];
        return row == null ? Costs.INFINITE : (int) (row[to] >>> RELAY_BITS);
    }

    /** The relay, or -1 for "as one link fewer has it". */
    int relay(int level, int from, int to) {
        long[] row = levels[level][from];
        return row == null ? -1 : (int) (row[to] & RELAY_MASK) - 1;
    }

    /** Fills in the far ends that have no usable path, and says how many they are. */
    private static int openPairs(int[] packed, int from, int[] open) {
        // As a rule none: this loop of one subtraction is vector code, the next one is not.
        int connected = 0;
        for (int to = 0; to < packed.length; to++) {
            connected += (packed[to] - Packed.NONE) >>> 31;
        }
        if (connected == packed.length - 1) {
            return 0;
        }
        int count = 0;
        for (int to = 0; to < packed.length; to++) {
            open[count] = to;
            count += packed[to] == Packed.NONE && to != from ? 1 : 0;
        }
        return count;
    }

    private long[] row(int level, int from, int[] open, int count) {
        long[] row = new long[direct.nodes()];
        Arrays.fill(row, NONE);
        for (int i = 0; i < count; i++) {
            int to = open[i];
            int shorter = level == 0 ? direct.cost(from, to) : cost(level - 1, from, to);
            row[to] = (long) shorter << RELAY_BITS;
        }
        for (int relay = 0; level > 0 && relay < direct.nodes(); relay++) {
            int first = direct.cost(from, relay);
            if (first < Costs.INFINITE) {
                long base = (long) first << RELAY_BITS | relay + 1;
                for (int i = 0; i < count; i++) {
                    int to = open[i];
                    row[to] =
                            Math.min(row[to], base + ((long) tail(level, relay, to) << RELAY_BITS));
                }
            }
        }
        return row;
    }

    private int tail(int level, int relay, int to) {
        int packed = usable[level - 1][relay][to];
        return packed < Packed.NONE ? Packed.cost(packed) : cost(level - 1, relay, to);
    }
}
