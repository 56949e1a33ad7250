package rhumb.probe.estimate;

/**
 * How long a link must behave before it is trusted again: doubles with every relapse up to {@value
 * #MOST_NS} ns, and one doubling is forgotten for every {@value #FORGET_NS} ns without a fault.
 */
final class HoldTime {
    static final long MOST_NS = 60_000_000_000L;
    static final long FORGET_NS = 300_000_000_000L;

    private static final int MOST_LEVEL = 8;
    private static final long NEVER = Long.MIN_VALUE;

    private final long leastNs;
    private long recoveredNs = NEVER;
    private int level;

    HoldTime(long leastNs) {
        this.leastNs = leastNs;
    }

    long ns() {
        return Math.min(leastNs << level, Math.max(MOST_NS, leastNs));
    }

    /** A link that was good turned bad. */
    void onFailed(long nowNs) {
        if (recoveredNs == NEVER) {
            return;
        }
        long forgotten = (nowNs - recoveredNs) / FORGET_NS;
        level = (int) Math.max(0, level - forgotten);
        level = forgotten == 0 ? Math.min(level + 1, MOST_LEVEL) : level;
    }

    /** A bad link turned good. */
    void onRecovered(long nowNs) {
        recoveredNs = nowNs;
    }
}
