package rhumb.net;

/**
 * What one class needs of a link or a path. A link that breaks it is DEGRADED for the class.
 *
 * <p>Defaults: audio after VIA (SIGCOMM 2016: poor beyond 1.2 % loss) and ITU-T G.114 (400 ms one
 * way); live is TCP, whose rate falls with the root of the loss (Mathis 1997), so it is as strict
 * about loss as audio and easy about delay.
 *
 * @param maxLossPpm lost packets per million
 * @param maxDelayNs one-way delay in all
 * @param maxDelayRiseNs one-way delay above what the link had at its best lately
 */
public record ClassTarget(long maxLossPpm, long maxDelayNs, long maxDelayRiseNs) {
    private static final long MS = 1_000_000L;

    public ClassTarget {
        if (maxLossPpm < 0 || maxLossPpm > 1_000_000 || maxDelayNs <= 0 || maxDelayRiseNs <= 0) {
            throw new IllegalArgumentException(
                    "class target out of range: "
                            + maxLossPpm
                            + " ppm, "
                            + maxDelayNs
                            + " ns, "
                            + maxDelayRiseNs
                            + " ns");
        }
    }

    public static ClassTarget standard(TrafficClass c) {
        return switch (c) {
            case SIGNALLING -> new ClassTarget(20_000, 500 * MS, 100 * MS);
            case AUDIO -> new ClassTarget(12_000, 400 * MS, 25 * MS);
            case VIDEO_KEY -> new ClassTarget(12_000, 400 * MS, 40 * MS);
            case VIDEO -> new ClassTarget(20_000, 400 * MS, 40 * MS);
            case LIVE -> new ClassTarget(12_000, 2_000 * MS, 100 * MS);
            case BULK -> new ClassTarget(50_000, 5_000 * MS, 1_000 * MS);
            case DEFAULT -> new ClassTarget(50_000, 2_000 * MS, 300 * MS);
            case LOG -> new ClassTarget(200_000, 10_000 * MS, 5_000 * MS);
        };
    }
}
