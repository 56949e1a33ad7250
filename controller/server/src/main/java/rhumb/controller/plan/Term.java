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
    /** What remains of the worst of the last minutes. */
    HISTORY("recent trouble"),
    /** The link breaks the target of the class: last resort. */
    DEGRADED("degraded"),
    /** Nothing fresh is known: after every degraded one. */
    UNKNOWN("unknown"),
    /** The link carries nothing: after every unknown one. */
    DOWN("down");

    private final String label;

    Term(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }
}
