package rhumb.forward.wire;

import java.nio.ByteBuffer;

/**
 * With an introduction a forwarder proves its life to a neighbour: the clear part of the overlay
 * header, whose sequence number counts introductions here, the life of the neighbour as far as
 * known, and a tag. It opens nothing and carries nothing, so one that is played again does no harm.
 */
public final class Introduction {
    public static final int TEXT_BYTES = 4;
    public static final int BYTES =
            OverlayHeader.CLEAR_BYTES + TEXT_BYTES + OverlayHeader.TAG_BYTES;

    private Introduction() {}

    /** Writes all but the tag, unsealed. */
    public static void write(
            ByteBuffer b, int offset, int lane, int life, int seq, int neighbourLife) {
        b.putInt(offset, OverlayHeader.VERSION << 28 | lane);
        b.putInt(offset + 4, life);
        b.putInt(offset + 8, seq);
        b.putInt(offset + OverlayHeader.CLEAR_BYTES, neighbourLife);
    }

    /** The receiver's life as far as the sender knows; 0 when it knows none. */
    public static int neighbourLife(ByteBuffer b, int offset) {
        return b.getInt(offset + OverlayHeader.CLEAR_BYTES);
    }
}
