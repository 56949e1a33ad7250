package rhumb.forward.wire;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fec.RlcCoefficients;
import rhumb.net.TrafficClass;

/**
 * The overlay header, version 2: {@code docs/protocol/overlay-header.md}. All accessors take the
 * offset of the header's first byte; sequence numbers and times are 32-bit numbers that wrap.
 *
 * <p>The first {@link #CLEAR_BYTES} bytes are never encrypted: with them the far end finds the key.
 * They are written at the moment of sending ({@link #stamp}); everything behind belongs to the
 * packet and is written before.
 */
public final class OverlayHeader {
    // Specification: docs/protocol/overlay-header.md.
    public static final int VERSION = 2;
    public static final int CLEAR_BYTES = 12;
    public static final int FIXED_BYTES = 44;
    public static final int LABEL_BYTES = 2;
    public static final int MAX_LABELS = 4;
    public static final int MAX_BYTES = FIXED_BYTES + MAX_LABELS * LABEL_BYTES;
    public static final int MAX_PAYLOAD_BYTES = 1_380;

    /** What authentication adds behind the payload. */
    public static final int TAG_BYTES = 16;

    /** With IPv6 and UDP headers 1,496 bytes. */
    public static final int MAX_DATAGRAM_BYTES = MAX_BYTES + MAX_PAYLOAD_BYTES + TAG_BYTES;

    /** Nothing is proved and nothing hidden. */
    public static final int MODE_CLEAR = 0;

    /** All bytes are authenticated. */
    public static final int MODE_AUTHENTICATED = 1;

    /** All bytes are authenticated, and those behind the clear part encrypted. */
    public static final int MODE_ENCRYPTED = 2;

    /** No packet but an {@link Introduction}. */
    public static final int MODE_INTRODUCTION = 3;

    /** Lanes that a datagram may say it is of. */
    public static final int MAX_LANES = 64;

    /** Lanes that a forwarder sends by: lane n from its data port plus n. */
    public static final int MAX_SENDERS = 8;

    public static final int TYPE_DATA = 0;
    public static final int TYPE_PATH_PROBE = 1;
    public static final int TYPE_PATH_REPORT = 2;
    public static final int TYPE_LINK_REPORT = 3;
    public static final int TYPE_NACK = 4;
    public static final int TYPE_REPAIR = 5;
    public static final int TYPE_TRACE = 6;
    public static final int TYPE_TRACE_ANSWER = 7;

    /** Stands for no service: the payload is an IP packet of a TUN device. */
    public static final int SERVICE_IP = 0;

    /** From the target of the service back to the client. */
    public static final int FLAG_ANSWER = 0x01;

    /** Sent on a path that is not the route's first. */
    public static final int FLAG_BACKUP = 0x02;

    /** A copy of the packet travels on another path. */
    public static final int FLAG_COPIED = 0x04;

    /** Went round a link of its path; no packet does so twice. */
    public static final int FLAG_BYPASSED = 0x08;

    /** Sent again over this link because the far end asked for it. */
    public static final int FLAG_RESENT = 0x80;

    /** Time budget of a packet that may wait as long as it must. */
    public static final int NO_TIME_LIMIT = 0xffff;

    /** Unit of the time budget. */
    public static final long BUDGET_UNIT_NS = 100_000;

    /** How many links more than its path has a packet may cross. */
    public static final int SPARE_HOPS = 2;

    private OverlayHeader() {}

    /**
     * Whether the clear part is one of this version that says how to read the rest; null when it
     * is, otherwise why not. Reads nothing outside of {@code length} bytes.
     */
    public static @Nullable DropReason checkClear(ByteBuffer buffer, int offset, int length) {
        if (length < CLEAR_BYTES) {
            return DropReason.TRUNCATED;
        }
        if (length > MAX_DATAGRAM_BYTES) {
            return DropReason.TOO_LONG;
        }
        if (version(buffer, offset) != VERSION) {
            return DropReason.BAD_VERSION;
        }
        int least =
                switch (mode(buffer, offset)) {
                    case MODE_CLEAR -> FIXED_BYTES;
                    case MODE_AUTHENTICATED, MODE_ENCRYPTED -> FIXED_BYTES + TAG_BYTES;
                    case MODE_INTRODUCTION -> Introduction.BYTES;
                    default -> Integer.MAX_VALUE;
                };
        if (length < least) {
            return least == Integer.MAX_VALUE ? DropReason.BAD_MODE : DropReason.TRUNCATED;
        }
        if (least == Introduction.BYTES && length > least) {
            return DropReason.BAD_LENGTH;
        }
        return lane(buffer, offset) < MAX_LANES ? null : DropReason.BAD_LANE;
    }

