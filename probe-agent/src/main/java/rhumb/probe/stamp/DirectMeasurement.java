package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The value of the Direct Measurement TLV (RFC 8972 section 4.5): three 32-bit counters. What they
 * count is left to the operator; here it is the test packets of the session. The reflector's two
 * are those of before this answer left, so that one packet that was neither lost nor doubled in
 * between makes (1, 1, 0).
 */
public final class DirectMeasurement {
    public static final int VALUE_BYTES = 12;

    private static final int SENDER_SENT = 0;
    private static final int REFLECTOR_RECEIVED = 4;
    private static final int REFLECTOR_SENT = 8;

    private DirectMeasurement() {}

    static void writeRequest(ByteBuffer b, int value, long sent) {
        b.putInt(value + SENDER_SENT, (int) sent);
    }

    static void answer(ByteBuffer b, int value, long received, long sent) {
        b.putInt(value + REFLECTOR_RECEIVED, (int) received);
        b.putInt(value + REFLECTOR_SENT, (int) sent);
    }

    /** S_TxC: probes sent, this one included. */
    public static int senderSent(ByteBuffer b, int value) {
        return b.getInt(value + SENDER_SENT);
    }

    /** R_RxC: probes that reached the reflector, this one included. */
    public static int reflectorReceived(ByteBuffer b, int value) {
        return b.getInt(value + REFLECTOR_RECEIVED);
    }

    /** R_TxC: answers sent before this one. */
    public static int reflectorSent(ByteBuffer b, int value) {
        return b.getInt(value + REFLECTOR_SENT);
    }
}
