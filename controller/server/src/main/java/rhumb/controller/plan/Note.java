package rhumb.controller.plan;

/**
 * Something an operator should know of one pair and class, beside its decision.
 *
 * @param kind what
 * @param by the name of the rule, or the uplink
 * @param text for people
 */
public record Note(Kind kind, String by, String text) {
    /** What there is to know. */
    public enum Kind {
        /** No path holds the limit of a rule, so the best one is used. */
        LIMIT_BROKEN,
        /** Nothing leads there but what a rule forbids. */
        FORBIDDEN_USED,
        /** The pair's traffic passes what may be planned for an uplink, and no path has room. */
        OVERLOADED
    }
}
