package rhumb.net;

/**
 * How packets of one class are protected on each link they cross, and between ingress and egress.
 *
 * @param retransmit whether what is missing is asked for again, while that can still be in time
 * @param repair whether repair packets go along while the link loses packets
 * @param maxOverheadPpm what retransmissions and repair packets together may add to the bytes of
 *     the class on a link that loses little, per million
 * @param lossyOverheadPpm the same on a link that loses much; not less than on others
 * @param recoveryNs how much later than its turn a packet may come out of one link and still count
 * @param copies when packets travel over two paths
 */
public record Protection(
        boolean retransmit,
        boolean repair,
        long maxOverheadPpm,
        long lossyOverheadPpm,
        long recoveryNs,
        Copies copies) {
    /** When the ingress sends each packet over the two candidate paths that share least. */
    public enum Copies {
        NEVER,
        /** While the path loses more than the other means of protection give back. */
        LOSSY,
        ALWAYS
    }

    public static final Protection NONE = new Protection(false, false, 0, 0, 0, Copies.NEVER);

    private static final long MS = 1_000_000L;
    private static final long MAX_RECOVERY_NS = 10_000 * MS;
    private static final long MAX_OVERHEAD_PPM = 2_000_000;

    /** Below, what little lossy links may cost is enough; beyond, the budget grows. */
    private static final long MUCH_LOSS_PPM = 50_000;

    /** What one lost packet more may cost in packets: itself, lost answers, and vain repair. */
    private static final long COST_OF_LOSS = 6;

    public Protection {
        if (maxOverheadPpm < 0 || maxOverheadPpm > MAX_OVERHEAD_PPM) {
            throw new IllegalArgumentException(
                    "overhead " + maxOverheadPpm + " ppm: expected 0 to 2,000,000");
        }
        if (lossyOverheadPpm < maxOverheadPpm || lossyOverheadPpm > MAX_OVERHEAD_PPM) {
            throw new IllegalArgumentException(
                    "overhead of lossy links "
                            + lossyOverheadPpm
                            + " ppm: expected "
                            + maxOverheadPpm
                            + " to 2,000,000");
        }
        if (recoveryNs < 0 || recoveryNs > MAX_RECOVERY_NS) {
            throw new IllegalArgumentException(
                    "recovery " + recoveryNs + " ns: expected 0 to 10 s");
        }
    }

    /** Whether links number and keep packets of the class. */
    public boolean onLinks() {
        return (retransmit || repair) && recoveryNs > 0;
    }

    /**
     * What may be added to the bytes of the class on a link.
     *
     * @param lossPpm that the link loses, per million packets
     */
    public long overheadPpm(long lossPpm) {
        return Math.clamp(
                COST_OF_LOSS * (lossPpm - MUCH_LOSS_PPM), maxOverheadPpm, lossyOverheadPpm);
    }

    /** What a class gets when nobody says otherwise. */
    public static Protection standard(TrafficClass c) {
        return switch (c) {
            case SIGNALLING ->
                    new Protection(true, true, 1_000_000, 1_000_000, 400 * MS, Copies.ALWAYS);
            case AUDIO -> new Protection(true, true, 200_000, 1_000_000, 200 * MS, Copies.LOSSY);
            case VIDEO_KEY -> new Protection(true, true, 300_000, 300_000, 300 * MS, Copies.NEVER);
            case VIDEO -> new Protection(true, true, 200_000, 200_000, 200 * MS, Copies.NEVER);
            case BULK -> new Protection(true, false, 200_000, 200_000, 1_000 * MS, Copies.NEVER);
            // Live streams are TCP, hop by hop.
            case LIVE, DEFAULT, LOG -> NONE;
        };
    }
}
