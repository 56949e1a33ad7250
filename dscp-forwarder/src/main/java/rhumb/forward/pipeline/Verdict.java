package rhumb.forward.pipeline;

/** What becomes of a datagram that came over a link. */
public enum Verdict {
    /** On to the next PoP, header rewritten. */
    FORWARD,
    /** Media that leaves the overlay here. */
    DELIVER,
    /** A probe or a report for this forwarder itself. */
    SLOW_PATH,
    /** A neighbour that proved its life; says nothing else. */
    INTRODUCED,
    DROP
}
