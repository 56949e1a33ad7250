package rhumb.forward.classify;

import java.nio.ByteBuffer;
import rhumb.southbound.rule.PacketClasses.Codec;

/**
 * Whether an RTP payload shows that it belongs to a key frame. Some formats say so in each packet,
 * some only in the first one of the frame. Reads nothing outside of {@code at} to {@code end}; what
 * is cut off shows nothing.
 */
final class KeyFrameSign {
    // RFC 6184 section 5.4.
    private static final int H264_STAP_A = 24;
    private static final int H264_STAP_B = 25;
    private static final int H264_FU_A = 28;
    private static final int H264_FU_B = 29;
    // RFC 7798 section 4.4.
    private static final int H265_AP = 48;
    private static final int H265_FU = 49;

    private KeyFrameSign() {}

    static boolean isIn(Codec codec, ByteBuffer b, int at, int end) {
        return switch (codec) {
            case ANY -> false;
            case H264 -> h264(b, at, end);
            case H265 -> h265(b, at, end);
            case VP8 -> vp8(b, at, end);
            // RFC 9628 section 4.2: the P bit is 0 in all packets of pictures that refer to none.
            case VP9 -> at < end && (b.get(at) & 0x40) == 0;
            // AV1 RTP section 4.4: N is set in the first packet of a coded video sequence.
            case AV1 -> at < end && (b.get(at) & 0x08) != 0;
        };
    }

    /** AV1 RTP appendix A.8: only key frames bring the structure of their sequence. */
    static boolean isInDependencyDescriptor(ByteBuffer b, int at, int length) {
        return length > 3 && (b.get(at + 3) & 0x80) != 0;
    }

    /** RFC 9626 section 3.1: the I bit, in each packet of the frame. */
    static boolean isInFrameMarking(ByteBuffer b, int at, int length) {
        return length > 0 && (b.get(at) & 0x20) != 0;
    }

    private static boolean h264(ByteBuffer b, int at, int end) {
        if (at >= end) {
            return false;
        }
        int type = b.get(at) & 0x1f;
        return switch (type) {
            case H264_STAP_A -> h264Aggregate(b, at + 1, end);
            case H264_STAP_B -> h264Aggregate(b, at + 3, end);
            case H264_FU_A, H264_FU_B -> at + 1 < end && h264Key(b.get(at + 1) & 0x1f);
            default -> h264Key(type);
        };
    }

    private static boolean h264Aggregate(ByteBuffer b, int from, int end) {
        for (int at = from; at + 2 < end; at += 2 + (b.getShort(at) & 0xffff)) {
            if (h264Key(b.get(at + 2) & 0x1f)) {
                return true;
            }
        }
        return false;
    }

    /** A slice of an IDR picture, or a parameter set, without which it is worth nothing. */
    private static boolean h264Key(int type) {
        return type == 5 || type == 7 || type == 8;
    }

    private static boolean h265(ByteBuffer b, int at, int end) {
        if (at + 2 >= end) {
            return false;
        }
        int type = b.get(at) >>> 1 & 0x3f;
        return switch (type) {
            case H265_AP -> h265Aggregate(b, at + 2, end);
            case H265_FU -> h265Key(b.get(at + 2) & 0x3f);
            default -> h265Key(type);
        };
    }

    private static boolean h265Aggregate(ByteBuffer b, int from, int end) {
        for (int at = from; at + 2 < end; at += 2 + (b.getShort(at) & 0xffff)) {
            if (h265Key(b.get(at + 2) >>> 1 & 0x3f)) {
                return true;
            }
        }
        return false;
    }

    /** A slice of a picture from which decoding may begin, or a parameter set. */
    private static boolean h265Key(int type) {
        return type >= 16 && type <= 23 || type >= 32 && type <= 34;
    }

    /**
     * RFC 7741 sections 4.2 and 4.3: the P bit stands at the begin of a frame's first partition.
     */
    private static boolean vp8(ByteBuffer b, int from, int end) {
        if (from >= end) {
            return false;
        }
        int head = b.get(from);
        boolean begins = (head & 0x10) != 0 && (head & 0x07) == 0;
        int at = from + 1;
        if ((head & 0x80) != 0) {
            if (at >= end) {
                return false;
            }
            int more = b.get(at++);
            if ((more & 0x80) != 0) {
                if (at >= end) {
                    return false;
                }
                at += b.get(at) < 0 ? 2 : 1;
            }
            at += ((more & 0x40) != 0 ? 1 : 0) + ((more & 0x30) != 0 ? 1 : 0);
        }
        return begins && at < end && (b.get(at) & 0x01) == 0;
    }
}
