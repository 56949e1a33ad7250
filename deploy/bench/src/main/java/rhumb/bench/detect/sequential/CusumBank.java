package rhumb.bench.detect.sequential;

import java.util.Arrays;

/** Bernoulli CUSUMs for several loss rates beside each other (Page 1954; Lorden 1971). */
final class CusumBank implements Detector {
    static final double[] ALTERNATIVES = {0.015, 0.03, 0.1, 0.3};

    private final double threshold;
    private final double[] sum = new double[ALTERNATIVES.length];

    CusumBank(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public void pass(long packets) {
        for (int i = 0; i < sum.length; i++) {
            double each = StrictMath.log((1 - ALTERNATIVES[i]) / (1 - BACKGROUND));
            sum[i] = Math.max(0, sum[i] + packets * each);
        }
    }

    @Override
    public boolean lose() {
        boolean alarm = false;
        for (int i = 0; i < sum.length; i++) {
            sum[i] += StrictMath.log(ALTERNATIVES[i] / BACKGROUND);
            alarm |= sum[i] >= threshold;
        }
        return alarm;
    }

    @Override
    public void reset() {
        Arrays.fill(sum, 0);
    }
}
