package rhumb.host.local;

/**
 * What one side of a local channel did since its start, for metrics.
 *
 * @param connections how often the peer was there
 * @param received messages taken
 * @param sent messages written
 * @param unknownKinds messages of kinds that this version does not know, skipped
 * @param garbage connections ended because the peer sent what is no frame
 * @param tooLong messages not sent because they exceed a frame
 * @param turnedAway peers that came while another was there
 * @param coalesced messages merged into one that waited
 */
public record LocalCounters(
        long connections,
        long received,
        long sent,
        long unknownKinds,
        long garbage,
        long tooLong,
        long turnedAway,
        long coalesced) {}
