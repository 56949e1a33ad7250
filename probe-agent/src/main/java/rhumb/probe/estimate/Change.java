package rhumb.probe.estimate;

/** How a judgement moved since it was last asked for. */
public enum Change {
    NONE,
    BETTER,
    /** As bad as before, for another reason. */
    OTHER_SIGN,
    WORSE
}
