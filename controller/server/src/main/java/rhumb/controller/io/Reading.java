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
     */
    public record Streams(
            int open,
            long received,
            long sent,
            long unknownKinds,
            long unknownFields,
            Map<Decoded.Reason, Long> rejected) {
        public Streams {
            rejected = Map.copyOf(rejected);
        }
    }
}
