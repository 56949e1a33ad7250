package rhumb.probe;

import rhumb.net.Dscp;
import rhumb.probe.stamp.StampOptions;

/**
 * How an agent measures, beyond what the plan says.
 *
 * @param stamp how it speaks STAMP
 * @param probeBytes least length of probes; shorter ones are padded with a TLV of at least 4 bytes
 * @param probeOctet IP traffic class octet of probes and answers
 * @param holdNs how long a link that failed once must behave before it is trusted again
 */
public record AgentOptions(StampOptions stamp, int probeBytes, int probeOctet, long holdNs) {
    public static final AgentOptions STANDARD =
            new AgentOptions(
                    StampOptions.STANDARD, 0, Dscp.CS6.trafficClassOctet(), 10_000_000_000L);

    public AgentOptions {
        if (probeBytes < 0 || probeBytes > AgentCore.MAX_DATAGRAM_BYTES) {
            throw new IllegalArgumentException(
                    "probe length "
                            + probeBytes
                            + " bytes: expected 0 to "
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
}
