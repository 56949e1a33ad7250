package rhumb.path;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Brings the levels of {@link AllPairs} from one set of link costs to another, in place, by looking
 * only at the entries that a change can reach.
 *
 * <p>Each entry is the least of its candidates, one per relay. A change of a link or of a tail
 * changes one candidate of many entries. If it is now less than the entry, it is the entry; if it
 * was the entry and is now more, the entry is found anew among all its candidates. Both give what a
 * full computation gives, because a packed number names its candidate.
 */
final class Repair {
    /** When more than this share of the links changed, all at once is faster. */
    private static final int FULL_FROM_1_IN = 64;

    /** When a node has so many changed links, they are taken together. */
    private static final int MANY = 32;

    private static final int TILE = 32;

    private final int n;
    private final IntList stale = new IntList();
    private final IntList[] otherWay = {new IntList(), new IntList()};
    private final Changes[] changes;

    private final LinkChanges links = new LinkChanges();

    /** Nodes with many changed links out of them; others with many into them. */
    private final IntList sources = new IntList();

    private final IntList relays = new IntList();

    /** Pairs whose path or its cost is another one, as from * nodes + to. */
    private final BitSet touched;

    /**
     * The entries by level, from, to, for the walks over all far ends of one node; made when first
     * needed. Behind the levels while a level is changed.
     */
    private int[][][] turned = new int[0][][];

    private int opened;
    private final CostMatrix direct;

    Repair(CostMatrix direct) {
        this.n = direct.nodes();
        this.direct = direct;
        this.touched = new BitSet(n * n);
        this.changes = new Changes[] {new Changes(n), new Changes(n)};
    }

    /**
     * Changes the matrix, and the levels to what they are for other costs.
     *
     * @param changed numbers of links
     * @param costs their costs, at the same places
     * @param levels all are written to; the first is the matrix's
     * @return the pairs whose path or its cost is another one, as from * nodes + to, ascending;
     *     null when all levels but the first are as they were because a full computation is faster
     */
    int @Nullable [] apply(int[] changed, int[] costs, int[][][] levels) {
        links.clear();
        direct.change(changed, costs, links);
        if (links.size() > (long) n * n / FULL_FROM_1_IN) {
            return null;
        }
        if (turned.length == 0) {
            turned = turned(levels);
        }
        Changes shorter = changes[0];
        shorter.clear();
        for (int i = 0; i < links.size(); i++) {
            int was = Packed.withoutRelay(links.was(i));
            shorter.note(links.to(i) * n + links.from(i), was);
        }
        takeTogether();
        IntList shorterOther = otherWay[0];
        shorterOther.copy(links.otherLinks());
        for (int level = 1; level < levels.length; level++) {
            Changes now = changes[level & 1];
            now.clear();
            // First, while the turned entries still are what the entries are.
            firstLinks(turned[level], turned[level - 1], levels[level], now);
            nodesOfMany(levels[level], levels[level - 1], now);
            // By far end, so that rows that serve several changes are read once.
            shorter.sort();
            tails(shorter, levels[level - 1], levels[level], now);
            findAnew(levels[level - 1], levels[level], now);
            turn(levels[level], turned[level], now);
            IntList other = otherWay[level & 1];
            otherWays(levels[level], shorterOther, other, now);
            shorter = now;
            shorterOther = other;
        }
        countOpened(shorter, levels[levels.length - 1]);
        return touched(shorter, levels[levels.length - 1], shorterOther);
    }

    /** How many more pairs than before the last change have no path of usable links. */
    int opened() {
        return opened;
    }

    private void countOpened(Changes last, int[][] level) {
        opened = 0;
        for (int i = 0; i < last.size(); i++) {
            int is = level[last.entry(i) / n][last.entry(i) % n];
            int was = last.before(i);
            opened += (is < Packed.NONE ? 0 : 1) - (was < Packed.NONE ? 0 : 1);
        }
    }

