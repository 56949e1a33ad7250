package rhumb.host.udp;

/**
 * Puts the kernel's receive times, which are of the wall clock, on the monotonic clock: what a
 * process that ran late makes of a datagram's delay is then the network's part alone. Belongs to
 * one thread.
 */
public final class ArrivalClock {
    private static final long SYNC_NS = 10_000_000L;

    /** Reading both clocks takes less, unless the thread was held up in between. */
    private static final long READING_NS = 5_000L;

    private static final int READINGS = 3;

    /** Older than any queue of a socket; a wall clock that was set looks like that. */
    private static final long MAX_AGE_NS = 1_000_000_000L;

    private long unixMinusNowNs;
    private long syncedNs = Long.MIN_VALUE;

    /**
     * When a datagram arrived, by the monotonic clock.
     *
     * @param arrivedUnixNs as {@link DatagramHandler} gets it; 0 when the platform does not tell
     * @return at most {@code nowNs}, which it is when the kernel's time is unknown or cannot be
     */
    public long arrivedNs(long nowNs, long arrivedUnixNs) {
        if (arrivedUnixNs == 0) {
            return nowNs;
        }
        if (syncedNs == Long.MIN_VALUE || nowNs - syncedNs >= SYNC_NS) {
            compare(nowNs);
        }
        long ageNs = nowNs + unixMinusNowNs - arrivedUnixNs;
        return ageNs < 0 || ageNs > MAX_AGE_NS ? nowNs : nowNs - ageNs;
    }

    /** Reads both clocks side by side; a reading with a pause in it would shift every datagram. */
    private void compare(long nowNs) {
        long shortestNs = Long.MAX_VALUE;
        for (int i = 0; i < READINGS && shortestNs > READING_NS; i++) {
            long beforeNs = System.nanoTime();
            long unixNs = DatagramLoop.unixNs();
            long tookNs = System.nanoTime() - beforeNs;
            if (tookNs < shortestNs) {
                shortestNs = tookNs;
                sync(beforeNs + tookNs / 2, unixNs);
            }
        }
        syncedNs = nowNs;
    }

    void sync(long nowNs, long unixNs) {
        syncedNs = nowNs;
        unixMinusNowNs = unixNs - nowNs;
    }
}
