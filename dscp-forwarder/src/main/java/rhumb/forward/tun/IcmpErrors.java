package rhumb.forward.tun;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * Makes the ICMP error (RFC 792, RFC 4443) that a router owes to the sender of a packet it cannot
 * send on. No error answers an error, a later fragment, or a packet whose source or target is no
 * single host (RFC 1812 section 4.3.2.7, RFC 4443 section 2.4), and all together are at most
 * {@value #PER_SECOND} a second.
 */
public final class IcmpErrors {
    /** What is told to the sender. */
    public enum Kind {
        /** No hop was left. */
        TIME_EXCEEDED(11, 0, 3, 0),
        /** Fragmentation needed, or packet too big: with the MTU. */
        TOO_BIG(3, 4, 2, 0),
        /** Nobody here knows the target. */
        UNREACHABLE(3, 0, 1, 0);

        private final int type4;
        private final int code4;
        private final int type6;
        private final int code6;

        Kind(int type4, int code4, int type6, int code6) {
            this.type4 = type4;
            this.code4 = code4;
            this.type6 = type6;
            this.code6 = code6;
        }
    }

    public static final int PER_SECOND = 100;
    private static final int BURST = 50;
    private static final long INTERVAL_NS = 1_000_000_000L / PER_SECOND;

    /** RFC 1812 section 4.3.2.3: as much of the packet as fits a datagram of 576 bytes. */
    private static final int MOST4 = 576;

    /** RFC 4443 section 2.4: as much as fits the least MTU. */
    private static final int MOST6 = 1_280;

    private static final int HEADER4 = 20;
    private static final int HEADER6 = 40;
    private static final int ICMP_HEADER = 8;
    private static final int HOPS = 64;

    /** Errors are of network control (RFC 4594 section 3.1): CS6. */
    private static final int OCTET = 48 << 2;

    private final @Nullable Endpoint from4;
    private final @Nullable Endpoint from6;
    private final ByteBuffer error = ByteBuffer.allocateDirect(MOST6);
    private long allowedFromNs = Long.MIN_VALUE;

    /**
     * @param options says where errors come from
     */
    public IcmpErrors(TunOptions options) {
        from4 = options.icmp4();
        from6 = options.icmp6();
    }

    /** The bytes that {@link #make} wrote, from 0; good until the next call. */
    public ByteBuffer buffer() {
        return error;
    }

    /**
     * Writes the error that answers this packet.
     *
     * @param mtu for {@link Kind#TOO_BIG}; otherwise 0
     * @return its bytes; 0 when there is to be none
     */
    public int make(long nowNs, Kind kind, int mtu, ByteBuffer b, IpPacket packet) {
        if (!mayAnswer(b, packet) || !allowed(nowNs)) {
            return 0;
        }
        return packet.ipv4() ? ipv4(kind, mtu, b, packet) : ipv6(kind, mtu, b, packet);
    }

    /** Tokens as a time: the bucket is full when it lies {@value #BURST} intervals back. */
    private boolean allowed(long nowNs) {
        long full = nowNs - BURST * INTERVAL_NS;
        long next = Math.max(allowedFromNs, full);
        if (next > nowNs - INTERVAL_NS) {
            return false;
        }
        allowedFromNs = next + INTERVAL_NS;
        return true;
    }

    private static boolean mayAnswer(ByteBuffer b, IpPacket packet) {
        if (packet.laterFragment()) {
            return false;
        }
        return packet.ipv4() ? mayAnswer4(b, packet) : mayAnswer6(b, packet);
    }

    private static boolean mayAnswer4(ByteBuffer b, IpPacket packet) {
        if (packet.protocol() == IpPacket.ICMP) {
            // Echo (8, 0) and timestamp (13, 14) ask or answer; whatever else may be an error.
            int type = packet.payloadBytes() > 0 ? b.get(packet.payload()) & 0xff : -1;
            if (type != 0 && type != 8 && type != 13 && type != 14) {
                return false;
            }
        }
        return isHost4((int) packet.sourceLow()) && isHost4((int) packet.targetLow());
    }

    private static boolean isHost4(int address) {
        int first = address >>> 24;
        return first != 0 && first != 127 && first < 224;
    }

    private static boolean mayAnswer6(ByteBuffer b, IpPacket packet) {
        if (packet.protocol() == IpPacket.UNREAD) {
            return false;
        }
        if (packet.protocol() == IpPacket.ICMPV6) {
            // RFC 4443 section 2.1: below 128 are errors.
            int type = packet.payloadBytes() > 0 ? b.get(packet.payload()) & 0xff : 0;
            if (type < 128) {
                return false;
            }
        }
        boolean multicast =
                packet.sourceHigh() >>> 56 == 0xff || packet.targetHigh() >>> 56 == 0xff;
        // ::/64 holds the unspecified address and loopback.
        return !multicast && packet.sourceHigh() != 0;
    }

    private int ipv4(Kind kind, int mtu, ByteBuffer b, IpPacket packet) {
        int quoted = Math.min(packet.length(), MOST4 - HEADER4 - ICMP_HEADER);
        int total = HEADER4 + ICMP_HEADER + quoted;
        int from = from4 == null ? (int) packet.targetLow() : from4.ipv4();
        error.putShort(0, (short) (0x4500 | OCTET));
        error.putShort(2, (short) total);
        error.putInt(4, 0);
        error.putShort(8, (short) (HOPS << 8 | IpPacket.ICMP));
        error.putShort(10, (short) 0);
        error.putInt(12, from);
        error.putInt(16, (int) packet.sourceLow());
        error.putShort(10, Checksum.complement(Checksum.sum(error, 0, HEADER4)));
        error.putShort(HEADER4, (short) (kind.type4 << 8 | kind.code4));
        // RFC 1191 section 4: the MTU in the lower half of what was unused.
        error.putInt(HEADER4 + 4, mtu);
        quote(HEADER4, quoted, b, packet, 0);
        return total;
    }

    private int ipv6(Kind kind, int mtu, ByteBuffer b, IpPacket packet) {
        int quoted = Math.min(packet.length(), MOST6 - HEADER6 - ICMP_HEADER);
        int bytes = ICMP_HEADER + quoted;
        error.putInt(0, 6 << 28 | OCTET << 20);
        error.putShort(4, (short) bytes);
        error.putShort(6, (short) (IpPacket.ICMPV6 << 8 | HOPS));
        error.putLong(8, from6 == null ? packet.targetHigh() : from6.high());
        error.putLong(16, from6 == null ? packet.targetLow() : from6.low());
        error.putLong(24, packet.sourceHigh());
        error.putLong(32, packet.sourceLow());
        error.putShort(HEADER6, (short) (kind.type6 << 8 | kind.code6));
        error.putInt(HEADER6 + 4, mtu);
        // RFC 8200 section 8.1: addresses, length and protocol are in the sum.
        long pseudo = Checksum.sum(error, 8, 32) + bytes + IpPacket.ICMPV6;
        quote(HEADER6, quoted, b, packet, pseudo);
        return HEADER6 + bytes;
    }

    private void quote(int icmp, int quoted, ByteBuffer b, IpPacket packet, long pseudo) {
        error.putShort(icmp + 2, (short) 0);
        error.put(icmp + ICMP_HEADER, b, packet.start(), quoted);
        long sum = pseudo + Checksum.sum(error, icmp, ICMP_HEADER + quoted);
        error.putShort(icmp + 2, Checksum.complement(sum));
    }
}
