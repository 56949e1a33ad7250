package rhumb.controller.plan;

/** What a link's cost is made of, in the order in which it is told. */
public enum Term {
    /** One-way delay. */
    DELAY("delay"),
    /** Delay variation. */
    JITTER("jitter"),
    /** Loss, as -ln(1 - p), so that it adds up along a path. */
    LOSS("loss"),
    /** The fixed cost of one more link. */
    HOP("hop"),
    /** Money. */
    PRICE("price"),
    /** Set by the operator. */
    ADMIN("admin"),
    /** Rules that avoid or prefer; negative when they prefer. */
    POLICY("policy"),
    /** What remains of the worst of the last minutes. */
    HISTORY("recent trouble"),
    /** The link breaks the target of the class: last resort. */
    DEGRADED("degraded"),
    /** A rule empties it: after every degraded one. */
    DRAINED("drained"),
    /** Nothing fresh is known: after every drained one. */
    UNKNOWN("unknown"),
    /** The link carries nothing: after every unknown one. */
    DOWN("down"),
    /** A rule forbids it: after everything. */
    FORBIDDEN("forbidden");

    private final String label;

    Term(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
