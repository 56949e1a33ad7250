package rhumb.forward.wire;

import java.nio.ByteBuffer;

/**
 * A data packet as protection keeps it and repair packets combine it: its length in 2 bytes, then
 * its header and payload without what is written at the moment of sending (the clear part and the
 * departure time). Both ends of a link make the same bytes of it.
 */
public final class RepairSymbol {
    private static final int LENGTH_BYTES = 2;
    private static final int TYPE_AT = 12;
    private static final int DEPARTURE_AT = 16;
    private static final int POPS_AT = 20;
    private static final int SMALLER_BY = POPS_AT - LENGTH_BYTES - (DEPARTURE_AT - TYPE_AT);

    /** Bytes of the longest packet's symbol. */
    public static final int MAX_BYTES =
            OverlayHeader.MAX_BYTES + OverlayHeader.MAX_PAYLOAD_BYTES - SMALLER_BY;

    /** Longer symbols do not fit into a repair packet and can only be sent again. */
    public static final int MAX_REPAIRABLE_BYTES =
            OverlayHeader.MAX_BYTES + OverlayHeader.MAX_PAYLOAD_BYTES - OverlayHeader.FIXED_BYTES;

    private RepairSymbol() {}

    /** Bytes of the symbol of a packet, tag not counted. */
    public static int bytes(int packetBytes) {
        return packetBytes - SMALLER_BY;
    }

    /** Writes the symbol of a packet whose protection sequence number is set. */
    public static void write(ByteBuffer packet, int offset, int length, byte[] symbol, int at) {
        symbol[at] = (byte) (length >>> 8);
        symbol[at + 1] = (byte) length;
        int head = at + LENGTH_BYTES;
        packet.get(offset + TYPE_AT, symbol, head, DEPARTURE_AT - TYPE_AT);
        symbol[head + 1] = (byte) (symbol[head + 1] & ~OverlayHeader.FLAG_RESENT);
        packet.get(offset + POPS_AT, symbol, head + DEPARTURE_AT - TYPE_AT, length - POPS_AT);
    }

    /**
     * Makes the packet of a symbol again; its fields still need {@link OverlayHeader#check}.
     *
     * @return its length, or -1 when the bytes are no symbol
     */
    public static int read(byte[] symbol, int at, int symbolBytes, ByteBuffer packet, int offset) {
        if (symbolBytes < bytes(OverlayHeader.FIXED_BYTES)) {
            return -1;
        }
        int length = (symbol[at] & 0xff) << 8 | symbol[at + 1] & 0xff;
        if (length < OverlayHeader.FIXED_BYTES
                || bytes(length) > symbolBytes
                || bytes(length) > MAX_BYTES) {
            return -1;
        }
        int head = at + LENGTH_BYTES;
        packet.putInt(offset, OverlayHeader.VERSION << 28);
        packet.putInt(offset + 4, 0);
        packet.putInt(offset + 8, 0);
        packet.put(offset + TYPE_AT, symbol, head, DEPARTURE_AT - TYPE_AT);
        packet.putInt(offset + DEPARTURE_AT, 0);
        packet.put(offset + POPS_AT, symbol, head + DEPARTURE_AT - TYPE_AT, length - POPS_AT);
        return length;
    }
}
