package rhumb.forward.wire;

import java.nio.ByteBuffer;
import rhumb.net.TrafficClass;

/**
 * A repair packet: one linear combination of the symbols of a window of protected packets. It
 * crosses one link, so the header fields that belong to flows and paths say which window and which
 * coefficients, and the payload is the symbol alone. Offsets are those of the header.
 */
public final class RepairPacket {
    private RepairPacket() {}

    /**
     * Writes the header; the symbol follows it.
     *
     * @param first protection sequence number of the first packet of the window
     * @param count packets in the window
     * @param key of the coefficients, 16 bits
     */
    public static void begin(
            ByteBuffer b, int offset, TrafficClass c, int first, int count, int key) {
        OverlayHeader.begin(b, offset, OverlayHeader.TYPE_REPAIR, 0, 0, c.code(), 1);
        OverlayHeader.flow(b, offset, key, 0, 0);
        OverlayHeader.pathTag(b, offset, count);
        OverlayHeader.protectionSeq(b, offset, first);
    }

    public static int first(ByteBuffer b, int offset) {
        return OverlayHeader.protectionSeq(b, offset);
    }

    public static int count(ByteBuffer b, int offset) {
        return OverlayHeader.pathTag(b, offset);
    }

    public static int key(ByteBuffer b, int offset) {
        return OverlayHeader.service(b, offset);
    }
}
