package rhumb.sim.scenario;

import rhumb.net.PopId;

/**
 * One stream of media or data from a client next to one PoP to a server next to another.
 *
 * @param from where the media enters the overlay
 * @param to where it leaves
 * @param duplex whether the far end answers with media of the same kind, reported as {@code
 *     NAME/back}
 * @param startNs when its first packet is sent
 * @param endNs when it has ended
 * @param intervalNs time between generated packets; 0 when a sample says when
 * @param sizeBytes size of generated packets; 0 when a sample says
 * @param tenant whose it is; empty = nobody's
 */
public record StreamSpec(
        String name,
        StreamKind kind,
        PopId from,
        PopId to,
        boolean duplex,
        long startNs,
        long endNs,
        long intervalNs,
        int sizeBytes,
        String tenant) {
    /** What the answering direction of a duplex stream is called. */
    public String backName() {
        return name + "/back";
    }

    /** The same stream with another end. */
    public StreamSpec endingAt(long newEndNs) {
        return new StreamSpec(
                name, kind, from, to, duplex, startNs, newEndNs, intervalNs, sizeBytes, tenant);
    }
}
