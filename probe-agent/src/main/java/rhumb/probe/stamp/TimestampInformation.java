package rhumb.probe.stamp;

import java.nio.ByteBuffer;

/**
 * The value of the Timestamp Information TLV (RFC 8972 section 4.3): what disciplines the
 * reflector's clock and how it takes its two timestamps. Four octets, all filled by the reflector.
 */
public final class TimestampInformation {
    public static final int VALUE_BYTES = 4;

    /** Timestamping methods, RFC 8972 table 6. */
    public static final int HARDWARE = 1;

    public static final int SOFTWARE = 2;
    public static final int CONTROL_PLANE = 3;

    private TimestampInformation() {}

    static void answer(ByteBuffer b, int value, WireClock.Source source) {
        b.put(value, (byte) source.code());
        b.put(value + 1, (byte) SOFTWARE);
        b.put(value + 2, (byte) source.code());
        b.put(value + 3, (byte) SOFTWARE);
    }

    /** Synchronisation source of the receive timestamp, see {@link WireClock.Source#code}. */
    public static int sourceIn(ByteBuffer b, int value) {
        return b.get(value) & 0xff;
    }

    public static int methodIn(ByteBuffer b, int value) {
        return b.get(value + 1) & 0xff;
    }

    public static int sourceOut(ByteBuffer b, int value) {
        return b.get(value + 2) & 0xff;
    }

    public static int methodOut(ByteBuffer b, int value) {
        return b.get(value + 3) & 0xff;
    }
}
