package rhumb.forward.classify;

import java.nio.ByteBuffer;

/** Reads what an RTP packet shows, encrypted (RFC 3711) or not; nothing outside of its length. */
final class RtpHeader {
    static final int FIXED_BYTES = 12;
    static final int NONE = -1;

    // RFC 7983 section 7: first byte of RTP and RTCP.
    private static final int FIRST = 128;
    private static final int LAST = 191;
    // RFC 5761 section 4: second byte of RTCP.
    private static final int RTCP_FIRST = 192;
    private static final int RTCP_LAST = 223;
    // RFC 8285 sections 4.2 and 4.3.
    private static final int ONE_BYTE = 0xbede;
    private static final int TWO_BYTE = 0x1000;
    private static final int ONE_BYTE_STOP = 15;

    private RtpHeader() {}

    /** Whether the first byte is that of RTP or RTCP. */
    static boolean isMedia(ByteBuffer b, int offset, int length) {
        int first = length == 0 ? 0 : b.get(offset) & 0xff;
        return first >= FIRST && first <= LAST;
    }

    /** Whether a packet of which {@link #isMedia} holds is RTCP. */
    static boolean isRtcp(ByteBuffer b, int offset, int length) {
        int second = length < 2 ? 0 : b.get(offset + 1) & 0xff;
        return second >= RTCP_FIRST && second <= RTCP_LAST;
    }

    static int payloadType(ByteBuffer b, int offset) {
        return b.get(offset + 1) & 0x7f;
    }

    static int timestamp(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    static int ssrc(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    /** Where the payload begins; {@link #NONE} when the packet ends before it. */
    static int payloadAt(ByteBuffer b, int offset, int length) {
        int at = extensionAt(b, offset, length);
        if (at != NONE && hasExtension(b, offset)) {
            at += 4 + words(b, at) * 4;
        }
        return at != NONE && at < offset + length ? at : NONE;
    }

    /** Where the payload ends, without padding. */
    static int payloadEnd(ByteBuffer b, int offset, int length) {
        boolean padded = (b.get(offset) & 0x20) != 0;
        return offset + length - (padded ? b.get(offset + length - 1) & 0xff : 0);
    }

    /**
     * Finds a header extension element (RFC 8285).
     *
     * @return {@code offset << 8 | length} of its data; {@link #NONE} when it is not there
     */
    static long element(ByteBuffer b, int offset, int length, int id) {
        int at = extensionAt(b, offset, length);
        if (at == NONE || !hasExtension(b, offset)) {
            return NONE;
        }
        int profile = b.getShort(at) & 0xffff;
        int end = at + 4 + words(b, at) * 4;
        at += 4;
        if (profile == ONE_BYTE) {
            return oneByte(b, at, end, id);
        }
        return (profile & 0xfff0) == TWO_BYTE ? twoByte(b, at, end, id) : NONE;
    }

    private static long oneByte(ByteBuffer b, int from, int end, int id) {
        int at = from;
        while (at < end) {
            int head = b.get(at) & 0xff;
            int length = (head & 0xf) + 1;
            if (head >>> 4 == ONE_BYTE_STOP) {
                return NONE;
            }
            if (head == 0) {
                at++;
            } else if (head >>> 4 == id) {
                return at + 1 + length <= end ? (long) (at + 1) << 8 | length : NONE;
            } else {
                at += 1 + length;
            }
        }
        return NONE;
    }

    private static long twoByte(ByteBuffer b, int from, int end, int id) {
        int at = from;
        while (at + 1 < end) {
            int head = b.get(at) & 0xff;
            int length = b.get(at + 1) & 0xff;
            if (head == 0) {
                at++;
            } else if (head == id) {
                return at + 2 + length <= end ? (long) (at + 2) << 8 | length : NONE;
            } else {
                at += 2 + length;
            }
        }
        return NONE;
    }

    /** Behind the contributing sources; NONE when fixed part or extension are cut off. */
    private static int extensionAt(ByteBuffer b, int offset, int length) {
        if (length < FIXED_BYTES) {
            return NONE;
        }
        int at = FIXED_BYTES + (b.get(offset) & 0xf) * 4;
        if (at > length) {
            return NONE;
        }
        if (!hasExtension(b, offset)) {
            return offset + at;
        }
        boolean whole = at + 4 <= length && at + 4 + words(b, offset + at) * 4 <= length;
        return whole ? offset + at : NONE;
    }

    private static boolean hasExtension(ByteBuffer b, int offset) {
        return (b.get(offset) & 0x10) != 0;
    }

    private static int words(ByteBuffer b, int at) {
        return b.getShort(at + 2) & 0xffff;
    }
}
