package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The value of the Follow-Up Telemetry TLV (RFC 8972 section 4.7): number and departure time of the
 * answer before this one. A stateless reflector leaves both zero.
 *
 * <p>The departure that is told is the software's, as in the answer itself: the kernel's is not
 * asked for, and the method octet says so.
 */
public final class FollowUpTelemetry {
    public static final int VALUE_BYTES = 16;

    private static final int SEQUENCE = 0;
    private static final int TIMESTAMP = 4;
    private static final int METHOD = 12;

    private FollowUpTelemetry() {}

    static void answer(ByteBuffer b, int value, int sequence, long timestamp) {
        b.putInt(value + SEQUENCE, sequence);
        b.putLong(value + TIMESTAMP, timestamp);
        b.putInt(value + METHOD, TimestampInformation.SOFTWARE << 24);
    }

    /** What a reflector without state, or one that has not answered before, knows. */
    static void answerUnknown(ByteBuffer b, int value) {
        StampTlv.clear(b, value, VALUE_BYTES);
    }

    /** Number of the answer that the timestamp is about. */
    public static int sequence(ByteBuffer b, int value) {
        return b.getInt(value + SEQUENCE);
    }

    /** When that answer left, in the reflector's format; 0 when not known. */
    public static long timestamp(ByteBuffer b, int value) {
        return b.getLong(value + TIMESTAMP);
    }

    /** How it was taken, see {@link TimestampInformation}. */
    public static int method(ByteBuffer b, int value) {
        return b.get(value + METHOD) & 0xff;
    }
}
