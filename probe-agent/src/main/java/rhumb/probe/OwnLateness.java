package rhumb.probe;

import java.util.Arrays;
import java.util.function.ToLongFunction;
import rhumb.probe.estimate.CommonLateness;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.southbound.link.LinkView;

/**
 * Lateness that all links of a PoP show at once. It is the machine's, which stood still or was
 * busy, or that of the access all of them share: to leave one link for another helps against
 * neither, and a PoP that accuses all its links for a pause of its own makes the whole WAN move.
 *
 * <p>Lateness that lasts is a fact whatever it comes from: after a while without a break it counts
 * again, because paths of other PoPs can keep away from this one.
 */
final class OwnLateness implements CommonLateness {
    static final long RISE_PATIENCE_NS = 1_000_000_000L;

    /** Jitter is smoothed, so that of one pause is seen for longer than the pause. */
    static final long JITTER_PATIENCE_NS = 3_000_000_000L;

    /** Of fewer links nearly all may be late by chance, or by one fault behind them. */
    static final int LEAST_LINKS = 4;

    /** For so long it is waited for other links to be heard; what they show decides. */
    private static final long HEARING_NS = 150_000_000L;

    private static final long UNKNOWN = -1;
    private static final long MATTERS_NS = 1_000_000L;

    /** One link in so many may fare better: its packet came in before the pause. */
    private static final int BETTER = 4;

    private final PeerTable peers;
    private final Patience rises = new Patience(RISE_PATIENCE_NS);
    private final Patience jitters = new Patience(JITTER_PATIENCE_NS);
    private long[] values = new long[16];

    OwnLateness(PeerTable peers) {
        this.peers = peers;
    }

    @Override
    public long riseNs(long nowNs, long sinceNs, LinkView view) {
        long commonNs = common(link -> link.latestRise(nowNs, sinceNs, view));
        if (commonNs == UNKNOWN) {
            boolean wait = peers.count() >= LEAST_LINKS && nowNs - sinceNs < HEARING_NS;
            return wait ? TOO_SOON : 0;
        }
        return rises.excuse(nowNs, commonNs);
    }

    @Override
    public long jitterNs(long nowNs, LinkView view) {
        long commonNs = common(link -> link.robustJitterNs(view));
        return commonNs == UNKNOWN ? 0 : jitters.excuse(nowNs, commonNs);
    }

    /** What nearly all links have at least; negative values are unknown, and so is that of few. */
    private long common(ToLongFunction<LinkEstimator> value) {
        int count = 0;
        for (ProbedPair pair : peers.pairs()) {
            long one = value.applyAsLong(pair.estimator);
            if (one >= 0) {
                if (count == values.length) {
                    values = Arrays.copyOf(values, 2 * count);
                }
                values[count++] = one;
            }
        }
        if (count < LEAST_LINKS) {
            return UNKNOWN;
        }
        Arrays.sort(values, 0, count);
        return values[count / BETTER];
    }

    /** For how long it has been excused. */
    private static final class Patience {
        private final long mostNs;
        private long beganNs;
        private long lastNs = Long.MIN_VALUE / 2;

        Patience(long mostNs) {
            this.mostNs = mostNs;
        }

        long excuse(long nowNs, long commonNs) {
            if (nowNs - lastNs > mostNs) {
                beganNs = nowNs;
            }
            if (commonNs < MATTERS_NS) {
                return 0; // What all links always have; it uses up no patience.
            }
            lastNs = nowNs;
            return nowNs - beganNs <= mostNs ? commonNs : 0;
        }
    }
}
