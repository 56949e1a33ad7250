package rhumb.controller.io;

/** How fast one session may send: a token bucket that holds four seconds. */
final class MessagePace {
    private static final int BURST_SECONDS = 4;
    private static final long SECOND_NS = 1_000_000_000L;

    private final long perMessageNs;
    private final long burstNs;

    /** When the bucket is full again, if nothing more comes. */
    private long fullAtNs;

    MessagePace(int perSecond, long nowNs) {
        this.perMessageNs = Math.max(1, SECOND_NS / perSecond);
        this.burstNs = BURST_SECONDS * SECOND_NS;
        this.fullAtNs = nowNs;
    }

    /** Whether one more may come now. */
    boolean take(long nowNs) {
        if (nextNs() - nowNs > 0) {
            return false;
        }
        fullAtNs = Math.max(fullAtNs, nowNs) + perMessageNs;
        return true;
    }

    /** When the next may come. */
    long nextNs() {
        return fullAtNs + perMessageNs - burstNs;
    }
}
