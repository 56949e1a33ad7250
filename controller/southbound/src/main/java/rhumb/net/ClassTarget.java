package rhumb.net;

/**
 * What one class needs of a link or a path. A link that breaks it is DEGRADED for the class.
 *
 * <p>Defaults: audio after VIA (SIGCOMM 2016: poor beyond 1.2 % loss) and ITU-T G.114 (400 ms one
 * way); live is TCP, whose rate falls with the root of the loss (Mathis 1997), so it is as strict
 * about loss as audio and easy about delay, and three packets that are overtaken look lost to it.
 */
public record ClassTarget(
        @Meaning("lost packets") long maxLossPpm,
        @Meaning("one-way delay in all") long maxDelayNs,
        @Meaning("one-way delay above what the link had at its best lately") long maxDelayRiseNs,
        @Meaning("packets that come after a later one (RFC 4737)") long maxReorderPpm,
        @Meaning("smoothed one-way delay variation (RFC 3550 section 6.4.1)") long maxJitterNs) {
    private static final long MS = 1_000_000L;

    public ClassTarget {
        if (!isShare(maxLossPpm)
                || !isShare(maxReorderPpm)
                || Math.min(Math.min(maxDelayNs, maxDelayRiseNs), maxJitterNs) <= 0) {
            throw new IllegalArgumentException(
                    "class target out of range: "
                            + maxLossPpm
                            + " ppm, "
                            + maxDelayNs
                            + " ns, "
                            + maxDelayRiseNs
                            + " ns, "
                            + maxReorderPpm
                            + " ppm, "
                            + maxJitterNs
                            + " ns");
        }
    }

    private static boolean isShare(long ppm) {
        return ppm >= 0 && ppm <= 1_000_000;
    }

    public static ClassTarget standard(TrafficClass c) {
        return switch (c) {
            case SIGNALLING -> new ClassTarget(20_000, 500 * MS, 100 * MS, 50_000, 50 * MS);
            case AUDIO -> new ClassTarget(12_000, 400 * MS, 25 * MS, 5_000, 10 * MS);
            case VIDEO_KEY -> new ClassTarget(12_000, 400 * MS, 40 * MS, 10_000, 20 * MS);
            case VIDEO -> new ClassTarget(20_000, 400 * MS, 40 * MS, 10_000, 20 * MS);
            case LIVE -> new ClassTarget(12_000, 2_000 * MS, 100 * MS, 20_000, 100 * MS);
            case BULK -> new ClassTarget(50_000, 5_000 * MS, 1_000 * MS, 100_000, 1_000 * MS);
            case DEFAULT -> new ClassTarget(50_000, 2_000 * MS, 300 * MS, 100_000, 300 * MS);
            case LOG -> new ClassTarget(200_000, 10_000 * MS, 5_000 * MS, 500_000, 5_000 * MS);
        };
    }
}
