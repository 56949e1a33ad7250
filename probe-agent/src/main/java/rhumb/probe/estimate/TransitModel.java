package rhumb.probe.estimate;

/**
 * One-way delay of a direction above its lately lowest value, by probes and by media.
 *
 * <p>Probes carry wall clocks, so their rise counts only as far as the round trip rose as well: the
 * round trip is measured by one monotonic clock, and a clock that is set or drifts accuses nobody.
 * Media carry the monotonic clocks of two forwarders, whose offset is constant but for a restart
 * and whose drift the ageing of the minimum follows.
 */
final class TransitModel {
    static final long UNKNOWN = DelayWindow.UNKNOWN;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long BASE_NS = 30 * SECOND_NS;
    private static final int BASE_BUCKETS = 6;
    private static final long MEDIA_WINDOW_NS = 2 * SECOND_NS;

    /** One-way rise beyond the round trip's that only a clock can make. */
    private static final long CLOCK_STEP_NS = SECOND_NS / 4;

    /** Rise of media transit beyond which the far forwarder's clock began anew. */
    private static final long MEDIA_CLOCK_STEP_NS = 10 * SECOND_NS;

    /** Probes in a row that must agree before a rise counts: a spike never accuses. */
    private static final int AGREEING_PROBES = 3;

    /** Fewer are enough for a rise that would also count when it were only so part of it. */
    private static final int AGREEING_LARGE = 2;

    private static final int LARGE = 4;

    /** Intervals of media that must agree, and fewer when they are of so many packets in all. */
    private static final int AGREEING_SPARSE = 3;

    private static final int AGREEING_DENSE = 2;
    private static final int DENSE_PACKETS = 4;

    /** Samples of a window that is judged as a whole. */
    private static final int SETTLED = 8;

    private final DelayWindow rtt;
    private final DelayWindow probes;
    private final DelayWindow media;
    private long previousPackets;
    private long sinceNs;

    /**
     * @param rtt round trips of the pair, shared with the other direction
     */
    TransitModel(DelayWindow rtt, long probeWindowNs) {
        this.rtt = rtt;
        this.probes = new DelayWindow(probeWindowNs, BASE_NS, BASE_BUCKETS);
        this.media = new DelayWindow(MEDIA_WINDOW_NS, BASE_NS, BASE_BUCKETS);
    }

    void setProbeWindow(long windowNs) {
        probes.setWindow(windowNs);
    }

    /**
     * A probe's transit time; its round trip was recorded before.
     *
     * @return by how much all of the last probes exceed the base; a quarter of it for the last two
     */
    long onProbe(long nowNs, long transitNs) {
        probes.record(nowNs, transitNs);
        if (probes.sustainedRise(nowNs, AGREEING_PROBES)
                > rtt.sustainedRise(nowNs, AGREEING_PROBES) + CLOCK_STEP_NS) {
            probes.forget();
            return UNKNOWN;
        }
        long riseNs = confirmedRise(nowNs, AGREEING_PROBES);
        long largeNs = confirmedRise(nowNs, AGREEING_LARGE);
        boolean large = largeNs / LARGE > riseNs;
        sinceNs = probes.sinceNs(large ? AGREEING_LARGE : AGREEING_PROBES);
        return large ? largeNs / LARGE : riseNs;
    }

    private long confirmedRise(long nowNs, int agreeing) {
        long riseNs = probes.sustainedRise(nowNs, agreeing);
        long rttRiseNs = rtt.sustainedRise(nowNs, agreeing);
        return riseNs == UNKNOWN || rttRiseNs == UNKNOWN ? UNKNOWN : Math.min(riseNs, rttRiseNs);
    }

    /** Rise of the last probe alone; unknown when it came before that time. */
    long latestRise(long nowNs, long earliestNs) {
        return probes.sinceNs(1) < earliestNs ? UNKNOWN : confirmedRise(nowNs, 1);
    }

    /**
     * The lowest transit time of an interval of media.
     *
     * @param packets of which it is the lowest
     * @return by how much all of the last intervals exceed the base
     */
    long onMedia(long nowNs, long transitNs, long packets) {
        media.record(nowNs, transitNs);
        boolean dense = previousPackets + packets >= DENSE_PACKETS;
        int agreeing = dense ? AGREEING_DENSE : AGREEING_SPARSE;
        previousPackets = packets;
        long riseNs = media.sustainedRise(nowNs, agreeing);
        if (riseNs > MEDIA_CLOCK_STEP_NS) {
            media.forget();
            return UNKNOWN;
        }
        sinceNs = media.sinceNs(agreeing);
        return riseNs;
    }

    /** When the first packet of the last sustained rise came. */
    long sinceNs() {
        return sinceNs;
    }

    /** Present rise above the base, median of a window: the worse of what probes and media show. */
    long medianRise(long nowNs) {
        return medianRise(nowNs, 1);
    }

    /** The same of windows with enough samples to be judged by. */
    long settledRise(long nowNs) {
        return medianRise(nowNs, SETTLED);
    }

    private long medianRise(long nowNs, int samples) {
        long probesNs = probes.medianRise(nowNs, samples);
        long rttNs = rtt.medianRise(nowNs, samples);
        boolean confirmed = probesNs != UNKNOWN && rttNs != UNKNOWN;
        long byProbesNs = confirmed ? Math.min(probesNs, rttNs) : UNKNOWN;
        return Math.max(byProbesNs, media.medianRise(nowNs, samples));
    }

    /** Rise that one sample in twenty exceeds: the worse of what probes and media show. */
    long tailRise(long nowNs) {
        long probesNs = probes.tailRise(nowNs);
        long rttNs = rtt.tailRise(nowNs);
        boolean confirmed = probesNs != UNKNOWN && rttNs != UNKNOWN;
        return Math.max(confirmed ? Math.min(probesNs, rttNs) : UNKNOWN, media.tailRise(nowNs));
    }

    /** One-way delay with such a rise: half the lowest round trip more. */
    long delayNs(long nowNs, long riseNs) {
        long baseNs = rtt.base(nowNs);
        return baseNs == MovingMinimum.NONE ? UNKNOWN : baseNs / 2 + riseNs;
    }

    long rttNs(long nowNs) {
        return rtt.quantile(nowNs, 500_000);
    }

    /** Keeps the bases from ageing while a rise is being judged. */
    void hold(long nowNs, boolean held) {
        probes.hold(nowNs, held);
        media.hold(nowNs, held);
    }
}