    /**
     * Whether the fields behind a good clear part make sense by themselves; null when they do,
     * otherwise why not. Reads nothing outside of {@code length} bytes.
     *
     * @param length of the datagram without its tag, {@link #FIXED_BYTES} at least
     */
    public static @Nullable DropReason check(ByteBuffer buffer, int offset, int length) {
        int type = type(buffer, offset);
        if (type > TYPE_TRACE_ANSWER) {
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
            case TYPE_NACK ->
                    LinkNack.fits(buffer, offset + bytes(buffer, offset), payload)
                            ? null
                            : DropReason.BAD_LENGTH;
            case TYPE_REPAIR -> checkRepair(buffer, offset, payload);
            case TYPE_TRACE ->
                    TraceRequest.fits(buffer, offset + bytes(buffer, offset), payload)
                            ? null
                            : DropReason.BAD_LENGTH;
            case TYPE_TRACE_ANSWER -> exactly(payload, TraceAnswer.BYTES);
            default -> null;
        };
    }

    /** Whether packets of this type cross one link only, from a neighbour to its neighbour. */
    public static boolean isOfLink(int type) {
        return type >= TYPE_LINK_REPORT && type <= TYPE_REPAIR;
    }

    /**
     * Writes the fixed part with all its fields zero but version, type, flags, inner octet, class
     * and hops. The packet is not protected, so its protection sequence number is 0.
     */
    public static void begin(
            ByteBuffer b,
            int offset,
            int type,
            int flags,
            int innerOctet,
            int classCode,
            int hops) {
        for (int at = 0; at < FIXED_BYTES; at += 4) {
            b.putInt(offset + at, 0);
        }
        b.put(offset, (byte) (VERSION << 4));
        b.put(offset + 12, (byte) type);
        b.put(offset + 13, (byte) flags);
        b.put(offset + 14, (byte) innerOctet);
        b.put(offset + 15, (byte) (classCode << 4 | hops));
    }

    public static int version(ByteBuffer b, int offset) {
        return b.get(offset) >>> 4 & 0xf;
    }

    /** How the rest is protected: {@link #MODE_CLEAR} and what follows it. */
    public static int mode(ByteBuffer b, int offset) {
        return b.get(offset) & 0xf;
    }

    /** Generation of the sender's key, which the receiver needs to open the rest. */
    public static int senderGeneration(ByteBuffer b, int offset) {
        return b.get(offset + 1) & 0xff;
    }

    /** Generation of the receiver's key to which the rest is sealed. */
    public static int receiverGeneration(ByteBuffer b, int offset) {
        return b.get(offset + 2) & 0xff;
    }

    /** The sending thread (lane), which has a sequence of its own on each link. */
    public static int lane(ByteBuffer b, int offset) {
        return b.get(offset + 3) & 0xff;
    }

    /** Rises with each start of the sender; without sign. */
    public static int life(ByteBuffer b, int offset) {
        return b.getInt(offset + 4);
    }

    public static int linkSeq(ByteBuffer b, int offset) {
        return b.getInt(offset + 8);
    }

    /** What is written at the moment of sending; the packet goes in the clear. */
    public static void stamp(
            ByteBuffer b, int offset, int lane, int life, int linkSeq, int departureUs) {
        b.putInt(offset, VERSION << 28 | lane);
        b.putInt(offset + 4, life);
        b.putInt(offset + 8, linkSeq);
        b.putInt(offset + 16, departureUs);
    }

    /** What {@link #stamp} leaves out: the rest will be sealed so, with these keys. */
    public static void protect(
            ByteBuffer b, int offset, int mode, int senderGeneration, int receiverGeneration) {
        b.put(offset, (byte) (VERSION << 4 | mode));
        b.put(offset + 1, (byte) senderGeneration);
        b.put(offset + 2, (byte) receiverGeneration);
    }

