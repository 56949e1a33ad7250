package rhumb.bench.detect;

/**
 * The least mean time in which any detector with one false alarm a link-day can see a loss rate:
 * ln(packets a day) / KL(p1 || p0) packets (Lorden 1971), of first order.
 */
final class Floor {
    /** Loss without any fault. */
    static final double BACKGROUND = 0.001;

    private static final double SECONDS_PER_DAY = 86_400;

    private Floor() {}

    /**
     * @return milliseconds; NaN when the fault is no partial loss
     */
    static double ms(long lossPpm, double packetsPerSecond) {
        if (lossPpm == 0) {
            return Double.NaN;
        }
        double packets = StrictMath.log(packetsPerSecond * SECONDS_PER_DAY) / kl(lossPpm / 1e6);
        return packets / packetsPerSecond * 1_000;
    }

    private static double kl(double p1) {
        return p1 * StrictMath.log(p1 / BACKGROUND)
                + (1 - p1) * StrictMath.log((1 - p1) / (1 - BACKGROUND));
    }
}