    /** Leaves as changed links only those that are looked at one by one. */
    private void takeTogether() {
        sources.clear();
        relays.clear();
        int[] out = new int[n];
        int[] into = new int[n];
        for (int i = 0; i < links.size(); i++) {
            out[links.from(i)]++;
        }
        for (int i = 0; i < links.size(); i++) {
            into[links.to(i)] += out[links.from(i)] < MANY ? 1 : 0;
        }
        for (int node = 0; node < n; node++) {
            if (out[node] >= MANY) {
                sources.add(node);
            }
            if (into[node] >= MANY) {
                relays.add(node);
            }
        }
        links.keep(i -> out[links.from(i)] < MANY && into[links.to(i)] < MANY);
    }

    private int[][][] turned(int[][][] levels) {
        int[][][] result = new int[levels.length][][];
        result[0] = direct.out();
        for (int level = 1; level < levels.length; level++) {
            result[level] = new int[n][n];
            for (int top = 0; top < n; top += TILE) {
                for (int left = 0; left < n; left += TILE) {
                    turn(levels[level], result[level], top, left);
                }
            }
        }
        return result;
    }

    private void turn(int[][] level, int[][] turned, int top, int left) {
        for (int from = left; from < Math.min(n, left + TILE); from++) {
            int[] row = turned[from];
            for (int to = top; to < Math.min(n, top + TILE); to++) {
                row[to] = level[to][from];
            }
        }
    }

    private void turn(int[][] level, int[][] turned, Changes changes) {
        for (int i = 0; i < changes.size(); i++) {
            int to = changes.entry(i) / n;
            int from = changes.entry(i) % n;
            turned[from][to] = level[to][from];
        }
    }

    /** All links out of some nodes, or into some, have changed. */
    private void nodesOfMany(int[][] level, int[][] shorter, Changes now) {
        if (sources.size() + relays.size() == 0) {
            return;
        }
        for (int to = 0; to < n; to++) {
            int[] row = level[to];
            int[] tail = shorter[to];
            for (int i = 0; i < sources.size(); i++) {
                if (sources.at(i) != to) {
                    stale.add(to * n + sources.at(i));
                }
            }
            for (int i = 0; i < relays.size(); i++) {
                int relay = relays.at(i);
                int base = Packed.withoutRelay(tail[relay]) | relay + 1;
                suspect(row, to, direct.into()[relay], base, relay + 1);
                lower(row, to, direct.into()[relay], base, 0, to, now);
                lower(row, to, direct.into()[relay], base, to + 1, n, now);
            }
        }
    }

    /** The first links of candidates have changed: one entry in every row, one row if turned. */
    private void firstLinks(int[][] turnedLevel, int[][] turnedTails, int[][] level, Changes now) {
        for (int i = 0; i < links.size(); i++) {
            int from = links.from(i);
            int[] row = turnedLevel[from];
            int[] tails = turnedTails[links.to(i)];
            if (links.isDearer(i)) {
                dearer(row, tails, from, links.to(i), links.is(i));
            } else {
                cheaper(row, tails, from, links.is(i), level, now);
            }
        }
    }

    private void dearer(int[] row, int[] tails, int from, int relay, int base) {
        boolean any = anyBy(row, relay + 1);
        for (int to = 0; any && to < n; to++) {
            if (Packed.relay(row[to]) == relay && base + Packed.withoutRelay(tails[to]) > row[to]) {
                stale.add(to * n + from);
            }
        }
    }

    private void cheaper(int[] row, int[] tails, int from, int base, int[][] level, Changes now) {
        int any = 0;
        for (int to = 0; to < n; to++) {
            any |= base + Packed.withoutRelay(tails[to]) - row[to];
        }
        for (int to = 0; any < 0 && to < n; to++) {
            int candidate = base + Packed.withoutRelay(tails[to]);
            if (candidate < row[to] && from != to) {
                now.note(to * n + from, row[to]);
                row[to] = candidate;
                level[to][from] = candidate;
            }
        }
    }

    /** Whether any entry of the row goes by a relay. */
    private boolean anyBy(int[] row, int relayBits) {
        int any = 0;
        for (int i = 0; i < n; i++) {
            any |= ((row[i] ^ relayBits) & Packed.RELAY_MASK) - 1;
        }
        return any < 0;
    }

