package rhumb.forward.tun;

import java.nio.ByteBuffer;

/**
 * Lowers the largest segment that a TCP SYN offers (RFC 9293 section 3.7.1) to what fits the MTU:
 * connections work where ICMP is filtered, and no packet is sent twice to learn the MTU. Without
 * the option RFC 9293 assumes 536 or 1,220 bytes, which fit.
 */
public final class MssClamp {
    private static final int TCP_BYTES = 20;
    private static final int SYN = 0x02;
    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int MSS_BYTES = 4;

    /** Headers without options: RFC 6691 has the sender take off what it adds. */
    private static final int HEADERS4 = 20 + TCP_BYTES;

    private static final int HEADERS6 = 40 + TCP_BYTES;

    private MssClamp() {}

    /** Whether the packet was changed; its checksum is right again. */
    public static boolean apply(ByteBuffer b, IpPacket packet, int mtu) {
        if (!packet.holds(IpPacket.TCP, TCP_BYTES)) {
            return false;
        }
        int tcp = packet.payload();
        int header = (b.get(tcp + 12) >>> 4 & 0xf) * 4;
        if ((b.get(tcp + 13) & SYN) == 0 || header > packet.payloadBytes()) {
            return false;
        }
        int most = mtu - (packet.ipv4() ? HEADERS4 : HEADERS6);
        int at = tcp + TCP_BYTES;
        int end = tcp + header;
        while (at < end) {
            int kind = b.get(at) & 0xff;
            if (kind == OPTION_END) {
                return false;
            }
            if (kind == OPTION_NOP) {
                at++;
                continue;
            }
            int bytes = end - at < 2 ? 0 : b.get(at + 1) & 0xff;
            if (bytes < 2 || bytes > end - at) {
                return false;
            }
            if (kind == OPTION_MSS && bytes == MSS_BYTES) {
                return lower(b, tcp, at + 2, most);
            }
            at += bytes;
        }
        return false;
    }

    private static boolean lower(ByteBuffer b, int tcp, int at, int most) {
        int offered = b.getShort(at) & 0xffff;
        if (offered <= most) {
            return false;
        }
        b.putShort(at, (short) most);
        // An option may begin at an odd place, and sums count words from the header's beginning.
        boolean odd = (at - tcp & 1) != 0;
        Checksum.update(b, tcp + 16, odd ? swap(offered) : offered, odd ? swap(most) : most);
        return true;
    }

    private static int swap(int word) {
        return (word & 0xff) << 8 | word >>> 8;
    }
}
