package rhumb.controller;

/**
 * When to plan. News is collected until a count, an idle time or a batch time is reached (the three
 * bounds of ONOS' event accumulator); bad news is due at once. Bound: a counter; nothing is queued.
 */
final class Trigger {
    private final int maxCount;
    private final long idleNs;
    private final long batchNs;
    private int count;
    private long firstNs;
    private long lastNs;
    private boolean urgent;

    Trigger(ControllerOptions options) {
        this.maxCount = options.coalesceCount();
        this.idleNs = options.coalesceIdleNs();
        this.batchNs = options.coalesceBatchNs();
    }

    void news(long nowNs) {
        firstNs = count == 0 ? nowNs : firstNs;
        lastNs = nowNs;
        count++;
    }

    void badNews(long nowNs) {
        news(nowNs);
        urgent = true;
    }

    /** {@link Long#MAX_VALUE} when there is no news. */
    long dueNs() {
        if (count == 0) {
            return Long.MAX_VALUE;
        }
        return urgent || count >= maxCount ? lastNs : Math.min(lastNs + idleNs, firstNs + batchNs);
    }

    void clear() {
        count = 0;
        urgent = false;
    }
}
