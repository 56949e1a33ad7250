package rhumb.southbound.link;

/**
 * What made a status change. The first three are instantaneous signs, the others are statistical.
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
    /** Quality over the window is inside the target again. */
    RECOVERED
}