    /** How relays reach far ends with one link fewer has changed. */
    private void tails(Changes shorter, int[][] tails, int[][] level, Changes now) {
        for (int i = 0; i < shorter.size(); i++) {
            int to = shorter.entry(i) / n;
            int relay = shorter.entry(i) % n;
            int was = Packed.withoutRelay(shorter.before(i));
            int is = Packed.withoutRelay(tails[to][relay]);
            int[] row = level[to];
            int[] into = direct.into()[relay];
            int present = row[relay];
            if (is < was) {
                if (is < present) {
                    now.note(to * n + relay, present);
                    row[relay] = is;
                }
                lower(row, to, into, is | relay + 1, 0, to, now);
                lower(row, to, into, is | relay + 1, to + 1, n, now);
            } else if (is > was) {
                if (Packed.relay(present) < 0 && is > present) {
                    stale.add(to * n + relay);
                }
                suspect(row, to, into, is | relay + 1, relay + 1);
            }
        }
    }

    private void lower(int[] row, int to, int[] into, int base, int begin, int end, Changes now) {
        int any = 0;
        // Vector code; most tails that became shorter make no path so.
        for (int from = begin; from < end; from++) {
            any |= base + into[from] - row[from];
        }
        for (int from = begin; any < 0 && from < end; from++) {
            if (base + into[from] < row[from]) {
                now.note(to * n + from, row[from]);
                row[from] = base + into[from];
            }
        }
    }

    /** Entries that go by this relay and may not be the least any more. */
    private void suspect(int[] row, int to, int[] into, int base, int relayBits) {
        boolean any = anyBy(row, relayBits);
        for (int from = 0; any && from < n; from++) {
            if ((row[from] & Packed.RELAY_MASK) == relayBits && base + into[from] > row[from]) {
                stale.add(to * n + from);
            }
        }
    }

    private void findAnew(int[][] shorter, int[][] level, Changes now) {
        for (int entry : stale.distinct()) {
            int to = entry / n;
            int from = entry % n;
            int[] tails = shorter[to];
            int best = least(direct.out()[from], tails, Packed.withoutRelay(tails[from]));
            if (best != level[to][from]) {
                now.note(entry, level[to][from]);
                level[to][from] = best;
            }
        }
        stale.clear();
    }

    private static int least(int[] out, int[] tails, int least) {
        int best = least;
        for (int relay = 0; relay < tails.length; relay++) {
            best = Math.min(best, out[relay] + (tails[relay] & ~Packed.RELAY_MASK));
        }
        return best;
    }

    /**
     * Adds the entries whose path is another one though the number is the same: the rest of the way
     * or the link to the relay is another one.
     */
    private void otherWays(int[][] level, IntList shorterOther, IntList result, Changes now) {
        result.clear();
        for (int i = 0; i < now.size(); i++) {
            int entry = now.entry(i);
            int is = level[entry / n][entry % n];
            if (is != now.before(i) && Packed.cost(is) == Packed.cost(now.before(i))) {
                result.add(entry);
            }
        }
        for (int i = 0; i < shorterOther.size(); i++) {
            int to = shorterOther.at(i) / n;
            int relay = shorterOther.at(i) % n;
            int[] row = level[to];
            if (Packed.relay(row[relay]) < 0) {
                result.add(shorterOther.at(i));
            }
            for (int from = 0; from < n; from++) {
                if (Packed.relay(row[from]) == relay) {
                    result.add(to * n + from);
                }
            }
        }
        for (int i = 0; i < links.otherLinks().size(); i++) {
            int from = links.otherLinks().at(i) % n;
            int relay = links.otherLinks().at(i) / n;
            for (int to = 0; to < n; to++) {
                if (Packed.relay(level[to][from]) == relay) {
                    result.add(to * n + from);
                }
            }
        }
    }

    private int[] touched(Changes last, int[][] level, IntList other) {
        for (int i = 0; i < last.size(); i++) {
            int entry = last.entry(i);
            if (level[entry / n][entry % n] != last.before(i)) {
                touched.set(entry % n * n + entry / n);
            }
        }
        for (int i = 0; i < other.size(); i++) {
            touched.set(other.at(i) % n * n + other.at(i) / n);
        }
        int[] pairs = touched.stream().toArray();
        touched.clear();
        return pairs;
    }
}
