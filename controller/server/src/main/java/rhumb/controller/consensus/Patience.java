package rhumb.controller.consensus;

import java.util.BitSet;

/**
 * How long a member waits for whom it has not heard. Where collections or other work make members
 * slow, a leader that is slow is given up for nothing, and again and again: so whoever was given up
 * and is heard a little later has its silence allowed for twice as long, up to {@value #MOST}
 * times, and less again after a quiet while. A detector that doubles its time with each mistake is
 * wrong only finitely often (Chandra and Toueg, 1996, section 9.1).
 */
final class Patience {
    static final int MOST = 8;

    /** Who is heard that soon was not gone. */
    static final long SOON_NS = 5_000_000_000L;

    /** For so long without a mistake, one of the doublings is taken back. */
    static final long QUIET_NS = 60_000_000_000L;

    private final BitSet awaited = new BitSet();
    private int factor = 1;
    private int outstanding;
    private long suspectedNs;
    private long changedNs;

    /**
     * Some were not heard in time.
     *
     * @param who they are
     * @param enough how many of them prove, when heard, that it was a mistake
     */
    void suspect(long nowNs, Iterable<Integer> who, int enough) {
        awaited.clear();
        who.forEach(awaited::set);
        outstanding = enough;
        suspectedNs = nowNs;
    }

    /** A member is heard. */
    void heard(long nowNs, int from) {
        if (!awaited.get(from)) {
            return;
        }
        awaited.clear(from);
        outstanding--;
        if (nowNs - suspectedNs > SOON_NS) {
            awaited.clear();
        } else if (outstanding == 0) {
            awaited.clear();
            factor = Math.min(2 * factor, MOST);
            changedNs = nowNs;
        }
    }

    /** So much of what is waited for at other times. */
    long of(long nowNs, long ns) {
        if (factor > 1 && nowNs - changedNs >= QUIET_NS) {
            factor /= 2;
            changedNs = nowNs;
        }
        return factor * ns;
    }
}
