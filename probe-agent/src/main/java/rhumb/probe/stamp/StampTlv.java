package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The frame of what may follow the base of a test packet (RFC 8972 section 4): flags (8 bits), type
 * (8), length of the value (16), value.
 */
public final class StampTlv {
    public static final int HEADER_BYTES = 4;

    /** The reflector does not know the type. Senders set it, reflectors that know clear it. */
    public static final int UNRECOGNIZED = 0x80;

    /** The length does not fit the packet. */
    public static final int MALFORMED = 0x40;

    /** RFC 8972 section 4.1: octets that only make the packet longer. */
    public static final int EXTRA_PADDING = 1;

    private StampTlv() {}

    /**
     * Copies everything after the base from a probe into its reflection, of the same length, and
     * sets the flags. What follows a malformed TLV is copied as it came.
     *
     * @param length of the whole packet, at least {@link StampPacket#BASE_BYTES}
     */
    static void reflect(ByteBuffer in, int inAt, ByteBuffer out, int outAt, int length) {
        int base = StampPacket.BASE_BYTES;
        out.put(outAt + base, in, inAt + base, length - base);
        int at = base;
        while (at < length) {
            boolean whole = length - at >= HEADER_BYTES;
            int next = whole ? at + HEADER_BYTES + valueBytes(in, inAt + at) : length + 1;
            if (next > length) {
                out.put(outAt + at, (byte) (in.get(inAt + at) | MALFORMED));
                return;
            }
            boolean known = in.get(inAt + at + 1) == EXTRA_PADDING;
            out.put(outAt + at, (byte) (known ? 0 : UNRECOGNIZED));
            at = next;
        }
    }

    /** Writes a padding TLV that takes {@code bytes} in all, header included. */
    static void writePadding(ByteBuffer out, int at, int bytes) {
        out.put(at, (byte) UNRECOGNIZED);
        out.put(at + 1, (byte) EXTRA_PADDING);
        out.putShort(at + 2, (short) (bytes - HEADER_BYTES));
        for (int i = HEADER_BYTES; i < bytes; i++) {
            out.put(at + i, (byte) 0);
        }
    }

    private static int valueBytes(ByteBuffer b, int at) {
        return b.getShort(at + 2) & 0xffff;
    }
}
