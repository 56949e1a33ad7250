package rhumb.probe;

import rhumb.net.Dscp;
import rhumb.probe.stamp.StampPacket;
import rhumb.probe.stamp.StampTlv;

/**
 * How an agent measures, beyond what the plan says.
 *
 * @param statefulReflector whether answers carry their own count, so that the asking side can tell
 *     forward from backward loss (RFC 8762 section 4)
 * @param reflectStrangers whether probes from outside the plan are answered, without any state
 * @param probeBytes length of probes: the 44-byte base, or at least 4 more to be padded
 * @param probeOctet IP traffic class octet of probes and answers
 * @param holdNs how long a link that failed once must behave before it is trusted again
 * @param fastSigns whether instantaneous signs count; without them only the figures of whole
 *     windows do, which is what the detection bench compares them with
 */
public record AgentOptions(
        boolean statefulReflector,
        boolean reflectStrangers,
        int probeBytes,
        int probeOctet,
        long holdNs,
        boolean fastSigns) {
    public static final AgentOptions STANDARD =
            new AgentOptions(
                    true,
                    false,
                    StampPacket.BASE_BYTES,
                    Dscp.CS6.trafficClassOctet(),
                    10_000_000_000L,
                    true);

    public AgentOptions {
        boolean padded = probeBytes >= StampPacket.BASE_BYTES + StampTlv.HEADER_BYTES;
        if (probeBytes != StampPacket.BASE_BYTES && !padded
                || probeBytes > AgentCore.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException(
                    "probe length "
                            + probeBytes
                            + " bytes: expected 44, or 48 to "
                            + AgentCore.MAX_DATAGRAM_BYTES);
        }
        if (probeOctet < 0 || probeOctet > 255) {
            throw new IllegalArgumentException(
                    "traffic class octet " + probeOctet + ": expected 0 to 255");
        }
        if (holdNs <= 0) {
            throw new IllegalArgumentException("hold time " + holdNs + " ns: expected more than 0");
        }
    }

    public AgentOptions withFastSigns(boolean fast) {
        return new AgentOptions(
                statefulReflector, reflectStrangers, probeBytes, probeOctet, holdNs, fast);
    }
}
