package rhumb.forward.trace;

/**
 * How many trace requests of others are answered: 500 in a second, 100 of them at once, whoever
 * asks. Beyond, media go first.
 */
public final class AnswerAllowance {
    private static final long INTERVAL_NS = 2_000_000L;
    private static final long BURST_NS = 100 * INTERVAL_NS;

    /** When the allowance is full again. */
    private long fullNs = Long.MIN_VALUE;

    /** Whether one more may be answered; then it counts. */
    public boolean take(long nowNs) {
        long next = Math.max(nowNs, fullNs) + INTERVAL_NS;
        if (next - nowNs > BURST_NS) {
            return false;
        }
        fullNs = next;
        return true;
    }
}
