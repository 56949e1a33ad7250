package rhumb.probe.estimate;

import rhumb.southbound.link.LinkEstimate;

/** Media that came through one direction, in bits a second, over blocks of about a second. */
final class Goodput {
    private static final long BLOCK_NS = 1_000_000_000L;

    /** So long after the last block nothing is known. */
    private static final long STALE_NS = 3 * BLOCK_NS;

    private static final double BITS_NS = 8e9;

    private long bytes;
    private long spanNs;
    private long bps = LinkEstimate.UNKNOWN_VALUE;
    private long measuredNs;

    /**
     * What came in an interval.
     *
     * @param addedBytes negative when not known
     */
    void onMedia(long nowNs, long intervalNs, long addedBytes) {
        if (addedBytes < 0) {
            return;
        }
        bytes += addedBytes;
        spanNs += Math.min(intervalNs, STALE_NS);
        if (spanNs >= BLOCK_NS) {
            bps = (long) (bytes * BITS_NS / spanNs);
            measuredNs = nowNs;
            bytes = 0;
            spanNs = 0;
        }
    }

    long bps(long nowNs) {
        return nowNs - measuredNs > STALE_NS ? LinkEstimate.UNKNOWN_VALUE : bps;
    }
}
