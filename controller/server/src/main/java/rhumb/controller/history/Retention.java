package rhumb.controller.history;

import java.util.List;

/**
 * How much is kept: what is older goes, and when there is still too much the oldest.
 *
 * @param keepMs how long, milliseconds
 * @param bytes of all segments together
 */
public record Retention(long keepMs, long bytes) {
    /** Of these many segments each is a small part, so that what is kept shrinks in small steps. */
    private static final int PARTS = 32;

    private static final long LARGEST = 8L << 20;
    private static final long SMALLEST = 64L << 10;

    /** Past which size a segment takes no more. */
    public long segmentBytes() {
        return Math.clamp(bytes / PARTS, SMALLEST, LARGEST);
    }

    /** Past which age. */
    public long segmentMs() {
        return Math.max(1, keepMs / PARTS);
    }

    /**
     * How many of the oldest segments go; never the last, which is being written.
     *
     * @param segments oldest first
     */
    public int drop(List<Segment> segments, long nowUnixMs) {
        long total = segments.stream().mapToLong(Segment::bytes).sum();
        int dropped = 0;
        while (dropped < segments.size() - 1) {
            boolean old = segments.get(dropped + 1).fromUnixMs() < nowUnixMs - keepMs;
            if (!old && total <= bytes) {
                return dropped;
            }
            total -= segments.get(dropped).bytes();
            dropped++;
        }
        return dropped;
    }
}
