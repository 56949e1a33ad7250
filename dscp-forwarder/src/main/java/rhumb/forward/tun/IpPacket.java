package rhumb.forward.tun;

import java.nio.ByteBuffer;

/**
 * Reads the headers of one IP packet, IPv4 (RFC 791) or IPv6 (RFC 8200). One object is used for
 * packet after packet; {@link #read} comes first and says whether the rest means anything. Reads
 * nothing outside of the packet, whatever its length fields say.
 */
public final class IpPacket {
    public static final int ICMP = 1;
    public static final int TCP = 6;
    public static final int UDP = 17;
    public static final int ICMPV6 = 58;

    /** Of a packet whose chain of extension headers is longer than anybody reads. */
    public static final int UNREAD = -1;

    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final long MAPPED = 0xffffL << 32;

    // RFC 791 section 3.1: flags and fragment offset.
    private static final int DONT_FRAGMENT = 0x4000;
    private static final int MORE_OR_OFFSET = 0x3fff;
    private static final int OFFSET = 0x1fff;

    // RFC 8200 section 4, RFC 4302: headers between the first one and the payload.
    private static final int HOP_BY_HOP = 0;
    private static final int ROUTING = 43;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION_OPTIONS = 60;
    private static final int MAX_EXTENSIONS = 8;

    private int start;
    private int length;
    private boolean ipv4;
    private int octet;
    private int hops;
    private long sourceHigh;
    private long sourceLow;
    private long targetHigh;
    private long targetLow;
    private int protocol;
    private int payload;
    private boolean fragment;
    private boolean laterFragment;
    private boolean dontFragment;

    /** Whether these bytes begin with a whole IP packet; what follows it is no part of it. */
    public boolean read(ByteBuffer b, int offset, int available) {
        start = offset;
        if (available < IPV4_BYTES) {
            return false;
        }
        return switch (b.get(offset) >>> 4 & 0xf) {
            case 4 -> readIpv4(b, offset, available);
            case 6 -> readIpv6(b, offset, available);
            default -> false;
        };
    }

    /** Offset of its first byte. */
    public int start() {
        return start;
    }

    /** Bytes of the packet by its own account, at most what was there. */
    public int length() {
        return length;
    }

    public boolean ipv4() {
        return ipv4;
    }

    /** Traffic class octet: DSCP and ECN. */
    public int octet() {
        return octet;
    }

    /** TTL or hop limit. */
    public int hops() {
        return hops;
    }

    public long sourceHigh() {
        return sourceHigh;
    }

    public long sourceLow() {
        return sourceLow;
    }

    public long targetHigh() {
        return targetHigh;
    }

    public long targetLow() {
        return targetLow;
    }

    /** Of the payload behind all extension headers; {@link #UNREAD} when there are too many. */
    public int protocol() {
        return protocol;
    }

    /** Offset of the payload behind all extension headers. */
    public int payload() {
        return payload;
    }

    /** Bytes of the payload behind all extension headers. */
    public int payloadBytes() {
        return start + length - payload;
    }

    /** Whether it is a part of a packet, the first part too. */
    public boolean fragment() {
        return fragment;
    }

    /** Whether it is a part of a packet without the beginning of the payload. */
    public boolean laterFragment() {
        return laterFragment;
    }

    /** Whether no router may cut it: the flag of IPv4, and each packet of IPv6. */
    public boolean dontFragment() {
        return dontFragment;
    }

    /** Whether its payload begins here with so many bytes of this protocol. */
    public boolean holds(int wanted, int bytes) {
        return protocol == wanted && !laterFragment && payloadBytes() >= bytes;
    }

    private boolean readIpv4(ByteBuffer b, int at, int available) {
        int header = (b.get(at) & 0xf) * 4;
        int total = b.getShort(at + 2) & 0xffff;
        if (header < IPV4_BYTES || total < header || total > available) {
            return false;
        }
        ipv4 = true;
        length = total;
        octet = b.get(at + 1) & 0xff;
        int flags = b.getShort(at + 6) & 0xffff;
        fragment = (flags & MORE_OR_OFFSET) != 0;
        laterFragment = (flags & OFFSET) != 0;
        dontFragment = (flags & DONT_FRAGMENT) != 0;
        hops = b.get(at + 8) & 0xff;
        protocol = b.get(at + 9) & 0xff;
        sourceHigh = 0;
        sourceLow = MAPPED | b.getInt(at + 12) & 0xffffffffL;
        targetHigh = 0;
        targetLow = MAPPED | b.getInt(at + 16) & 0xffffffffL;
        payload = at + header;
        // A router drops what arrives with a wrong sum (RFC 1812 section 5.2.2).
        return Checksum.fold(Checksum.sum(b, at, header)) == 0xffff;
    }

    private boolean readIpv6(ByteBuffer b, int at, int available) {
        if (available < IPV6_BYTES) {
            return false;
        }
        int total = IPV6_BYTES + (b.getShort(at + 4) & 0xffff);
        if (total > available) {
            return false;
        }
        ipv4 = false;
        length = total;
        octet = b.getShort(at) >>> 4 & 0xff;
        hops = b.get(at + 7) & 0xff;
        sourceHigh = b.getLong(at + 8);
        sourceLow = b.getLong(at + 16);
        targetHigh = b.getLong(at + 24);
        targetLow = b.getLong(at + 32);
        fragment = false;
        laterFragment = false;
        dontFragment = true;
        return readExtensions(b, b.get(at + 6) & 0xff, at + IPV6_BYTES, at + total);
    }

    /** False when a header of the chain ends outside of the packet. */
    private boolean readExtensions(ByteBuffer b, int first, int begin, int end) {
        int next = first;
        int at = begin;
        for (int i = 0; i < MAX_EXTENSIONS; i++) {
            int bytes =
                    switch (next) {
                        case HOP_BY_HOP, ROUTING, DESTINATION_OPTIONS ->
                                end - at < 8 ? -1 : ((b.get(at + 1) & 0xff) + 1) * 8;
                        case FRAGMENT -> end - at < 8 ? -1 : 8;
                        // RFC 4302 section 2.2 counts in words of four bytes, less two.
                        case AUTHENTICATION -> end - at < 8 ? -1 : ((b.get(at + 1) & 0xff) + 2) * 4;
                        default -> 0;
                    };
            if (bytes == 0) {
                protocol = next;
                payload = at;
                return true;
            }
            if (bytes < 0 || bytes > end - at) {
                return false;
            }
            if (next == FRAGMENT) {
                int offsetAndMore = b.getShort(at + 2) & 0xffff;
                fragment |= (offsetAndMore & 0xfff9) != 0;
                laterFragment |= (offsetAndMore & 0xfff8) != 0;
            }
            next = b.get(at) & 0xff;
            at += bytes;
            if (laterFragment) {
                // What follows is the middle of something.
                protocol = next;
                payload = at;
                return true;
            }
        }
        protocol = UNREAD;
        payload = at;
        return true;
    }
}
