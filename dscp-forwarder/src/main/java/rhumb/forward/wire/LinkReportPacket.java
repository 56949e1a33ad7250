package rhumb.forward.wire;

import java.nio.ByteBuffer;

/**
 * Payload of a link report. Offsets are those of the payload's first byte. Counters run since the
 * sender of the counted datagrams started, as far as the reporter knows, and wrap: take
 * differences.
 */
public final class LinkReportPacket {
    public static final int BYTES = 28;

    private LinkReportPacket() {}

    public static void counts(
            ByteBuffer b, int offset, int highestSeq, int received, int reordered, int duplicates) {
        b.putInt(offset, highestSeq);
        b.putInt(offset + 4, received);
        b.putInt(offset + 8, reordered);
        b.putInt(offset + 12, duplicates);
    }

    /** The lowest transit time lies above the highest when nothing came since the last report. */
    public static void times(
            ByteBuffer b, int offset, int departureUs, int transitUsMin, int transitUsMax) {
        b.putInt(offset + 16, departureUs);
        b.putInt(offset + 20, transitUsMin);
        b.putInt(offset + 24, transitUsMax);
    }

    public static int highestSeq(ByteBuffer b, int offset) {
        return b.getInt(offset);
    }

    /** Different datagrams that came; duplicates count once. */
    public static int received(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    public static int reordered(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    public static int duplicates(ByteBuffer b, int offset) {
        return b.getInt(offset + 12);
    }

    public static int departureUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 16);
    }

    public static int transitUsMin(ByteBuffer b, int offset) {
        return b.getInt(offset + 20);
    }

    public static int transitUsMax(ByteBuffer b, int offset) {
        return b.getInt(offset + 24);
    }
}
