package rhumb.path;

/** The one currency in which links are compared. Additive; always positive, so paths never loop. */
public final class Costs {
    /** Cost of a link that may not be used, and of a pair without a path. */
    public static final int INFINITE = 1 << 30;

    /** The dearest link: five of them still sum to less than {@link #INFINITE}. */
    public static final int MAX_LINK = 200_000_000;

    /** The longest path. */
    public static final int MAX_LINKS = 5;

    private Costs() {}

    static int checked(int cost) {
        if (cost != INFINITE && (cost < 1 || cost > MAX_LINK)) {
            throw new IllegalArgumentException(
                    "link cost " + cost + ": expected 1 to " + MAX_LINK + " or INFINITE");
        }
        return cost;
    }
}
