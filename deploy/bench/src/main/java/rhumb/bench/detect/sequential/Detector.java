package rhumb.bench.detect.sequential;

/** Watches packets that pass or are lost, and says when losses are more than the background. */
interface Detector {
    /** Loss without any fault. */
    double BACKGROUND = 0.001;

    void pass(long packets);

    /**
     * @return whether this is an alarm
     */
    boolean lose();

    void reset();

    /** Makes one with a threshold, in nats. */
    interface Maker {
        Detector make(double threshold);
    }
}
