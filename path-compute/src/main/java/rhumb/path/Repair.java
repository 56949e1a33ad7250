package rhumb.path;

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

    // Links that cost another price: their ends, and what they cost now, as Packed.base.
    private final IntList linkFrom = new IntList();
    private final IntList linkTo = new IntList();
    private final IntList linkBase = new IntList();
    private final IntList linkWorse = new IntList();

    /** Nodes with many changed links out of them; others with many into them. */
    private final IntList sources = new IntList();

    private final IntList relays = new IntList();

    /** Pairs that have another link, be it as dear, as to * nodes + from. */
    private final IntList otherLinks = new IntList();

    /**
     * The entries by level, from, to, for the walks over all far ends of one node; made when first
     * needed, never for the first level. Behind the levels while a level is changed.
     */
    private int[][][] turned = new int[0][][];

    private int opened;
    private CostMatrix direct;

    Repair(CostMatrix direct) {
        this.n = direct.nodes();
        this.direct = direct;
        this.changes = new Changes[] {new Changes(n), new Changes(n)};
    }

    /**
     * Changes the levels to what they are for other costs.
     *
     * @param levels all but the first are written to; the first becomes that of the costs
     * @return the pairs whose path or its cost is another one, as from * nodes + to, ascending;
     *     null when nothing was done because a full computation is faster
     */
    int @Nullable [] apply(CostMatrix old, CostMatrix changed, int[][][] levels) {
        collectLinks(old, changed);
        if (linkFrom.size() > (long) n * n / FULL_FROM_1_IN) {
            return null;
        }
        if (turned.length == 0) {
            turned = turned(levels);
        }
        direct = changed;
        levels[0] = changed.into();
        turned[0] = changed.out();
        Changes shorter = changes[0];
        shorter.clear();
        for (int i = 0; i < linkFrom.size(); i++) {
            int from = linkFrom.at(i);
            shorter.note(linkTo.at(i) * n + from, old.into()[linkTo.at(i)][from]);
        }
        takeTogether();
        IntList shorterOther = otherWay[0];
        shorterOther.copy(otherLinks);
        for (int level = 1; level < levels.length; level++) {
            Changes now = changes[level & 1];
            now.clear();
            nodesOfMany(levels[level], levels[level - 1], now);
            firstLinks(level, levels[level], levels[level - 1], now);
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

    @SuppressWarnings("ReferenceEquality") // rows are shared where nothing has changed
    private void collectLinks(CostMatrix old, CostMatrix changed) {
        linkFrom.clear();
        linkTo.clear();
        linkBase.clear();
        linkWorse.clear();
        otherLinks.clear();
        for (int from = 0; from < n; from++) {
            int[] was = old.out()[from];
            int[] is = changed.out()[from];
            if (was == is && changed.sameLinksFrom(old, from)) {
                continue;
            }
            for (int to = 0; to < n; to++) {
                if (was[to] != is[to]) {
                    linkFrom.add(from);
                    linkTo.add(to);
                    linkBase.add(is[to]);
                    linkWorse.add(is[to] > was[to] ? 1 : 0);
                }
                if (changed.otherLink(old, from, to)) {
                    otherLinks.add(to * n + from);
                }
            }
        }
    }

    /** Leaves in the lists of links only those that are looked at one by one. */
    private void takeTogether() {
        sources.clear();
        relays.clear();
        int[] out = counts(linkFrom);
        for (int node = 0; node < n; node++) {
            if (out[node] >= MANY) {
                sources.add(node);
            }
        }
        keepLinks(linkFrom, out);
        int[] in = counts(linkTo);
        for (int node = 0; node < n; node++) {
            if (in[node] >= MANY) {
                relays.add(node);
            }
        }
        keepLinks(linkTo, in);
    }

    private int[] counts(IntList ends) {
        int[] counts = new int[n];
        for (int i = 0; i < ends.size(); i++) {
            counts[ends.at(i)]++;
        }
        return counts;
    }

    private void keepLinks(IntList ends, int[] counts) {
        int kept = 0;
        for (int i = 0; i < ends.size(); i++) {
            if (counts[ends.at(i)] < MANY) {
                for (IntList list : new IntList[] {linkFrom, linkTo, linkBase, linkWorse}) {
                    list.set(kept, list.at(i));
                }
                kept++;
            }
        }
        for (IntList list : new IntList[] {linkFrom, linkTo, linkBase, linkWorse}) {
            list.cut(kept);
        }
    }

    private int[][][] turned(int[][][] levels) {
        int[][][] result = new int[levels.length][][];
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

    /** The first links of candidates have changed: one entry in every row. */
    private void firstLinks(int h, int[][] level, int[][] shorter, Changes now) {
        for (int i = 0; i < linkFrom.size(); i++) {
            int from = linkFrom.at(i);
            int relay = linkTo.at(i);
            if (linkWorse.at(i) > 0) {
                dearer(level, shorter, from, relay, linkBase.at(i), turned[h][from]);
            } else {
                int[] tails = turned[h - 1][relay];
                cheaper(level, shorter, from, relay, linkBase.at(i), turned[h][from], tails, now);
            }
        }
    }

    private void dearer(
            int[][] level, int[][] shorter, int from, int relay, int base, int[] turnedRow) {
        if (!anyBy(turnedRow, relay + 1)) {
            return;
        }
        for (int to = 0; to < n; to++) {
            if (Packed.relay(turnedRow[to]) == relay) {
                int present = level[to][from];
                if (Packed.relay(present) == relay
                        && base + Packed.withoutRelay(shorter[to][relay]) > present) {
                    stale.add(to * n + from);
                }
            }
        }
    }

    private void cheaper(
            int[][] level,
            int[][] shorter,
            int from,
            int relay,
            int base,
            int[] turnedRow,
            int[] turnedTails,
            Changes now) {
        int any = 0;
        for (int to = 0; to < n; to++) {
            any |= base + Packed.withoutRelay(turnedTails[to]) - turnedRow[to];
        }
        for (int to = 0; any < 0 && to < n; to++) {
            if (base + Packed.withoutRelay(turnedTails[to]) < turnedRow[to] && from != to) {
                // Another cheaper link may have been here before.
                int present = level[to][from];
                int candidate = base + Packed.withoutRelay(shorter[to][relay]);
                if (candidate < present) {
                    now.note(to * n + from, present);
                    level[to][from] = candidate;
                }
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
        for (int i = 0; i < otherLinks.size(); i++) {
            int from = otherLinks.at(i) % n;
            int relay = otherLinks.at(i) / n;
            for (int to = 0; to < n; to++) {
                if (Packed.relay(level[to][from]) == relay) {
                    result.add(to * n + from);
                }
            }
        }
    }

    private int[] touched(Changes last, int[][] level, IntList other) {
        IntList pairs = new IntList();
        for (int i = 0; i < last.size(); i++) {
            int entry = last.entry(i);
            if (level[entry / n][entry % n] != last.before(i)) {
                pairs.add(entry % n * n + entry / n);
            }
        }
        for (int i = 0; i < other.size(); i++) {
            pairs.add(other.at(i) % n * n + other.at(i) / n);
        }
        return pairs.distinct();
    }
}
