package rhumb.probe.stamp;

import java.nio.ByteBuffer;
import rhumb.net.Dscp;

/**
 * Which TLVs a probe carries, beside padding and HMAC. Made once and used for many probes.
 *
 * @param dscp1 code point that a Class of Service TLV asks for on the way back; {@link #NOT_ASKED}
 *     for no such TLV
 */
public record ProbeTlvs(
        int dscp1,
        boolean location,
        boolean timestampInformation,
        boolean directMeasurement,
        boolean followUpTelemetry) {
    public static final int NOT_ASKED = -1;
    public static final ProbeTlvs NONE = new ProbeTlvs(NOT_ASKED, false, false, false, false);

    public ProbeTlvs {
        if (dscp1 < NOT_ASKED || dscp1 >= Dscp.COUNT) {
            throw new IllegalArgumentException("DSCP " + dscp1 + ": expected -1 to 63");
        }
    }

    /** Only a Class of Service TLV: how did this probe arrive, and send the answer with that. */
    public static ProbeTlvs classOfService(Dscp onTheWayBack) {
        return new ProbeTlvs(onTheWayBack.codePoint(), false, false, false, false);
    }

    /** What they take in all. */
    public int bytes() {
        return size(dscp1 != NOT_ASKED, ClassOfService.VALUE_BYTES)
                + size(location, LocationTlv.REQUEST_BYTES)
                + size(timestampInformation, TimestampInformation.VALUE_BYTES)
                + size(directMeasurement, DirectMeasurement.VALUE_BYTES)
                + size(followUpTelemetry, FollowUpTelemetry.VALUE_BYTES);
    }

    /**
     * Writes them; says where they end. {@code sent} is the sender's count, this probe included.
     */
    int write(ByteBuffer out, int from, long sent) {
        int at = from;
        if (dscp1 != NOT_ASKED) {
            int bytes = ClassOfService.VALUE_BYTES;
            int value = StampTlv.write(out, at, StampTlv.CLASS_OF_SERVICE, bytes);
            out.putInt(value, ClassOfService.request(dscp1));
            at = value + bytes;
        }
        if (location) {
            int bytes = LocationTlv.REQUEST_BYTES;
            int value = StampTlv.write(out, at, StampTlv.LOCATION, bytes);
            LocationTlv.writeRequest(out, value);
            at = value + bytes;
        }
        if (timestampInformation) {
            int bytes = TimestampInformation.VALUE_BYTES;
            at = StampTlv.write(out, at, StampTlv.TIMESTAMP_INFORMATION, bytes) + bytes;
        }
        if (directMeasurement) {
            int bytes = DirectMeasurement.VALUE_BYTES;
            int value = StampTlv.write(out, at, StampTlv.DIRECT_MEASUREMENT, bytes);
            DirectMeasurement.writeRequest(out, value, sent);
            at = value + bytes;
        }
        if (followUpTelemetry) {
            int bytes = FollowUpTelemetry.VALUE_BYTES;
            at = StampTlv.write(out, at, StampTlv.FOLLOW_UP_TELEMETRY, bytes) + bytes;
        }
        return at;
    }

    private static int size(boolean present, int valueBytes) {
        return present ? StampTlv.HEADER_BYTES + valueBytes : 0;
    }
}
