package rhumb.controller.intent;

import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PacketClasses;

/**
 * What packets of a service show of their class besides their code point, strongest first. Every
 * component may be left out.
 */
public record ClassifyIntent(
        @Meaning("of RTP") @Defaulted List<PayloadTypes> payloadTypes,
        @Meaning(
                        "class of RTCP on the same port; left out: `signalling` when payload types are"
                                + " given")
                @Nullable TrafficClass rtcp,
        @Meaning(
                        "number of that RTP header extension, which shows key frames in encrypted"
                                + " media too; 0 = not used")
                @Defaulted
                int dependencyDescriptor,
        @Meaning("number of that RTP header extension, likewise; 0 = not used") @Defaulted
                int frameMarking,
        @Meaning("UDP ports of clients") @Defaulted List<Ports> clientPorts) {
    private static final int MAX_EXTENSION = 255;

    /** Numbers from first to last, written {@code 96-97} or {@code 111}. */
    public record Range(int first, int last) {
        private static final Pattern TEXT = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");

        public static Range parse(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw new IllegalArgumentException(
                        "range \"" + text + "\": expected a number or two, such as 96-97");
            }
            int first = Integer.parseInt(matcher.group(1));
            int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last < first) {
                throw new IllegalArgumentException(
                        "range \"" + text + "\": expected the lower number first");
            }
            return new Range(first, last);
        }

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Payload types of one class. */
    public record PayloadTypes(
            @Meaning("one or a range, 0 to 127") Range types,
            @Meaning("of these types") TrafficClass trafficClass,
            @Meaning(
                            "how key frames are told in a payload that is not encrypted; left out: not at"
                                    + " all")
                    PacketClasses.@Nullable Codec codec) {
        public PayloadTypes {
            Checks.present("payload-types: types", types);
            Checks.present("payload-types: traffic-class", trafficClass);
            Checks.range("payload-types: types", types.last(), 0, 127);
            Checks.that(
                    codec == null || trafficClass == TrafficClass.VIDEO,
                    "payload-types: "
                            + types
                            + ": codec is for class video, whose key frames become video-key");
        }
    }

    /** Ports of one class. */
    public record Ports(
            @Meaning("one or a range") Range ports,
            @Meaning("of these ports") TrafficClass trafficClass) {
        public Ports {
            Checks.present("client-ports: ports", ports);
            Checks.present("client-ports: traffic-class", trafficClass);
            Checks.range("client-ports: ports", ports.last(), 1, 0xffff);
        }
    }

    public ClassifyIntent {
        payloadTypes = Checks.orEmpty(payloadTypes);
        clientPorts = Checks.orEmpty(clientPorts);
        Checks.range("dependency-descriptor", dependencyDescriptor, 0, MAX_EXTENSION);
        Checks.range("frame-marking", frameMarking, 0, MAX_EXTENSION);
        Checks.that(
                !payloadTypes.isEmpty()
                        || rtcp == null && dependencyDescriptor == 0 && frameMarking == 0,
                "classify: rtcp and header extensions are read where payload-types are given:"
                        + " expected some");
        apart("payload-types", payloadTypes.stream().map(PayloadTypes::types).toList());
        apart("client-ports", clientPorts.stream().map(Ports::ports).toList());
    }

    private static void apart(String what, List<Range> ranges) {
        Checks.range(what + ": number of ranges", ranges.size(), 0, PacketClasses.MAX_RANGES);
        List<Range> sorted = ranges.stream().sorted(Comparator.comparingInt(Range::first)).toList();
        for (int i = 1; i < sorted.size(); i++) {
            Range before = sorted.get(i - 1);
            Range range = sorted.get(i);
            Checks.that(
                    before.last() < range.first(),
                    what + ": " + before + " and " + range + " overlap: expected no number twice");
        }
    }

    /** As forwarders are told. */
    PacketClasses packetClasses() {
        TrafficClass ofRtcp =
                rtcp == null && !payloadTypes.isEmpty() ? TrafficClass.SIGNALLING : rtcp;
        return new PacketClasses(
                payloadTypes.stream()
                        .map(p ->
                                new PacketClasses.PayloadTypes(
                                        p.types().first(),
                                        p.types().last(),
                                        p.trafficClass(),
                                        p.codec() == null ? PacketClasses.Codec.ANY : p.codec()))
                        .toList(),
                ofRtcp,
                dependencyDescriptor,
                frameMarking,
                clientPorts.stream()
                        .map(p ->
                                new PacketClasses.Ports(
                                        p.ports().first(), p.ports().last(), p.trafficClass()))
                        .toList());
    }
}
