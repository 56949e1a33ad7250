package rhumb.southbound.link;

/**
 * Between which rates the loss of a link lies with 95 % confidence, when so many packets showed so
 * much of it: the score interval (Wilson 1927), which is also right for few packets and for none
 * lost. Losses in bursts tell less than it says.
 *
 * @param lowPpm parts per million
 * @param highPpm parts per million
 */
public record LossInterval(long lowPpm, long highPpm) {
    /** Nothing is known. */
    public static final LossInterval ANY = new LossInterval(0, 1_000_000);

    /** The 97.5th percentile of the normal distribution. */
    private static final double Z = 1.959_964;

    private static final double MILLION = 1e6;

    public LossInterval {
        if (lowPpm < 0 || highPpm > MILLION || lowPpm > highPpm) {
            throw new IllegalArgumentException("interval " + lowPpm + " to " + highPpm);
        }
    }

    /**
     * @param samples packets that were counted
     * @param lossPpm what share of them was lost; negative when not known
     */
    public static LossInterval of(long samples, long lossPpm) {
        if (samples <= 0 || lossPpm < 0) {
            return ANY;
        }
        double n = (double) samples;
        double p = Math.min((double) lossPpm, MILLION) / MILLION;
        double z2n = Z * Z / n;
        double centre = p + z2n / 2;
        double half = Z * StrictMath.sqrt(p * (1 - p) / n + z2n / n / 4);
        long low = (long) StrictMath.floor((centre - half) / (1 + z2n) * MILLION + 1e-6);
        long high = (long) StrictMath.ceil((centre + half) / (1 + z2n) * MILLION - 1e-6);
        return new LossInterval(Math.max(low, 0), Math.min(high, 1_000_000));
    }
}
