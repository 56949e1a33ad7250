package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The test packets of RFC 8762 in both modes, with the session identifier of RFC 8972 section 3 in
 * what was zero. Accessors over a big-endian buffer; {@code at} is where the packet begins. Callers
 * check the length first.
 *
 * <pre>
 *                                          open (figures 2, 5)   authenticated (figures 4, 6)
 *   sequence number                         0                      0
 *   timestamp: T1, of a reflector T3        4                     16
 *   error estimate                         12                     24
 *   session identifier                     14                     26
 *   receive timestamp T2 (reflector)       16                     32
 *   session-sender sequence number         24                     48
 *   session-sender timestamp T1            28                     64
 *   session-sender error estimate          36                     72
 *   session-sender TTL                     40                     80
 *   HMAC                                                          96
 *   length                                 44                    112
 * </pre>
 */
public enum StampPacket {
    /** Unauthenticated mode. */
    OPEN(44, 4, 16, 24, 28, 40),

    /** Authenticated mode: the first 96 octets are covered by an HMAC, see {@link PacketSeal}. */
    AUTHENTICATED(112, 16, 32, 48, 64, 80);

    private static final int SEQUENCE = 0;
    private static final int TIMESTAMP_BYTES = 8;
    private static final int ERROR_ESTIMATE_BYTES = 2;

    private final int bytes;
    private final int timestamp;
    private final int errorEstimate;
    private final int sessionId;
    private final int receiveTimestamp;
    private final int senderSequence;
    private final int senderTimestamp;
    private final int senderErrorEstimate;
    private final int senderTtl;

    StampPacket(
            int bytes,
            int timestamp,
            int receiveTimestamp,
            int senderSequence,
            int senderTimestamp,
            int senderTtl) {
        this.bytes = bytes;
        this.timestamp = timestamp;
        this.errorEstimate = timestamp + TIMESTAMP_BYTES;
        this.sessionId = errorEstimate + ERROR_ESTIMATE_BYTES;
        this.receiveTimestamp = receiveTimestamp;
        this.senderSequence = senderSequence;
        this.senderTimestamp = senderTimestamp;
        this.senderErrorEstimate = senderTimestamp + TIMESTAMP_BYTES;
        this.senderTtl = senderTtl;
    }

    /** Length of the base packet; TLVs follow it. */
    public int bytes() {
        return bytes;
    }

    public int sequence(ByteBuffer b, int at) {
        return b.getInt(at + SEQUENCE);
    }

    public long timestamp(ByteBuffer b, int at) {
        return b.getLong(at + timestamp);
    }

    public int errorEstimate(ByteBuffer b, int at) {
        return b.getShort(at + errorEstimate) & 0xffff;
    }

    public int sessionId(ByteBuffer b, int at) {
        return b.getShort(at + sessionId) & 0xffff;
    }

    public long receiveTimestamp(ByteBuffer b, int at) {
        return b.getLong(at + receiveTimestamp);
    }

    public int senderSequence(ByteBuffer b, int at) {
        return b.getInt(at + senderSequence);
    }

    public long senderTimestamp(ByteBuffer b, int at) {
        return b.getLong(at + senderTimestamp);
    }

    public int senderErrorEstimate(ByteBuffer b, int at) {
        return b.getShort(at + senderErrorEstimate) & 0xffff;
    }

    public int senderTtl(ByteBuffer b, int at) {
        return b.get(at + senderTtl) & 0xff;
    }

    /**
     * Whether a packet from a peer that both sends and reflects on one port is a reflection: only
     * those carry a receive timestamp. Reflections are never reflected again, so that two
     * reflectors cannot keep a packet between them for ever.
     */
    public boolean isReflection(ByteBuffer b, int at) {
        return receiveTimestamp(b, at) != 0;
    }

    /** Writes a probe; of an authenticated one the HMAC stays zero until it is sealed. */
    public void writeProbe(
            ByteBuffer b, int at, int sequence, long sent, int estimate, int session) {
        clear(b, at);
        writeHead(b, at, sequence, sent, estimate, session);
    }

    /**
     * Writes the reflection of the probe that lies in {@code in} (RFC 8762 section 4.3).
     *
     * @param ttl hop limit on arrival; -1 (not known) is written as 0
     */
    public void writeReflection(
            ByteBuffer in,
            int inAt,
            ByteBuffer out,
            int outAt,
            int sequence,
            long received,
            long sent,
            int estimate,
            int ttl) {
        clear(out, outAt);
        writeHead(out, outAt, sequence, sent, estimate, sessionId(in, inAt));
        out.putLong(outAt + receiveTimestamp, received);
        out.putInt(outAt + senderSequence, sequence(in, inAt));
        out.putLong(outAt + senderTimestamp, timestamp(in, inAt));
        out.putShort(outAt + senderErrorEstimate, (short) errorEstimate(in, inAt));
        out.put(outAt + senderTtl, (byte) Math.max(ttl, 0));
    }

    private void clear(ByteBuffer b, int at) {
        for (int i = 0; i < bytes; i += Integer.BYTES) {
            b.putInt(at + i, 0);
        }
    }

    private void writeHead(
            ByteBuffer b, int at, int sequence, long sent, int estimate, int session) {
        b.putInt(at + SEQUENCE, sequence);
        b.putLong(at + timestamp, sent);
        b.putShort(at + errorEstimate, (short) estimate);
        b.putShort(at + sessionId, (short) session);
    }
}