    public static int type(ByteBuffer b, int offset) {
        return b.get(offset + 12) & 0xff;
    }

    public static int flags(ByteBuffer b, int offset) {
        return b.get(offset + 13) & 0xff;
    }

    public static void flags(ByteBuffer b, int offset, int flags) {
        b.put(offset + 13, (byte) flags);
    }

    public static int innerOctet(ByteBuffer b, int offset) {
        return b.get(offset + 14) & 0xff;
    }

    public static void innerOctet(ByteBuffer b, int offset, int octet) {
        b.put(offset + 14, (byte) octet);
    }

    public static int classCode(ByteBuffer b, int offset) {
        return b.get(offset + 15) >>> 4 & 0xf;
    }

    public static int hops(ByteBuffer b, int offset) {
        return b.get(offset + 15) & 0xf;
    }

    public static void hops(ByteBuffer b, int offset, int hops) {
        b.put(offset + 15, (byte) (b.get(offset + 15) & 0xf0 | hops));
    }

    public static int departureUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 16);
    }

    public static int sourcePop(ByteBuffer b, int offset) {
        return b.getShort(offset + 20) & 0xffff;
    }

    public static int targetPop(ByteBuffer b, int offset) {
        return b.getShort(offset + 22) & 0xffff;
    }

    public static void pops(ByteBuffer b, int offset, int sourcePop, int targetPop) {
        b.putShort(offset + 20, (short) sourcePop);
        b.putShort(offset + 22, (short) targetPop);
    }

    public static int service(ByteBuffer b, int offset) {
        return b.getShort(offset + 24) & 0xffff;
    }

    public static int pathTag(ByteBuffer b, int offset) {
        return b.get(offset + 26) & 0xff;
    }

    public static void pathTag(ByteBuffer b, int offset, int tag) {
        b.put(offset + 26, (byte) tag);
    }

    public static int labelCount(ByteBuffer b, int offset) {
        return b.get(offset + 27) >>> 4 & 0xf;
    }

    public static int labelsLeft(ByteBuffer b, int offset) {
        return b.get(offset + 27) & 0xf;
    }

    public static void labelsLeft(ByteBuffer b, int offset, int left) {
        b.put(offset + 27, (byte) (b.get(offset + 27) & 0xf0 | left));
    }

    /** All labels still to be used; the labels themselves are written with {@link #label}. */
    public static void labelCount(ByteBuffer b, int offset, int count) {
        b.put(offset + 27, (byte) (count << 4 | count));
    }

    public static int flow(ByteBuffer b, int offset) {
        return b.getInt(offset + 28);
    }

    public static int flowSeq(ByteBuffer b, int offset) {
        return b.getInt(offset + 32);
    }

    public static void flow(ByteBuffer b, int offset, int service, int flow, int flowSeq) {
        b.putShort(offset + 24, (short) service);
        b.putInt(offset + 28, flow);
        b.putInt(offset + 32, flowSeq);
    }

    public static int ingressUs(ByteBuffer b, int offset) {
        return b.getInt(offset + 36);
    }

    public static void ingressUs(ByteBuffer b, int offset, int us) {
        b.putInt(offset + 36, us);
    }

    /** In units of {@link #BUDGET_UNIT_NS}. */
    public static int budget(ByteBuffer b, int offset) {
        return b.getShort(offset + 40) & 0xffff;
    }

    public static void budget(ByteBuffer b, int offset, int units) {
        b.putShort(offset + 40, (short) units);
    }

    /** Counts what is protected on the link the packet came over; 0 when this packet is not. */
    public static int protectionSeq(ByteBuffer b, int offset) {
        return b.getShort(offset + 42) & 0xffff;
    }

    public static void protectionSeq(ByteBuffer b, int offset, int seq) {
        b.putShort(offset + 42, (short) seq);
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

    private static @Nullable DropReason checkRepair(ByteBuffer b, int offset, int payload) {
        int count = RepairPacket.count(b, offset);
        boolean window = count >= 1 && count <= RlcCoefficients.MAX_WINDOW;
        return window && RepairPacket.first(b, offset) != 0 && payload > 0
                ? null
                : DropReason.BAD_REPAIR;
    }

    private static @Nullable DropReason exactly(int payload, int expected) {
        return payload == expected ? null : DropReason.BAD_LENGTH;
    }
}
