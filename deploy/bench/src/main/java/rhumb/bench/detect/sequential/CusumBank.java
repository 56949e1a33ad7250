package rhumb.bench.detect.sequential;

/**
 * A bank of Bernoulli CUSUMs (Page 1954; optimal for the worst mean delay after Lorden 1971): each
 * adds up the log likelihood ratio of one loss rate against a background of 0.1 % and starts again
 * whenever the background explains the packets better. With the threshold at ln(packets a day) each
 * raises at most one false alarm a link-day; the mean delay is about threshold / KL packets.
 *
 * <p>An alarm stands until the packets have spoken against it for as long as they spoke for it, or
 * until {@link #reset}. While it stands, {@link #sent} and {@link #lost} are the packets since the
 * change, and say which loss rate is now supported.
 */
final class CusumBank {
    /** Loss without any fault, per packet. */
    static final double BACKGROUND = 0.001;

    private static final double[] ALTERNATIVES = {0.015, 0.03, 0.1, 0.3, 1.0};

    /** Total loss needs one loss more, because two in a row already reach the idle threshold. */
    private static final double TOTAL_EXTRA = 3;

    /** The fewest packets a day for which the threshold is set: ten a second. */
    private static final double LEAST_PER_DAY = 864_000;

    /** Counts since the change are halved here, so that a later change still shows in them. */
    private static final long FORGET_PACKETS = 4_096;

    private static final int COUNT = ALTERNATIVES.length;
    private static final int TOTAL = COUNT - 1;
    private static final double[] PER_LOSS = new double[COUNT];
    private static final double[] PER_PASS = new double[COUNT];

    static {
        for (int i = 0; i < COUNT; i++) {
            PER_LOSS[i] = StrictMath.log(ALTERNATIVES[i] / BACKGROUND);
            // One packet that passes rules total loss out.
            PER_PASS[i] =
                    i == TOTAL
                            ? Double.POSITIVE_INFINITY
                            : StrictMath.log((1 - BACKGROUND) / (1 - ALTERNATIVES[i]));
        }
    }

    private final double[] sum = new double[COUNT];
    private final long[] sentSince = new long[COUNT];
    private final long[] lostSince = new long[COUNT];
    private final long[] sinceNs = new long[COUNT];
    private double threshold = StrictMath.log(LEAST_PER_DAY);
    private int leading;

    /** Sets the threshold for a link that carries so many packets. */
    void setRate(double packetsPerSecond) {
        threshold = StrictMath.log(Math.max(packetsPerSecond * 86_400, LEAST_PER_DAY));
    }

    /** Takes {@code sent} packets of which {@code lost} did not come, in unknown order. */
    void observe(long nowNs, long sent, long lost) {
        long passed = sent - lost;
        for (int i = 0; i < COUNT; i++) {
            if (sum[i] == 0) {
                if (lost == 0) {
                    continue;
                }
                sentSince[i] = 0;
                lostSince[i] = 0;
                sinceNs[i] = nowNs;
            }
            double next = sum[i] + lost * PER_LOSS[i] - (passed == 0 ? 0 : passed * PER_PASS[i]);
            sum[i] = Math.clamp(next, 0, 2 * thresholdOf(i));
            sentSince[i] += sent;
            lostSince[i] += lost;
            if (sentSince[i] > FORGET_PACKETS) {
                sentSince[i] /= 2;
                lostSince[i] /= 2;
            }
        }
        leading = 0;
        for (int i = 1; i < COUNT; i++) {
            boolean better = sum[i] - thresholdOf(i) > sum[leading] - thresholdOf(leading);
            leading = better ? i : leading;
        }
    }

    /** A packet that was counted as lost came after all. */
    void retract() {
        for (int i = 0; i < COUNT; i++) {
            if (sum[i] > 0) {
                sum[i] = Math.max(0, sum[i] - PER_LOSS[i] - (i == TOTAL ? 0 : PER_PASS[i]));
                lostSince[i] = Math.max(0, lostSince[i] - 1);
            }
        }
    }

    boolean alarmed() {
        return sum[leading] >= thresholdOf(leading);
    }

    /** Packets since the change that the alarm is about. */
    long sent() {
        return sentSince[leading];
    }

    long lost() {
        return lostSince[leading];
    }

    /** Loss rate now supported, parts per million: that of the packets since the change. */
    long supportedLossPpm() {
        return sent() == 0 ? 0 : lost() * 1_000_000 / sent();
    }

    /** When the first loss of the change was seen. */
    long sinceNs() {
        return sinceNs[leading];
    }

    void reset() {
        for (int i = 0; i < COUNT; i++) {
            sum[i] = 0;
        }
    }

    private double thresholdOf(int i) {
        return i == TOTAL ? threshold + TOTAL_EXTRA : threshold;
    }
}
