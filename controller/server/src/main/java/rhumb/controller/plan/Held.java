package rhumb.controller.plan;

/**
 * A better path that is not taken.
 *
 * @param path which
 * @param reason what holds it back
 * @param sinceNs since when, for this path and reason
 * @param untilNs for HOLD_DOWN: when it may be taken; otherwise 0
 */
public record Held(OverlayPath path, Reason reason, long sinceNs, long untilNs) {
    /** What holds a move back. */
    public enum Reason {
        /** It is better by less than the policy's gain, absolute or relative. */
        GAIN_TOO_SMALL,
        /** The pair moved a short while ago. */
        HOLD_DOWN
    }
}
