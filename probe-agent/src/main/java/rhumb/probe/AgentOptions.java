package rhumb.probe;

import rhumb.net.Dscp;
import rhumb.probe.stamp.StampOptions;
import rhumb.probe.stamp.StampTlv;

/**
 * How an agent measures, beyond what the plan says.
 *
 * @param stamp how it speaks STAMP
 * @param probeBytes length of probes: that of the base packet, which is also the least, or at least
 *     4 more to be padded
 * @param probeOctet IP traffic class octet of probes and answers
 * @param holdNs how long a link that failed once must behave before it is trusted again
 * @param fastSigns whether instantaneous signs count; without them only the figures of whole
 *     windows do, which is what the detection bench compares them with
 */
public record AgentOptions(
        StampOptions stamp, int probeBytes, int probeOctet, long holdNs, boolean fastSigns) {
    public static final AgentOptions STANDARD =
            new AgentOptions(
                    StampOptions.STANDARD, 0, Dscp.CS6.trafficClassOctet(), 10_000_000_000L, true);

    public AgentOptions {
        int base = stamp.packet().bytes();
        probeBytes = Math.max(probeBytes, base);
        boolean padded = probeBytes >= base + StampTlv.HEADER_BYTES;
        if (probeBytes != base && !padded || probeBytes > AgentCore.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException(
                    "probe length "
                            + probeBytes
                            + " bytes: expected "
                            + base
                            + ", or at least 4 more up to "
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

    /** The same with another way to speak STAMP. */
    public AgentOptions with(StampOptions newStamp) {
        return new AgentOptions(newStamp, probeBytes, probeOctet, holdNs, fastSigns);
    }

    public AgentOptions withFastSigns(boolean fast) {
        return new AgentOptions(stamp, probeBytes, probeOctet, holdNs, fast);
    }
}
