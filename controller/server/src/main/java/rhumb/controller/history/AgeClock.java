package rhumb.controller.history;

/**
 * The time by which the age of what is kept is judged. A wall clock that is set forward makes
 * nothing older; one that is set back keeps things longer, within their budget. Only a restart
 * believes the wall clock.
 */
public final class AgeClock {
    private static final long MS = 1_000_000L;

    private final long startUnixMs;
    private final long startNs;

    public AgeClock(long unixMs, long nowNs) {
        this.startUnixMs = unixMs;
        this.startNs = nowNs;
    }

    /** Milliseconds since 1970, never more than have passed by the steady clock. */
    public long unixMs(long unixMs, long nowNs) {
        return Math.min(unixMs, startUnixMs + (nowNs - startNs) / MS);
    }
}
