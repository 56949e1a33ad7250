package rhumb.net;

/**
 * How a queue treats a packet (RFC 2475 per-hop behaviour). The order of the constants is the order
 * of service: strict ones first, then the weighted ones.
 */
public enum Phb {
    /** Served before everything, up to its ceiling; tiny and precious. */
    NETWORK_CONTROL(true, 0),
    /** Served next, up to its ceiling (RFC 3246). */
    EXPEDITED(true, 0),
    /** Conversational video, three drop precedences (RFC 2597). */
    ASSURED_REAL_TIME(false, 50),
    /** Live streaming: elastic, not to be cut. */
    ASSURED_STREAMING(false, 30),
    /** Files. */
    ASSURED_BULK(false, 10),
    /** Everything unmarked. */
    BEST_EFFORT(false, 8),
    /** Less than best effort (RFC 8622). */
    LOWER_EFFORT(false, 2);

    private final boolean strict;
    private final int weight;

    Phb(boolean strict, int weight) {
        this.strict = strict;
        this.weight = weight;
    }

    /** Whether the queue is served before all weighted ones. */
    public boolean strict() {
        return strict;
    }

    /**
     * Share of what strict queues leave, relative to the other weighted queues; 0 for strict ones.
     */
    public int weight() {
        return weight;
    }
}
