package rhumb.probe.estimate;

import rhumb.southbound.link.LinkView;

/** What of a rise of delay other links of this PoP show as well, and so is none of one link's. */
public interface CommonLateness {
    /** The other links have not been heard since, but will be before it matters. */
    long TOO_SOON = -1;

    /** That of a link which has no neighbours. */
    CommonLateness NONE =
            new CommonLateness() {
                @Override
                public long riseNs(long nowNs, long sinceNs, LinkView view) {
                    return 0;
                }

                @Override
                public long jitterNs(long nowNs, LinkView view) {
                    return 0;
                }
            };

    /**
     * @param sinceNs only packets count that came then or later
     * @return nanoseconds that nearly all links are late by, 0 when they are not; {@link #TOO_SOON}
     */
    long riseNs(long nowNs, long sinceNs, LinkView view);

    /** Jitter that nearly all links have. */
    long jitterNs(long nowNs, LinkView view);
}
