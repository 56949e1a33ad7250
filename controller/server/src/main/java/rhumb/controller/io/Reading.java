package rhumb.controller.io;

import java.util.Map;
import rhumb.controller.ControllerView;
import rhumb.southbound.wire.Decoded;

/**
 * What the core loop tells others: the core's view and the state of its streams at the same moment.
 *
 * @param atNs when it was taken, by {@code System.nanoTime}
 */
public record Reading(long atNs, ControllerView view, Streams streams) {
    /**
     * Streams of agents and forwarders; counters since the start.
     *
     * @param open streams now
     * @param received messages taken
     * @param sent messages given to the network
     * @param unknownKinds messages of kinds that this version does not know, skipped
     * @param unknownFields fields that this version does not know, skipped
     * @param rejected frames that were no message, by reason
     * @param foreign greetings as a PoP that the certificate does not name
     * @param paced frames of sessions that send too fast, taken later
     * @param slow sessions ended because their peers took nothing
     */
    public record Streams(
            int open,
            long received,
            long sent,
            long unknownKinds,
            long unknownFields,
            Map<Decoded.Reason, Long> rejected,
            long foreign,
            long paced,
            long slow) {
        public Streams {
            rejected = Map.copyOf(rejected);
        }
    }
}
