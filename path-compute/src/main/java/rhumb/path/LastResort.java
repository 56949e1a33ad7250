package rhumb.path;

import java.util.Arrays;
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

    /** By level and destination; rows that nobody asked for yet are null. */
    private final @Nullable Row[][] levels;

    private final CostMatrix direct;
    private final int[][][] usable;

    /**
     * Rows are computed when first asked for.
     *
     * @param usable packed best paths over usable links, by level
     */
    LastResort(CostMatrix direct, int[][][] usable) {
        this.direct = direct;
        this.usable = usable;
        this.levels = new @Nullable Row[usable.length][];
    }

    /** How many pairs usable links do not connect within the whole number of links. */
    static int openPairs(CostMatrix direct, int[][][] usable) {
        int open = 0;
        for (int to = 0; to < direct.nodes(); to++) {
            // A longer path never reaches less.
            if (!direct.allUsableInto(to)) {
                open += openPairs(usable[usable.length - 1][to], direct.nodes());
            }
        }
        return open;
    }

    int cost(int level, int from, int to) {
        return from == to ? Costs.INFINITE : (int) (row(level, to).entry(from) >>> RELAY_BITS);
    }

    /** The relay, or -1 for "as one link fewer has it". */
    int relay(int level, int from, int to) {
        return (int) (row(level, to).entry(from) & RELAY_MASK) - 1;
    }

    /** Several threads may make the same row at once; each is as good. */
    private Row row(int level, int to) {
        @Nullable Row[] rows = levels[level];
        if (rows == null) {
            rows = new @Nullable Row[direct.nodes()];
            levels[level] = rows;
        }
        Row row = rows[to];
        if (row == null) {
            row = make(level, to);
            rows[to] = row;
        }
        return row;
    }

    private static int openPairs(int[] packed, int nodes) {
        int connected = 0;
        for (int from = 0; from < packed.length; from++) {
            connected += (packed[from] - Packed.NONE) >>> 31;
        }
        return nodes - 1 - connected;
    }

    private Row make(int level, int to) {
        int[] packed = usable[level][to];
        int[] open = new int[openPairs(packed, direct.nodes())];
        int count = 0;
        for (int from = 0; count < open.length; from++) {
            if (packed[from] == Packed.NONE && to != from) {
                open[count++] = from;
            }
        }
        int[] tails = level > 0 && open.length > 0 ? tails(level, to) : new int[0];
        Row row = new Row(open);
        for (int i = 0; i < open.length; i++) {
            int from = open[i];
            int shorter = level == 0 ? direct.cost(from, to) : cost(level - 1, from, to);
            long best = (long) shorter << RELAY_BITS;
            row.entries[i] = level == 0 ? best : least(from, tails, best);
        }
        return row;
    }

    /** What the rest of the way costs from each node, with one link fewer. */
    private int[] tails(int level, int to) {
        int[] tails = new int[direct.nodes()];
        int[] usableTails = usable[level - 1][to];
        for (int relay = 0; relay < tails.length; relay++) {
            int packed = usableTails[relay];
            tails[relay] = packed < Packed.NONE ? Packed.cost(packed) : cost(level - 1, relay, to);
        }
        return tails;
    }

    private long least(int from, int[] tails, long shorter) {
        int[] out = direct.out()[from];
        long best = shorter;
        for (int relay = 0; relay < tails.length; relay++) {
            int usableLink = Packed.cost(out[relay]);
            int link = usableLink < Packed.NONE_COST ? usableLink : direct.cost(from, relay);
            long candidate = ((long) link + tails[relay] << RELAY_BITS) + relay + 1;
            best = Math.min(best, candidate);
        }
        // Beyond the end of the band there is no path; the shorter way says so with relay 0.
        return best >= NONE ? NONE : best;
    }
}
