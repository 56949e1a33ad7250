package rhumb.bench.detect.sequential;

import java.util.Arrays;

/** Shiryaev-Roberts with a uniform mixture over the rates of {@link CusumBank}. */
final class ShiryaevRoberts implements Detector {
    private final double threshold;
    private final double[] ratio = new double[CusumBank.ALTERNATIVES.length];

    ShiryaevRoberts(double threshold) {
        this.threshold = StrictMath.exp(threshold);
    }

    @Override
    public void pass(long packets) {
        for (int i = 0; i < ratio.length; i++) {
            // R = (1 + R) q, so many times.
            double q = (1 - CusumBank.ALTERNATIVES[i]) / (1 - BACKGROUND);
            double all = StrictMath.pow(q, (double) packets);
            ratio[i] = ratio[i] * all + q * (1 - all) / (1 - q);
        }
    }

    @Override
    public boolean lose() {
        double sum = 0;
        for (int i = 0; i < ratio.length; i++) {
            ratio[i] = (1 + ratio[i]) * CusumBank.ALTERNATIVES[i] / BACKGROUND;
            sum += ratio[i];
        }
        return sum / ratio.length >= threshold;
    }

    @Override
    public void reset() {
        Arrays.fill(ratio, 0);
    }
}
