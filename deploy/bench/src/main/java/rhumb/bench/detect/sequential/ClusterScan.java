package rhumb.bench.detect.sequential;

import rhumb.probe.estimate.ChangeDetector;

/** What the agent uses; its one setting is the rate for which it sets its own thresholds. */
final class ClusterScan implements Detector {
    private static final long[] ANY = {0};

    private final ChangeDetector detector = new ChangeDetector(BACKGROUND, 4, 3);

    /**
     * @param nats natural logarithm of the packets of a day
     */
    ClusterScan(double nats) {
        detector.setRate(StrictMath.exp(nats) / Comparison.SECONDS_PER_DAY);
    }

    @Override
    public void pass(long packets) {
        detector.observe(0, packets, 0);
    }

    @Override
    public boolean lose() {
        detector.observe(0, 1, 1);
        return detector.broken(ANY, 0) != 0;
    }

    @Override
    public void reset() {
        detector.reset();
    }
}
