package rhumb.host.udp;

import java.util.function.LongSupplier;

/**
 * Puts the kernel's receive times, which are of the wall clock, on the monotonic clock: what a
 * process that ran late makes of a datagram's delay is then the network's part alone. Belongs to
 * one thread.
 *
 * <p>A wall clock that is set would move arrivals: one that is set back by 30 ms makes what comes
 * next look 30 ms older, and so the round trip 30 ms shorter for as long as minima are remembered.
 * So both clocks are compared about as often as datagrams are read, and when they moved apart, the
 * kernel's times count for nothing until no datagram from before can still wait in a socket.
 */
public final class ArrivalClock {
    /** Comparing costs a tenth of a microsecond; within this time no datagram is misjudged. */
    static final long SYNC_NS = 20_000L;

    /** Reading both clocks takes less, unless the thread was held up in between. */
    private static final long READING_NS = 5_000L;

    private static final int READINGS = 3;

    /** Older than any queue of a socket; a wall clock that was set looks like that. */
    static final long MAX_AGE_NS = 1_000_000_000L;

    /** Clocks that are slewed go apart by up to 1/1024, clocks that are set by more. */
    private static final long STEP_NS = 1_000_000L;

    private static final int SLEW_SHIFT = 10;

    private final LongSupplier monotonic;
    private final LongSupplier wall;
    private boolean synced;
    private long unixMinusNowNs;
    private long syncedNs;
    private long trustedFromNs = Long.MIN_VALUE;

    public ArrivalClock() {
        this(System::nanoTime, DatagramLoop::unixNs);
    }

    ArrivalClock(LongSupplier monotonic, LongSupplier wall) {
        this.monotonic = monotonic;
        this.wall = wall;
    }

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
        if (!synced || nowNs - syncedNs >= SYNC_NS) {
            compare(nowNs);
        }
        long ageNs = nowNs + unixMinusNowNs - arrivedUnixNs;
        boolean credible = nowNs >= trustedFromNs && ageNs >= 0 && ageNs <= MAX_AGE_NS;
        return credible ? nowNs - ageNs : nowNs;
    }

    /** Reads both clocks side by side; a reading with a pause in it would shift every datagram. */
    private void compare(long nowNs) {
        long shortestNs = Long.MAX_VALUE;
        long offsetNs = 0;
        for (int i = 0; i < READINGS && shortestNs > READING_NS; i++) {
            long beforeNs = monotonic.getAsLong();
            long unixNs = wall.getAsLong();
            long tookNs = monotonic.getAsLong() - beforeNs;
            if (tookNs < shortestNs) {
                shortestNs = tookNs;
                offsetNs = unixNs - beforeNs - tookNs / 2;
            }
        }
        long movedNs = Math.abs(offsetNs - unixMinusNowNs);
        if (synced && movedNs > STEP_NS + (nowNs - syncedNs >> SLEW_SHIFT)) {
            trustedFromNs = nowNs + MAX_AGE_NS;
        }
        unixMinusNowNs = offsetNs;
        syncedNs = nowNs;
        synced = true;
    }
}
