package rhumb.forward.protect;

/**
 * The round trip of a pair of links: the least that was seen in the last {@value #SPAN_NS} to twice
 * as many ns, because each sample also holds how long the far end took to answer.
 */
public final class RoundTrip {
    private static final long SPAN_NS = 3_000_000_000L;
    private static final long LONGEST_NS = 10_000_000_000L;

    private long leastNs = -1;
    private long leastBeforeNs = -1;
    private long spanEndNs;

    /** An answer came to something that was sent so long ago. */
    public void onSample(long nowNs, long rttNs) {
        if (rttNs < 0 || rttNs > LONGEST_NS) {
            return;
        }
        if (nowNs >= spanEndNs) {
            boolean recent = nowNs - spanEndNs < SPAN_NS;
            leastBeforeNs = recent ? leastNs : -1;
            leastNs = -1;
            spanEndNs = nowNs + SPAN_NS;
        }
        leastNs = leastNs < 0 ? rttNs : Math.min(leastNs, rttNs);
    }

    /** -1 while unknown. */
    long ns(long nowNs) {
        if (leastNs < 0 || nowNs - spanEndNs > SPAN_NS * 4) {
            return -1;
        }
        return leastBeforeNs < 0 ? leastNs : Math.min(leastNs, leastBeforeNs);
    }
}
