package rhumb.forward.link;

import java.nio.ByteBuffer;
import rhumb.forward.wire.OverlayHeader;

/**
 * Who numbers the datagrams of a link: each thread that sends (lane) has a sequence of its own, and
 * a flow belongs to one of them.
 *
 * @param count of lanes, up to {@link OverlayHeader#MAX_SENDERS}
 * @param first lane of data; those before have what the forwarder itself has to say
 * @param life of the process, without sign: higher than that of each earlier process of this PoP
 */
public record SendingLanes(int count, int first, int life) {
    /** Of IP packets, flows that are equal in these bits share their flow sequence numbers. */
    private static final int FLOW_BITS = 0xf;

    public SendingLanes {
        if (count < 1 || count > OverlayHeader.MAX_SENDERS || first < 0 || first >= count) {
            throw new IllegalArgumentException(
                    "lanes: " + count + ": expected 1 to " + OverlayHeader.MAX_SENDERS);
        }
    }

    /** Data in all of them. */
    public SendingLanes(int count, int life) {
        this(count, 0, life);
    }

    /** So many lanes in the same life. */
    public SendingLanes of(int lanes, int firstOfData) {
        return new SendingLanes(lanes, firstOfData, life);
    }

    /** The lane by which a packet leaves: data by their flow, everything else by the first. */
    int lane(ByteBuffer b, int offset) {
        if (count == 1 || OverlayHeader.type(b, offset) != OverlayHeader.TYPE_DATA) {
            return 0;
        }
        return first + (OverlayHeader.flow(b, offset) & FLOW_BITS) % (count - first);
    }
}
