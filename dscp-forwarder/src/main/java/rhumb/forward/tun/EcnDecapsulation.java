package rhumb.forward.tun;

import java.nio.ByteBuffer;

/**
 * What becomes of the ECN field when a packet leaves a tunnel (RFC 6040 section 4.2): a mark that
 * the overlay made reaches the receiver, and what cannot be marked is dropped instead.
 */
public final class EcnDecapsulation {
    public static final int NOT_ECT = 0;
    public static final int ECT1 = 1;
    public static final int ECT0 = 2;
    public static final int CE = 3;

    /** Of a packet that says congestion to a receiver who would not understand. */
    public static final int DROP = -1;

    private EcnDecapsulation() {}

    /** The field to give on; {@link #DROP} to give nothing on. */
    public static int combine(int inner, int outer) {
        if (outer == CE) {
            return inner == NOT_ECT ? DROP : CE;
        }
        return inner == ECT0 && outer == ECT1 ? ECT1 : inner;
    }

    /**
     * Writes the traffic class octet into the packet's own header; its checksum is right again.
     *
     * @param octet code point and field
     */
    public static void write(ByteBuffer b, IpPacket packet, int octet) {
        if (octet == packet.octet()) {
            return;
        }
        int at = packet.start();
        if (packet.ipv4()) {
            int before = b.getShort(at) & 0xffff;
            int after = before & 0xff00 | octet;
            b.putShort(at, (short) after);
            Checksum.update(b, at + 10, before, after);
        } else {
            b.putShort(at, (short) (b.getShort(at) & 0xf00f | octet << 4));
        }
    }
}
