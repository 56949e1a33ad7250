package rhumb.forward.path;

/** What is known of a path for a class. */
public enum Judgement {
    /** Something says that it serves, and nothing that it does not. */
    GOOD,
    /** Nothing fresh is known: no reason to leave it, none to come back to it. */
    UNKNOWN,
    /** Something says that it does not serve. */
    BAD
}
