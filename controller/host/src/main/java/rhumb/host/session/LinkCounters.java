package rhumb.host.session;

import java.util.EnumMap;
import java.util.Map;
import rhumb.southbound.session.SessionCounters;
import rhumb.southbound.wire.Decoded;

/**
 * What a {@link ControllerLink} did since its start, for metrics.
 *
 * @param established how often a session came to stand
 * @param failures how often a session or an attempt to get one failed
 * @param received messages taken
 * @param sent messages given to the network
 * @param unknownKinds messages of kinds that this version does not know, skipped
 * @param unknownFields fields that this version does not know, skipped
 * @param rejected frames that were no message, by reason
 * @param coalesced messages merged into one that waited
 */
public record LinkCounters(
        long established,
        long failures,
        long received,
        long sent,
        long unknownKinds,
        long unknownFields,
        Map<Decoded.Reason, Long> rejected,
        long coalesced) {
    static final LinkCounters NONE = new LinkCounters(0, 0, 0, 0, 0, 0, Map.of(), 0);

    public LinkCounters {
        rejected = Map.copyOf(rejected);
    }

    static Map<Decoded.Reason, Long> rejected(SessionCounters session) {
        Map<Decoded.Reason, Long> counts = new EnumMap<>(Decoded.Reason.class);
        for (Decoded.Reason reason : Decoded.Reason.values()) {
            counts.put(reason, session.rejected(reason));
        }
        return counts;
    }
}
