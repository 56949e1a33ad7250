package rhumb.southbound.rule;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;

/**
 * A way into and out of the overlay.
 *
 * @param number 1 to 65535, the same in all forwarders
 * @param name what operators call it
 * @param egressPop number of the PoP next to the media server
 * @param listen where this forwarder takes clients; null when it does not
 * @param target the media server, reached by the egress PoP; null elsewhere
 * @param forcedClass the class of all its packets; null = by what each shows
 * @param classes what packets show besides their code point
 */
public record ServiceRule(
        int number,
        String name,
        Kind kind,
        int egressPop,
        @Nullable Endpoint listen,
        @Nullable Endpoint target,
        @Nullable TrafficClass forcedClass,
        PacketClasses classes)
        implements Rule {
    /** What a service carries. */
    public enum Kind {
        /** Datagrams: WebRTC, RTP, anything over UDP. */
        RTM,
        /** HTTP-FLV over TCP. */
        FLV
    }

    public ServiceRule {
        if (number < 1 || number > 0xffff) {
            throw new IllegalArgumentException(
                    "service number " + number + ": expected 1 to 65535");
        }
        if (listen == null && target == null) {
            throw new IllegalArgumentException(
                    "service " + name + " neither listens here nor ends here");
        }
    }

    /** A service whose packets only show their code point. */
    public ServiceRule(
            int number,
            String name,
            Kind kind,
            int egressPop,
            @Nullable Endpoint listen,
            @Nullable Endpoint target,
            @Nullable TrafficClass forcedClass) {
        this(number, name, kind, egressPop, listen, target, forcedClass, PacketClasses.NONE);
    }

    @Override
    public RuleKey key() {
        return new RuleKey(RuleKey.Kind.SERVICE, number, 0, "");
    }
}
