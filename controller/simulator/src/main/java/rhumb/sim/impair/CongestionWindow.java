package rhumb.sim.impair;

/** How much may be in flight: slow start and congestion avoidance of RFC 5681 (Reno), in bytes. */
final class CongestionWindow {
    /** RFC 6928. */
    private static final int FIRST_SEGMENTS = 10;

    private static final int LEAST_SEGMENTS = 2;

    /** More than both buffers of a connection is never of use. */
    private static final int MOST_BYTES = 2 * ByteRing.CAPACITY;

    private final int segmentBytes;
    private int windowBytes;
    private int threshold = Integer.MAX_VALUE;
    private int towardsNext;

    CongestionWindow(int segmentBytes) {
        this.segmentBytes = segmentBytes;
        this.windowBytes = FIRST_SEGMENTS * segmentBytes;
    }

    int bytes() {
        return windowBytes;
    }

    void onAcknowledged(int bytes) {
        int counted = Math.min(bytes, 2 * segmentBytes);
        if (windowBytes < threshold) {
            windowBytes += counted;
        } else {
            towardsNext += counted;
            if (towardsNext >= windowBytes) {
                towardsNext -= windowBytes;
                windowBytes += segmentBytes;
            }
        }
        windowBytes = Math.min(windowBytes, MOST_BYTES);
    }

    void onLoss(int inFlightBytes) {
        halve(inFlightBytes);
        windowBytes = threshold;
    }

    void onTimeout(int inFlightBytes) {
        halve(inFlightBytes);
        windowBytes = segmentBytes;
    }

    private void halve(int inFlightBytes) {
        threshold = Math.max(inFlightBytes / 2, LEAST_SEGMENTS * segmentBytes);
        towardsNext = 0;
    }
}
