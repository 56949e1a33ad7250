package rhumb.forward.wire;

import java.nio.ByteBuffer;

/** Payload of a path probe. Offsets are those of the payload's first byte. */
public final class PathProbe {
    public static final int BYTES = 12;

    private PathProbe() {}

    public static void write(ByteBuffer b, int offset, int seq, int sent, int departureUs) {
        b.putInt(offset, seq);
        b.putInt(offset + 4, sent);
        b.putInt(offset + 8, departureUs);
    }

    public static int seq(ByteBuffer b, int offset) {
        return b.getInt(offset);
    }

    /** Datagrams sent with the probe's path tag so far, the probe among them. */
    public static int sent(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    public static int departureUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }
}
