package rhumb.southbound.link;

/**
 * What made a status change. GAP, DELAY_STEP, REORDERING and SILENCE are instantaneous signs, the
 * others are statistical.
 */
public enum LinkSign {
    NONE,
    /** Nothing came for several intervals. */
    GAP,
    /** Delay rose at once and stayed. */
    DELAY_STEP,
    /** Packets began to overtake each other. */
    REORDERING,
    /** The change detector saw losses that chance does not explain. */
    LOSS,
    /** Quality over the window is inside all targets again. */
    RECOVERED,
    /**
     * Nothing comes from the far end in either direction, so this end cannot tell which of the two
     * fails. By the SENDER, DOWN or still DEGRADED, it is a suspicion that a fresh RECEIVER view
     * refutes.
     */
    SILENCE,
    /** Transit times vary more than a class bears. */
    JITTER
}
