package rhumb.forward.link;

/**
 * How much longer than usual something lossy is waited for before it is called silent. Where it was
 * called so and spoke again at once, the alarm was false: losses come in bursts there, and leaving
 * gains nothing. Each such alarm of late makes the wait longer by its own length.
 *
 * <p>Bound: {@value #MOST} times the usual wait; an alarm is forgotten after {@value #MEMORY_NS}
 * ns. What was never wrongly accused waits no longer than before.
 */
public final class Patience {
    static final int MOST = 4;
    static final long MEMORY_NS = 30_000_000_000L;

    /** What speaks again within this time after it was called silent was only lossy. */
    private static final long FALSE_WITHIN_NS = 1_000_000_000L;

    private int alarms;
    private long countedNs;
    private long silentNs;

    /** It is called silent. */
    public void onSilent(long nowNs) {
        silentNs = nowNs;
    }

    /** It has spoken again since that time, after it was called silent. */
    public void onHeard(long sinceNs) {
        if (sinceNs - silentNs <= FALSE_WITHIN_NS) {
            alarms = Math.min(remembered(sinceNs) + 1, MOST - 1);
            countedNs = sinceNs;
        }
    }

    /** How long to wait now where so long is usual. */
    public long stretch(long nowNs, long usualNs) {
        return usualNs * (1 + remembered(nowNs));
    }

    private int remembered(long nowNs) {
        return alarms == 0 ? 0 : (int) Math.max(0, alarms - (nowNs - countedNs) / MEMORY_NS);
    }
}
