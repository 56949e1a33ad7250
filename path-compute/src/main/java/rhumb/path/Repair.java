package rhumb.path;

import java.util.Arrays;

/**
 * Brings the levels of {@link AllPairs} from one set of link costs to another by looking only at
 * the entries that a change can reach.
 *
 * <p>Each entry is the least of its candidates, one per relay. A change of a link or of a tail
 * changes one candidate of many entries. If it is now less than the entry, it is the entry; if it
 * was the entry and is now more, the entry is found anew among all its candidates. Both give what a
 * full computation gives, because a packed number names its candidate.
 *
 * <p>Rows are copied before the first write, so that who holds the old levels keeps them.
 */
final class Repair {
    /** When more than this share of the links changed, all at once is faster. */
    private static final int FULL_FROM_1_IN = 64;

    private final int[][] first;
    private final int n;

    /** Of the level being made. */
    private int[][] shorter;

    private int[][] before;
    private int[][] after;
    private boolean[] copied;

    /** Entries whose own candidate became worse, as from * n + to; may hold one several times. */
    private int[] stale = new int[64];

    private int staleCount;

    private Repair(int[][] first, int[][] level) {
        this.first = first;
        this.n = first.length;
        this.shorter = level;
        this.before = level;
        this.after = level;
        this.copied = new boolean[0];
    }

    static int[][][] of(CostMatrix old, CostMatrix changed, int[][][] levels) {
        int[][] first = changed.usableCosts();
        int[] links = differences(old.usableCosts(), first);
        if (links.length > (long) first.length * first.length / FULL_FROM_1_IN) {
            return AllPairs.levels(first, levels.length);
        }
        return new Repair(first, levels[0]).all(links, levels);
    }

    private int[][][] all(int[] links, int[][][] levels) {
        int[][][] result = new int[levels.length][][];
        begin(levels[0]);
        for (int pair : links) {
            write(pair / n, pair % n, first[pair / n][pair % n] << Packed.RELAY_BITS);
        }
        result[0] = after;
        int[] tails = links;
        for (int level = 1; level < levels.length; level++) {
            shorter = after;
            begin(levels[level]);
            for (int pair : links) {
                firstLink(pair / n, pair % n);
            }
            tails(tails);
            findAnew();
            result[level] = after;
            tails = level + 1 < levels.length ? changedCosts() : tails;
        }
        return result;
    }

    private void begin(int[][] level) {
        before = level;
        after = level.clone();
        copied = new boolean[n];
        staleCount = 0;
    }

    /** The first link of the candidates of row {@code from} over {@code relay} has changed. */
    private void firstLink(int from, int relay) {
        int base = Packed.base(first[from][relay], relay);
        int[] tail = shorter[relay];
        for (int to = 0; to < n; to++) {
            offer(from, to, base + Packed.withoutRelay(tail[to]));
        }
    }

    /** How relays reach far ends with one link fewer has changed; pairs as relay * n + to. */
    private void tails(int[] pairs) {
        int[] relays = new int[pairs.length];
        int[] ends = new int[pairs.length];
        int[] costs = new int[pairs.length];
        for (int i = 0; i < pairs.length; i++) {
            relays[i] = pairs[i] / n;
            ends[i] = pairs[i] % n;
            costs[i] = Packed.withoutRelay(shorter[relays[i]][ends[i]]);
            offer(relays[i], ends[i], costs[i]);
        }
        // Row by row: what is read and written then stays in the first-level cache.
        for (int from = 0; from < n; from++) {
            int[] row = first[from];
            for (int i = 0; i < pairs.length; i++) {
                offer(from, ends[i], Packed.base(row[relays[i]], relays[i]) + costs[i]);
            }
        }
    }

    /** A candidate has this value now. */
    private void offer(int from, int to, int candidate) {
        int present = after[from][to];
        if (candidate < present) {
            if (from != to) {
                write(from, to, candidate);
            }
        } else if (candidate > present && Packed.relay(candidate) == Packed.relay(present)) {
            addStale(from * n + to);
        }
    }

    private void findAnew() {
        for (int i = 0; i < staleCount; i++) {
            int from = stale[i] / n;
            int to = stale[i] % n;
            int best = Packed.withoutRelay(shorter[from][to]);
            for (int relay = 0; relay < n; relay++) {
                int tail = Packed.withoutRelay(shorter[relay][to]);
                best = Math.min(best, Packed.base(first[from][relay], relay) + tail);
            }
            write(from, to, best);
        }
    }

    private void write(int from, int to, int packed) {
        if (!copied[from]) {
            copied[from] = true;
            after[from] = after[from].clone();
        }
        after[from][to] = packed;
    }

    private void addStale(int pair) {
        stale = staleCount == stale.length ? Arrays.copyOf(stale, 2 * staleCount) : stale;
        stale[staleCount++] = pair;
    }

    /** Pairs of this level whose cost, not only their relay, is another. */
    private int[] changedCosts() {
        return differences(before, after, ~Packed.RELAY_MASK);
    }

    private static int[] differences(int[][] was, int[][] is) {
        return differences(was, is, -1);
    }

    private static int[] differences(int[][] was, int[][] is, int mask) {
        int n = was.length;
        int[] pairs = new int[64];
        int count = 0;
        for (int from = 0; from < n; from++) {
            int[] a = was[from];
            int[] b = is[from];
            int to = Arrays.mismatch(a, b); // at once -1 for a row that is shared
            for (; to >= 0 && to < n; to++) {
                if (((a[to] ^ b[to]) & mask) != 0) {
                    pairs = count == pairs.length ? Arrays.copyOf(pairs, 2 * count) : pairs;
                    pairs[count++] = from * n + to;
                }
            }
        }
        return Arrays.copyOf(pairs, count);
    }
}
