package rhumb.forward.fib;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import rhumb.net.IpPrefix;
import rhumb.southbound.rule.PrefixRule;

/**
 * Longest prefix match over the networks behind PoPs, IPv4 in its mapped form among IPv6. Nested
 * networks are cut into ranges that do not overlap, so a lookup is one binary search: ten steps for
 * a thousand prefixes, nothing allocated. Immutable.
 */
public final class PrefixTable {
    /** PoP number that stands for no PoP. */
    public static final int NONE = 0;

    private final List<PrefixRule> rules;

    // Range i begins at starts[i] and ends before starts[i + 1]; starts rise as unsigned numbers.
    private final long[] startHigh;
    private final long[] startLow;
    private final int[] owner;
    private final int count;

    private PrefixTable(List<PrefixRule> rules) {
        this.rules = rules;
        int room = 2 * rules.size() + 1;
        startHigh = new long[room];
        startLow = new long[room];
        owner = new int[room];
        count = rules.isEmpty() ? 1 : cut();
    }

    static PrefixTable of(List<PrefixRule> rules) {
        return new PrefixTable(
                rules.stream().sorted(Comparator.comparing(PrefixRule::prefix)).toList());
    }

    /** All networks, by address. */
    public List<PrefixRule> rules() {
        return rules;
    }

    /** Networks behind other PoPs than this one. */
    public List<IpPrefix> elsewhere(int self) {
        return rules.stream()
                .filter(rule -> rule.egressPop() != self)
                .map(PrefixRule::prefix)
                .toList();
    }

    /** Whether any network lies behind this PoP. */
    public boolean holds(int pop) {
        return rules.stream().anyMatch(rule -> rule.egressPop() == pop);
    }

    /** Number of the PoP behind which the address lies; {@link #NONE} when behind none. */
    public int lookup(long high, long low) {
        int from = 0;
        int to = count - 1;
        while (from < to) {
            int middle = from + to + 1 >>> 1;
            if (isBefore(high, low, startHigh[middle], startLow[middle])) {
                to = middle - 1;
            } else {
                from = middle;
            }
        }
        return owner[from];
    }

    private int cut() {
        // The first range is what lies before all networks.
        int next = 1;
        Deque<PrefixRule> around = new ArrayDeque<>();
        for (PrefixRule rule : rules) {
            next = leave(around, rule.prefix(), next);
            next = begin(rule.prefix().high(), rule.prefix().low(), rule.egressPop(), next);
            around.push(rule);
        }
        while (!around.isEmpty()) {
            next = end(around, next);
        }
        return next;
    }

    /** Closes the networks that end before this one begins. */
    private int leave(Deque<PrefixRule> around, IpPrefix prefix, int at) {
        int next = at;
        while (!around.isEmpty() && !around.peek().prefix().contains(prefix)) {
            next = end(around, next);
        }
        return next;
    }

    /** After a network comes the rest of the one around it. */
    private int end(Deque<PrefixRule> around, int next) {
        IpPrefix ended = around.pop().prefix();
        long low = ended.lastLow() + 1;
        long high = ended.lastHigh() + (low == 0 ? 1 : 0);
        if (high == 0 && low == 0) {
            return next; // Nothing comes after the last of all addresses.
        }
        return begin(high, low, around.isEmpty() ? NONE : around.peek().egressPop(), next);
    }

    /** A range that would begin where the one before it did takes its place. */
    private int begin(long high, long low, int pop, int next) {
        int at = startHigh[next - 1] == high && startLow[next - 1] == low ? next - 1 : next;
        startHigh[at] = high;
        startLow[at] = low;
        owner[at] = pop;
        return at + 1;
    }

    private static boolean isBefore(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh
                ? low + Long.MIN_VALUE < otherLow + Long.MIN_VALUE
                : high + Long.MIN_VALUE < otherHigh + Long.MIN_VALUE;
    }
}
