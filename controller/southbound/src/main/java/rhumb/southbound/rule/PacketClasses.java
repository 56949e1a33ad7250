package rhumb.southbound.rule;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.net.TrafficClass;

/**
 * What packets of a service show of their class besides their code point, strongest first: the
 * payload type of RTP, RTCP, the port of the client.
 *
 * @param payloadTypes ranges without overlap, lowest first
 * @param rtcp class of RTCP among RTP of known payload types (RFC 5761)
 * @param dependencyDescriptor number of that RTP header extension (AV1 RTP specification, appendix
 *     A), which shows key frames of encrypted media too; 0 = not used
 * @param frameMarking the same of the extension of RFC 9626
 * @param clientPorts ranges without overlap, lowest first
 */
public record PacketClasses(
        List<PayloadTypes> payloadTypes,
        @Nullable TrafficClass rtcp,
        int dependencyDescriptor,
        int frameMarking,
        List<Ports> clientPorts) {
    public static final PacketClasses NONE = new PacketClasses(List.of(), null, 0, 0, List.of());

    public static final int MAX_RANGES = 64;

    // RFC 3550 section 5.1: seven bits. RFC 8285 section 4.3: one octet, 0 is padding.
    private static final int MAX_PAYLOAD_TYPE = 127;
    private static final int MAX_EXTENSION = 255;

    /** How key frames are told from others in a payload that is not encrypted. */
    public enum Codec {
        /** Not at all. */
        ANY,
        H264,
        H265,
        VP8,
        VP9,
        AV1
    }

    /** Payload types from first to last; key frames of video become video-key where they show. */
    public record PayloadTypes(int first, int last, TrafficClass trafficClass, Codec codec) {
        public PayloadTypes {
            checkRange("payload types", first, last, MAX_PAYLOAD_TYPE);
        }
    }

    /** UDP ports from first to last. */
    public record Ports(int first, int last, TrafficClass trafficClass) {
        public Ports {
            checkRange("ports", first, last, 0xffff);
        }
    }

    public PacketClasses {
        payloadTypes =
                payloadTypes.stream().sorted(Comparator.comparingInt(PayloadTypes::first)).toList();
        clientPorts = clientPorts.stream().sorted(Comparator.comparingInt(Ports::first)).toList();
        if (payloadTypes.size() > MAX_RANGES || clientPorts.size() > MAX_RANGES) {
            throw new IllegalArgumentException("expected at most " + MAX_RANGES + " ranges");
        }
        for (int i = 1; i < payloadTypes.size(); i++) {
            checkApart(payloadTypes.get(i - 1).last(), payloadTypes.get(i).first());
        }
        for (int i = 1; i < clientPorts.size(); i++) {
            checkApart(clientPorts.get(i - 1).last(), clientPorts.get(i).first());
        }
        checkRange("header extension", 0, dependencyDescriptor, MAX_EXTENSION);
        checkRange("header extension", 0, frameMarking, MAX_EXTENSION);
    }

    private static void checkRange(String what, int first, int last, int max) {
        if (first < 0 || last < first || last > max) {
            throw new IllegalArgumentException(
                    what + " " + first + "-" + last + ": expected 0 to " + max + ", lowest first");
        }
    }

    private static void checkApart(int last, int first) {
        if (first <= last) {
            throw new IllegalArgumentException(
                    "two ranges hold " + first + ": expected each number in one at most");
        }
    }
}
