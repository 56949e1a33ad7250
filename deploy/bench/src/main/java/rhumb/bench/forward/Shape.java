package rhumb.bench.forward;

/**
 * How packets come.
 *
 * @param sizeBytes of each datagram
 * @param train packets of a flow that come together; 1: one packet of each flow in turn
 */
record Shape(int sizeBytes, int train) {
    static final int TRAIN = 16;

    String label() {
        return train == 1 ? "mixed" : "trains";
    }

    /** The name of a row: relays with trains have one of their own. */
    String row(String relay) {
        return train == 1 ? relay : relay + "-trains";
    }
}
