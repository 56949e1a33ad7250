package rhumb.path;

/**
 * The one currency in which links are compared. Additive; always positive, so paths never loop.
 *
 * <p>A link's cost is in one of two bands, with a gap between them: usable links, of which any path
 * is cheaper than one link of the band of last resort. So the best paths are found among the usable
 * links, in narrow numbers, and the other band matters only to pairs that these do not connect.
 */
public final class Costs {
    /** Cost of a link that may not be used, and of a pair without a path. */
    public static final int INFINITE = 1 << 30;

    /** The longest path. */
    public static final int MAX_LINKS = 5;

    /** The dearest usable link: five of them sum to less than {@link Packed#NONE_COST}. */
    public static final int MAX_USABLE = (Packed.NONE_COST - 1) / MAX_LINKS;

    /** The cheapest link of last resort, dearer than any path of usable ones. */
    public static final int MIN_LAST_RESORT = Packed.NONE_COST;

    /** The dearest link: five of them still sum to less than {@link #INFINITE}. */
    public static final int MAX_LINK = 200_000_000;

    private Costs() {}

    static int checked(int cost) {
        boolean usable = cost >= 1 && cost <= MAX_USABLE;
        boolean lastResort = cost >= MIN_LAST_RESORT && cost <= MAX_LINK;
        if (!usable && !lastResort && cost != INFINITE) {
            throw new IllegalArgumentException(
                    "link cost "
                            + cost
                            + ": expected 1 to "
                            + MAX_USABLE
                            + ", or "
                            + MIN_LAST_RESORT
                            + " to "
                            + MAX_LINK
                            + ", or INFINITE");
        }
        return cost;
    }
}
