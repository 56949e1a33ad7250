package rhumb.forward.wire;

import java.nio.ByteBuffer;

/** Payload of a path report. Offsets are those of the payload's first byte. */
public final class PathReport {
    public static final int BYTES = 24;

    private PathReport() {}

    /**
     * Writes the answer to the probe whose payload lies at {@code probeOffset} of {@code probe}.
     */
    public static void write(
            ByteBuffer b,
            int offset,
            int tag,
            boolean bypassed,
            int received,
            int transitUsMin,
            ByteBuffer probe,
            int probeOffset) {
        b.putInt(offset, tag << 24 | (bypassed ? 1 : 0));
        b.putInt(offset + 4, PathProbe.seq(probe, probeOffset));
        b.putInt(offset + 8, received);
        b.putInt(offset + 12, PathProbe.sent(probe, probeOffset));
        b.putInt(offset + 16, PathProbe.departureUs(probe, probeOffset));
        b.putInt(offset + 20, transitUsMin);
    }

    /** Tag of the path that was probed. */
    public static int tag(ByteBuffer b, int offset) {
        return b.get(offset) & 0xff;
    }

    /** Whether the probe went round a link of its path. */
    public static boolean bypassed(ByteBuffer b, int offset) {
        return (b.get(offset + 3) & 1) != 0;
    }

    public static int probeSeq(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    /** Datagrams that came with the tag so far, the probe among them. */
    public static int received(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    /** The probe's count of sent datagrams. */
    public static int sent(ByteBuffer b, int offset) {
        return b.getInt(offset + 12);
    }

    /** When the probe left its source, by the clock of the source. */
    public static int departureUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 16);
    }

    public static int transitUsMin(ByteBuffer b, int offset) {
        return b.getInt(offset + 20);
    }
}
