package rhumb.forward.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/**
 * The overlay header, version 1: {@code docs/protocol/overlay-header.md}. All accessors take the
 * offset of the header's first byte; sequence numbers and times are 32-bit numbers that wrap.
 */
public final class OverlayHeader {
    // Specification: docs/protocol/overlay-header.md.
    public static final int VERSION = 1;
    public static final int FIXED_BYTES = 34;
    public static final int LABEL_BYTES = 2;
    public static final int MAX_LABELS = 4;
    public static final int MAX_BYTES = FIXED_BYTES + MAX_LABELS * LABEL_BYTES;
    public static final int MAX_PAYLOAD_BYTES = 1_400;
    public static final int MAX_DATAGRAM_BYTES = MAX_BYTES + MAX_PAYLOAD_BYTES;

    public static final int TYPE_DATA = 0;
    public static final int TYPE_PATH_PROBE = 1;
    public static final int TYPE_PATH_REPORT = 2;
    public static final int TYPE_LINK_REPORT = 3;

    /** From the target of the service back to the client. */
    public static final int FLAG_ANSWER = 0x01;

    /** Sent on a path that is not the route's first. */
    public static final int FLAG_BACKUP = 0x02;

    /** A copy of the packet travels on another path. */
    public static final int FLAG_COPIED = 0x04;

    /** Time budget of a packet that may wait as long as it must. */
    public static final int NO_TIME_LIMIT = 0xffff;

    /** Unit of the time budget. */
    public static final long BUDGET_UNIT_NS = 100_000;

    /** How many links more than its path has a packet may cross. */
    public static final int SPARE_HOPS = 2;

    private OverlayHeader() {}

    /**
     * Whether the bytes are a packet of this version whose fields make sense by themselves; null
     * when they are, otherwise why not. Reads nothing outside of {@code length} bytes.
     */
    public static @Nullable DropReason check(ByteBuffer buffer, int offset, int length) {
        if (length < FIXED_BYTES) {
            return DropReason.TRUNCATED;
        }
        if (version(buffer, offset) != VERSION) {
            return DropReason.BAD_VERSION;
        }
        int type = type(buffer, offset);
        if (type > TYPE_LINK_REPORT) {
            return DropReason.BAD_TYPE;
        }
        if (classCode(buffer, offset) >= TrafficClass.COUNT) {
            return DropReason.BAD_CLASS;
        }
        int labels = labelCount(buffer, offset);
        if (labels > MAX_LABELS || labelsLeft(buffer, offset) > labels) {
            return DropReason.BAD_LABELS;
        }
        int payload = length - FIXED_BYTES - labels * LABEL_BYTES;
        if (payload < 0) {
            return DropReason.TRUNCATED;
        }
        if (payload > MAX_PAYLOAD_BYTES) {
            return DropReason.TOO_LONG;
        }
        return switch (type) {
            case TYPE_PATH_PROBE -> exactly(payload, PathProbe.BYTES);
            case TYPE_PATH_REPORT -> exactly(payload, PathReport.BYTES);
            case TYPE_LINK_REPORT -> exactly(payload, LinkReportPacket.BYTES);
            default -> null;
        };
    }

    /**
     * Writes the fixed part with all its fields zero but version, type, flags, inner octet, class
     * and hops.
     */
    public static void begin(
            ByteBuffer b,
            int offset,
            int type,
            int flags,
            int innerOctet,
            int classCode,
            int hops) {
        b.put(offset, (byte) (VERSION << 4 | type));
        b.put(offset + 1, (byte) flags);
        b.put(offset + 2, (byte) innerOctet);
        b.put(offset + 3, (byte) (classCode << 4 | hops));
        for (int at = 4; at < FIXED_BYTES; at += 2) {
            b.putShort(offset + at, (short) 0);
        }
    }

    public static int version(ByteBuffer b, int offset) {
        return b.get(offset) >>> 4 & 0xf;
    }

    public static int type(ByteBuffer b, int offset) {
        return b.get(offset) & 0xf;
    }

