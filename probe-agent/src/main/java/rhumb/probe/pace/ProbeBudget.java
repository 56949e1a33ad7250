package rhumb.probe.pace;

/**
 * What all links together may send, and when the next probe may leave.
 *
 * <p>Each tier asks for the sum of its links' rates. While the limit does not suffice, the
 * intervals of the least urgent tier grow, all by the same factor, to {@value #LONGEST_NS} ns on
 * average; then those of the next one. Only when even that is too much does everything grow
 * further.
 *
 * <p>Probes leave one by one, at least half of the present mean distance apart, so in any window
 * there are at most twice the mean and one. Who comes too early gets the next free place.
 *
 * <p>Invariant: the rates in force never exceed the limit as long as links only speed up when
 * {@link #hasRoom} says so; places are given out a little faster than that, so no queue grows.
 *
 * <p>Rates are whole micro-probes per second, so that sums come back to zero.
 */
public final class ProbeBudget {
    /** A budget alone makes no tier slower than this. */
    public static final long LONGEST_NS = 2_000_000_000L;

    private static final long MICRO_NS = 1_000_000_000_000_000L;

    /** More than any PoP sends. */
    private static final long UNLIMITED = 1_000_000_000_000L;

    /** Factors are rounded up to eighths: small changes elsewhere do not move every interval. */
    private static final long EIGHTHS = 8;

    /** Places given out per probe in force. */
    private static final long SPREAD = 2;

    /** The limit as places see it leaves them 10 % more than links may ask for. */
    private static final long PLACE_PERCENT = 110;

    /** A place missed by more is given out anew. */
    private static final long LATE_NS = 2_000_000L;

    private final long[] links = new long[Tier.ALL.size()];
    private final long[] asked = new long[Tier.ALL.size()];
    private final long[] granted = new long[Tier.ALL.size()];
    private long limit = Long.MAX_VALUE;
    private long inForce;
    private long freeNs = Long.MIN_VALUE;

    /** Own probes a second; {@link Long#MAX_VALUE} for no limit. */
    public void limit(long perSecond) {
        limit = perSecond >= UNLIMITED ? Long.MAX_VALUE : perSecond * 1_000_000;
        share();
    }

    void ask(Tier tier, long intervalNs) {
        links[tier.ordinal()]++;
        asked[tier.ordinal()] += rate(intervalNs);
        share();
    }

    void leave(Tier tier, long intervalNs) {
        links[tier.ordinal()]--;
        asked[tier.ordinal()] -= rate(intervalNs);
        share();
    }

    /** A link's interval changed; 0 stands for none. */
    void inForce(long beforeNs, long afterNs) {
        inForce += rate(afterNs) - rate(beforeNs);
    }

    /** Whether a link may go from one interval to a shorter one; 0 stands for none. */
    boolean hasRoom(long beforeNs, long afterNs) {
        return inForce + rate(afterNs) - rate(beforeNs) <= limit;
    }

    /** Whether more is in force than may be: the limit was lowered. */
    boolean overdrawn() {
        return inForce > limit;
    }

    /** What a link of this tier gets instead of the interval it asks for. */
    long intervalNs(Tier tier, long askedNs) {
        return askedNs * stretchEighths(tier) / EIGHTHS;
    }

    /** By how many percent the intervals of a tier are longer than asked for. */
    public long stretchPercent(Tier tier) {
        return (stretchEighths(tier) - EIGHTHS) * 100 / EIGHTHS;
    }

    public long links(Tier tier) {
        return links[tier.ordinal()];
    }

    /** Whether the budget does not suffice for what the links ask. */
    public boolean isShort() {
        for (Tier tier : Tier.ALL) {
            if (stretchEighths(tier) > EIGHTHS) {
                return true;
            }
        }
        return false;
    }

    /** Probes a second by the intervals in force. */
    public long perSecond() {
        return inForce / 1_000_000;
    }

    /**
     * When a probe that wants to leave now may: now, or at a place that is its own from then on.
     */
    public long placeNs(long nowNs) {
        long placeNs = Math.max(nowNs, freeNs);
        freeNs = placeNs + distanceNs();
        return placeNs;
    }

    /** Whether a place is still good, or others may have been given the present since. */
    public boolean isCurrent(long nowNs, long placeNs) {
        return nowNs - placeNs <= LATE_NS;
    }

    private long distanceNs() {
        long most = limit == Long.MAX_VALUE ? limit : limit / 100 * PLACE_PERCENT;
        return MICRO_NS / Math.clamp(SPREAD * inForce, 1_000_000, Math.max(1_000_000, most));
    }

    private long stretchEighths(Tier tier) {
        long rate = asked[tier.ordinal()];
        long part = granted[tier.ordinal()];
        return rate <= part ? EIGHTHS : Math.ceilDiv(rate * EIGHTHS, Math.max(1, part));
    }

    private void share() {
        long reserved = 0;
        for (Tier tier : Tier.ALL) {
            reserved += least(tier);
        }
        if (reserved > limit) {
            for (Tier tier : Tier.ALL) {
                granted[tier.ordinal()] = (long) ((double) least(tier) / reserved * limit);
            }
            return;
        }
        long left = limit - reserved;
        for (Tier tier : Tier.ALL) {
            long more = Math.min(left, asked[tier.ordinal()] - least(tier));
            granted[tier.ordinal()] = least(tier) + more;
            left -= more;
        }
    }

    /** What a tier keeps while more urgent ones ask for more. */
    private long least(Tier tier) {
        return Math.min(asked[tier.ordinal()], links[tier.ordinal()] * rate(LONGEST_NS));
    }

    private static long rate(long intervalNs) {
        return intervalNs == 0 ? 0 : MICRO_NS / intervalNs;
    }
}
