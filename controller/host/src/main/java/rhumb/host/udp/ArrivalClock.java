package rhumb.host.udp;

/**
 * Puts the kernel's receive times, which are of the wall clock, on the monotonic clock: what a
 * process that ran late makes of a datagram's delay is then the network's part alone. Belongs to
 * one thread.
 */
public final class ArrivalClock {
    private static final long SYNC_NS = 10_000_000L;

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
            sync(nowNs, DatagramLoop.unixNs());
        }
        long ageNs = nowNs + unixMinusNowNs - arrivedUnixNs;
        return ageNs < 0 || ageNs > MAX_AGE_NS ? nowNs : nowNs - ageNs;
    }

    void sync(long nowNs, long unixNs) {
        syncedNs = nowNs;
        unixMinusNowNs = unixNs - nowNs;
    }
}
