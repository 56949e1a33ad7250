package rhumb.forward.tun;

import java.nio.ByteBuffer;

/** The checksum of IP, TCP and ICMP (RFC 1071), and how it changes with a word (RFC 1624). */
final class Checksum {
    private Checksum() {}

    /** Sum of 16-bit words, not folded yet; an odd last byte counts as the upper half of a word. */
    static long sum(ByteBuffer b, int offset, int bytes) {
        long sum = 0;
        int at = offset;
        int end = offset + bytes;
        for (; end - at >= 2; at += 2) {
            sum += b.getShort(at) & 0xffff;
        }
        return at < end ? sum + ((b.get(at) & 0xff) << 8) : sum;
    }

    /** The sum in 16 bits, carries added in. */
    static int fold(long sum) {
        long folded = sum;
        while (folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (int) folded;
    }

    /** What a header carries for this sum. */
    static short complement(long sum) {
        return (short) ~fold(sum);
    }

    /** Corrects the checksum at {@code offset} for a 16-bit word that changed (equation 3). */
    static void update(ByteBuffer b, int offset, int before, int after) {
        int carried = ~b.getShort(offset) & 0xffff;
        b.putShort(offset, complement((long) carried + (~before & 0xffff) + after));
    }
}
