package rhumb.forward.tun;

import java.nio.ByteBuffer;

/** The overlay is one hop to the packets that cross it (RFC 2003 section 3.1, RFC 2473). */
public final class HopCount {
    private HopCount() {}

    /** Takes one off; the packet must have more than one left. */
    public static void decrement(ByteBuffer b, IpPacket packet) {
        int at = packet.start();
        if (packet.ipv4()) {
            int before = b.getShort(at + 8) & 0xffff;
            int after = before - 0x100;
            b.putShort(at + 8, (short) after);
            Checksum.update(b, at + 10, before, after);
        } else {
            b.put(at + 7, (byte) (packet.hops() - 1));
        }
    }
}