    public static int flags(ByteBuffer b, int offset) {
        return b.get(offset + 1) & 0xff;
    }

    public static int innerOctet(ByteBuffer b, int offset) {
        return b.get(offset + 2) & 0xff;
    }

    public static int classCode(ByteBuffer b, int offset) {
        return b.get(offset + 3) >>> 4 & 0xf;
    }

    public static int hops(ByteBuffer b, int offset) {
        return b.get(offset + 3) & 0xf;
    }

    public static void hops(ByteBuffer b, int offset, int hops) {
        b.put(offset + 3, (byte) (b.get(offset + 3) & 0xf0 | hops));
    }

    public static int linkSeq(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    public static int departureUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    /** What is written at the moment of sending. */
    public static void stamp(ByteBuffer b, int offset, int linkSeq, int departureUs) {
        b.putInt(offset + 4, linkSeq);
        b.putInt(offset + 8, departureUs);
    }

    public static int sourcePop(ByteBuffer b, int offset) {
        return b.getShort(offset + 12) & 0xffff;
    }

    public static int targetPop(ByteBuffer b, int offset) {
        return b.getShort(offset + 14) & 0xffff;
    }

    public static void pops(ByteBuffer b, int offset, int sourcePop, int targetPop) {
        b.putShort(offset + 12, (short) sourcePop);
        b.putShort(offset + 14, (short) targetPop);
    }

    public static int service(ByteBuffer b, int offset) {
        return b.getShort(offset + 16) & 0xffff;
    }

    public static int pathTag(ByteBuffer b, int offset) {
        return b.get(offset + 18) & 0xff;
    }

    public static void pathTag(ByteBuffer b, int offset, int tag) {
        b.put(offset + 18, (byte) tag);
    }

    public static int labelCount(ByteBuffer b, int offset) {
        return b.get(offset + 19) >>> 4 & 0xf;
    }

    public static int labelsLeft(ByteBuffer b, int offset) {
        return b.get(offset + 19) & 0xf;
    }

    public static void labelsLeft(ByteBuffer b, int offset, int left) {
        b.put(offset + 19, (byte) (b.get(offset + 19) & 0xf0 | left));
    }

    /** All labels still to be used; the labels themselves are written with {@link #label}. */
    public static void labelCount(ByteBuffer b, int offset, int count) {
        b.put(offset + 19, (byte) (count << 4 | count));
    }

    public static int flow(ByteBuffer b, int offset) {
        return b.getInt(offset + 20);
    }

    public static int flowSeq(ByteBuffer b, int offset) {
        return b.getInt(offset + 24);
    }

    public static void flow(ByteBuffer b, int offset, int service, int flow, int flowSeq) {
        b.putShort(offset + 16, (short) service);
        b.putInt(offset + 20, flow);
        b.putInt(offset + 24, flowSeq);
    }

    public static int ingressUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 28);
    }

    public static void ingressUs(ByteBuffer b, int offset, int us) {
        b.putInt(offset + 28, us);
    }

    /** In units of {@link #BUDGET_UNIT_NS}. */
    public static int budget(ByteBuffer b, int offset) {
        return b.getShort(offset + 32) & 0xffff;
    }

    public static void budget(ByteBuffer b, int offset, int units) {
        b.putShort(offset + 32, (short) units);
    }

    public static int label(ByteBuffer b, int offset, int index) {
        return b.getShort(offset + FIXED_BYTES + index * LABEL_BYTES) & 0xffff;
    }

    public static void label(ByteBuffer b, int offset, int index, int label) {
        b.putShort(offset + FIXED_BYTES + index * LABEL_BYTES, (short) label);
    }

    /** Bytes of the header with its labels. */
    public static int bytes(ByteBuffer b, int offset) {
        return FIXED_BYTES + labelCount(b, offset) * LABEL_BYTES;
    }

    private static @Nullable DropReason exactly(int payload, int expected) {
        return payload == expected ? null : DropReason.BAD_LENGTH;
    }
}
