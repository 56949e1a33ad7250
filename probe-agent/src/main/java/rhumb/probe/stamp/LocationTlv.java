package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;

/**
 * The value of the Location TLV (RFC 8972 section 4.2): destination port and source port of the
 * probe as the reflector saw them, then sub-TLVs in which the sender asks for addresses. Answers
 * are as long as what asks, so nothing moves.
 *
 * <p>Only what the sender may know is told: its own address as seen from here to everybody, which
 * shows a translation in between, and the reflector's own address to known peers. Link-layer
 * addresses are not known to a UDP socket and answered with zero.
 */
public final class LocationTlv {
    /** Ports alone. */
    public static final int MIN_BYTES = 4;

    // Sub-TLV types: RFC 8972 section 5.3.
    public static final int SOURCE_MAC = 1;
    public static final int SOURCE_EUI64 = 3;
    public static final int DESTINATION_IP = 4;
    public static final int DESTINATION_IPV4 = 5;
    public static final int DESTINATION_IPV6 = 6;
    public static final int SOURCE_IP = 7;
    public static final int SOURCE_IPV4 = 8;
    public static final int SOURCE_IPV6 = 9;

    private static final int ADDRESS_BYTES = 16;
    private static final int MAC_BYTES = 8;

    /** Ports and both addresses, the longest that a sender here asks for. */
    static final int REQUEST_BYTES = MIN_BYTES + 2 * (StampTlv.HEADER_BYTES + ADDRESS_BYTES);

    private LocationTlv() {}

    static void writeRequest(ByteBuffer b, int value) {
        int second = StampTlv.write(b, value + MIN_BYTES, DESTINATION_IP, ADDRESS_BYTES);
        StampTlv.write(b, second + ADDRESS_BYTES, SOURCE_IP, ADDRESS_BYTES);
    }

    /**
     * Fills in what the reflector saw.
     *
     * @param local own address and port, null when not known or not to be told
     */
    static void answer(
            ByteBuffer b, int value, int bytes, Endpoint from, @Nullable Endpoint local) {
        b.putShort(value, (short) (local == null ? 0 : local.port()));
        b.putShort(value + 2, (short) from.port());
        int end = value + bytes;
        int at = value + MIN_BYTES;
        while (at < end) {
            int next = StampTlv.end(b, at, end);
            int type = next < 0 ? 0 : StampTlv.type(b, at);
            if (next < 0 || next - at - StampTlv.HEADER_BYTES != expectedBytes(type, next - at)) {
                StampTlv.addFlags(b, at, StampTlv.MALFORMED);
                return;
            }
            answerOne(b, at, type, from, local);
            at = next;
        }
    }

    private static int expectedBytes(int type, int wholeBytes) {
        return switch (type) {
            case SOURCE_MAC -> MAC_BYTES;
            case DESTINATION_IP, SOURCE_IP -> ADDRESS_BYTES;
            default -> wholeBytes - StampTlv.HEADER_BYTES;
        };
    }

    private static void answerOne(
            ByteBuffer b, int at, int type, Endpoint from, @Nullable Endpoint local) {
        int body = at + StampTlv.HEADER_BYTES;
        StampTlv.setFlags(b, at, 0);
        switch (type) {
            case SOURCE_MAC -> {
                b.put(at + 1, (byte) SOURCE_EUI64);
                StampTlv.clear(b, body, MAC_BYTES);
            }
            case SOURCE_IP -> writeAddress(b, at, from, SOURCE_IPV4, SOURCE_IPV6);
            case DESTINATION_IP -> {
                if (local == null) {
                    StampTlv.clear(b, body, ADDRESS_BYTES);
                } else {
                    writeAddress(b, at, local, DESTINATION_IPV4, DESTINATION_IPV6);
                }
            }
            default -> StampTlv.setFlags(b, at, StampTlv.UNRECOGNIZED);
        }
    }

    private static void writeAddress(
            ByteBuffer b, int at, Endpoint address, int typeIpv4, int typeIpv6) {
        int body = at + StampTlv.HEADER_BYTES;
        if (address.isIpv4()) {
            b.put(at + 1, (byte) typeIpv4);
            StampTlv.clear(b, body, ADDRESS_BYTES);
            b.putInt(body, address.ipv4());
        } else {
            b.put(at + 1, (byte) typeIpv6);
            b.putLong(body, address.high());
            b.putLong(body + Long.BYTES, address.low());
        }
    }

    /** Port at which the probe arrived; 0 when not told. */
    public static int destinationPort(ByteBuffer b, int value) {
        return b.getShort(value) & 0xffff;
    }

    /** Port from which the probe came, as the reflector saw it. */
    public static int sourcePort(ByteBuffer b, int value) {
        return b.getShort(value + 2) & 0xffff;
    }

    /**
     * Where the address in a sub-TLV begins; -1 when the answer has none of that type.
     *
     * @param bytes length of the Location TLV's value
     */
    public static int address(ByteBuffer b, int value, int bytes, int type) {
        int end = value + bytes;
        int at = value + MIN_BYTES;
        while (at < end) {
            int next = StampTlv.end(b, at, end);
            if (next < 0) {
                return -1;
            }
            if (StampTlv.type(b, at) == type
                    && StampTlv.flags(b, at) == 0
                    && next - at == StampTlv.HEADER_BYTES + ADDRESS_BYTES) {
                return at + StampTlv.HEADER_BYTES;
            }
            at = next;
        }
        return -1;
    }
}
