package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The 44-byte unauthenticated test packets of RFC 8762, with the session identifier of RFC 8972
 * section 3 in what was zero. Accessors over a big-endian buffer; {@code at} is where the packet
 * begins. Callers check the length first.
 *
 * <pre>
 *        sender (figure 2)         reflector (figure 5)
 *   0    sequence number           sequence number
 *   4    timestamp T1              timestamp T3
 *  12    error estimate            error estimate
 *  14    session identifier        session identifier
 *  16    zero                      receive timestamp T2
 *  24                              session-sender sequence number
 *  28                              session-sender timestamp T1
 *  36                              session-sender error estimate
 *  38                              zero
 *  40                              session-sender TTL
 *  41                              zero
 * </pre>
 */
public final class StampPacket {
    public static final int BASE_BYTES = 44;

    private static final int SEQUENCE = 0;
    private static final int TIMESTAMP = 4;
    private static final int ERROR_ESTIMATE = 12;
    private static final int SESSION_ID = 14;
    private static final int RECEIVE_TIMESTAMP = 16;
    private static final int SENDER_SEQUENCE = 24;
    private static final int SENDER_TIMESTAMP = 28;
    private static final int SENDER_ERROR_ESTIMATE = 36;
    private static final int ZERO_2 = 38;
    private static final int SENDER_TTL = 40;

    private StampPacket() {}

    public static int sequence(ByteBuffer b, int at) {
        return b.getInt(at + SEQUENCE);
    }

    public static long timestamp(ByteBuffer b, int at) {
        return b.getLong(at + TIMESTAMP);
    }

    public static int errorEstimate(ByteBuffer b, int at) {
        return b.getShort(at + ERROR_ESTIMATE) & 0xffff;
    }

    public static int sessionId(ByteBuffer b, int at) {
        return b.getShort(at + SESSION_ID) & 0xffff;
    }

    public static long receiveTimestamp(ByteBuffer b, int at) {
        return b.getLong(at + RECEIVE_TIMESTAMP);
    }

    public static int senderSequence(ByteBuffer b, int at) {
        return b.getInt(at + SENDER_SEQUENCE);
    }

    public static long senderTimestamp(ByteBuffer b, int at) {
        return b.getLong(at + SENDER_TIMESTAMP);
    }

    public static int senderErrorEstimate(ByteBuffer b, int at) {
        return b.getShort(at + SENDER_ERROR_ESTIMATE) & 0xffff;
    }

    public static int senderTtl(ByteBuffer b, int at) {
        return b.get(at + SENDER_TTL) & 0xff;
    }

    /**
     * Whether a packet from a peer that both sends and reflects on one port is a reflection: only
     * those carry a receive timestamp. Reflections are never reflected again, so that two
     * reflectors cannot keep a packet between them for ever.
     */
    public static boolean isReflection(ByteBuffer b, int at) {
        return receiveTimestamp(b, at) != 0;
    }

    public static void writeProbe(
            ByteBuffer b, int at, int sequence, long timestamp, int errorEstimate, int sessionId) {
        writeHead(b, at, sequence, timestamp, errorEstimate, sessionId);
        b.putLong(at + RECEIVE_TIMESTAMP, 0);
        b.putInt(at + SENDER_SEQUENCE, 0);
        b.putLong(at + SENDER_TIMESTAMP, 0);
        b.putLong(at + SENDER_ERROR_ESTIMATE, 0);
    }

    /**
     * Writes the reflection of the probe that lies in {@code in} (RFC 8762 section 4.3.1).
     *
     * @param ttl hop limit on arrival; -1 (not known) is written as 0
     */
    public static void writeReflection(
            ByteBuffer in,
            int inAt,
            ByteBuffer out,
            int outAt,
            int sequence,
            long received,
            long sent,
            int errorEstimate,
            int ttl) {
        writeHead(out, outAt, sequence, sent, errorEstimate, sessionId(in, inAt));
        out.putLong(outAt + RECEIVE_TIMESTAMP, received);
        out.putInt(outAt + SENDER_SEQUENCE, sequence(in, inAt));
        out.putLong(outAt + SENDER_TIMESTAMP, timestamp(in, inAt));
        out.putShort(outAt + SENDER_ERROR_ESTIMATE, (short) errorEstimate(in, inAt));
        out.putShort(outAt + ZERO_2, (short) 0);
        out.putInt(outAt + SENDER_TTL, Math.max(ttl, 0) << 24);
    }

    private static void writeHead(
            ByteBuffer b, int at, int sequence, long timestamp, int errorEstimate, int sessionId) {
        b.putInt(at + SEQUENCE, sequence);
        b.putLong(at + TIMESTAMP, timestamp);
        b.putShort(at + ERROR_ESTIMATE, (short) errorEstimate);
        b.putShort(at + SESSION_ID, (short) sessionId);
    }
}
