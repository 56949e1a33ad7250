package rhumb.probe.stamp;

/**
 * A rate limit as one number, the time at which a bucket would be empty (the generic cell rate
 * algorithm of ITU-T I.371): cheap enough to keep one for each source.
 */
final class TokenBucket {
    private TokenBucket() {}

    /** The state of a bucket that nothing was taken from. */
    static final long FULL = Long.MIN_VALUE;

    /**
     * Takes one token.
     *
     * @param state what the last call returned, or {@link #FULL}
     * @param intervalNs time in which one token comes in
     * @param burst most tokens that the bucket holds
     * @return the new state; the same as before when there was no token
     */
    static long take(long nowNs, long state, long intervalNs, int burst) {
        // Not max(): the monotonic clock may be negative and FULL is far below it.
        long from = state == FULL || state - nowNs < 0 ? nowNs : state;
        return from - nowNs > intervalNs * (burst - 1L) ? state : from + intervalNs;
    }
}
