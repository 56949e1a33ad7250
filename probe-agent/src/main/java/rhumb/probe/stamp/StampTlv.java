package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The frame of what may follow the base of a test packet (RFC 8972 section 4): flags (8 bits), type
 * (8), length of the value (16), value. Static accessors over a big-endian buffer; {@code at} is
 * where the TLV begins.
 */
public final class StampTlv {
    public static final int HEADER_BYTES = 4;

    /** Not understood by the reflector. Senders set it, reflectors that understand clear it. */
    public static final int UNRECOGNIZED = 0x80;

    /** The length does not fit the type or the packet; nothing behind it was looked at. */
    public static final int MALFORMED = 0x40;

    /** The TLVs were not those that the HMAC TLV was made for; none was looked at. */
    public static final int INTEGRITY_FAILED = 0x20;

    // Types: RFC 8972 section 5.1.
    public static final int EXTRA_PADDING = 1;
    public static final int LOCATION = 2;
    public static final int TIMESTAMP_INFORMATION = 3;
    public static final int CLASS_OF_SERVICE = 4;
    public static final int DIRECT_MEASUREMENT = 5;
    public static final int ACCESS_REPORT = 6;
    public static final int FOLLOW_UP_TELEMETRY = 7;
    public static final int HMAC = 8;

    private StampTlv() {}

    public static int flags(ByteBuffer b, int at) {
        return b.get(at) & 0xff;
    }

    public static int type(ByteBuffer b, int at) {
        return b.get(at + 1) & 0xff;
    }

    public static int valueBytes(ByteBuffer b, int at) {
        return b.getShort(at + 2) & 0xffff;
    }

    /** Where the TLV ends; -1 when it does not fit before {@code end}. */
    public static int end(ByteBuffer b, int at, int end) {
        if (end - at < HEADER_BYTES) {
            return -1;
        }
        int next = at + HEADER_BYTES + valueBytes(b, at);
        return next <= end ? next : -1;
    }

    /** Whether the length is one that the type can have; any is for types not known here. */
    static boolean lengthFits(ByteBuffer b, int at) {
        int bytes = valueBytes(b, at);
        return switch (type(b, at)) {
            case LOCATION -> bytes >= LocationTlv.MIN_BYTES;
            case TIMESTAMP_INFORMATION -> bytes == TimestampInformation.VALUE_BYTES;
            case CLASS_OF_SERVICE -> bytes == ClassOfService.VALUE_BYTES;
            case DIRECT_MEASUREMENT -> bytes == DirectMeasurement.VALUE_BYTES;
            case FOLLOW_UP_TELEMETRY -> bytes == FollowUpTelemetry.VALUE_BYTES;
            case HMAC -> bytes == PacketSeal.BYTES;
            default -> true;
        };
    }

    /** Writes a TLV as senders do, with an empty value; says where the value begins. */
    static int write(ByteBuffer b, int at, int type, int valueBytes) {
        b.put(at, (byte) UNRECOGNIZED);
        b.put(at + 1, (byte) type);
        b.putShort(at + 2, (short) valueBytes);
        clear(b, at + HEADER_BYTES, valueBytes);
        return at + HEADER_BYTES;
    }

    static void setFlags(ByteBuffer b, int at, int flags) {
        b.put(at, (byte) flags);
    }

    static void addFlags(ByteBuffer b, int at, int flags) {
        b.put(at, (byte) (b.get(at) | flags));
    }

    static void clear(ByteBuffer b, int at, int bytes) {
        for (int i = 0; i < bytes; i++) {
            b.put(at + i, (byte) 0);
        }
    }
}
