package rhumb.bench.detect.sequential;

/** Page-Hinkley: the sum of (loss - background - tolerance) above its lowest value so far. */
final class PageHinkley implements Detector {
    /** Half of the smallest change of interest, as is usual. */
    private static final double TOLERANCE = 0.005;

    private final double threshold;
    private double above;

    PageHinkley(double threshold) {
        this.threshold = threshold;
    }

    @Override
    public void pass(long packets) {
        above = Math.max(0, above - packets * (BACKGROUND + TOLERANCE));
    }

    @Override
    public boolean lose() {
        above += 1 - BACKGROUND - TOLERANCE;
        return above >= threshold;
    }

    @Override
    public void reset() {
        above = 0;
    }
}
