package rhumb.forward.link;

import java.nio.ByteBuffer;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;

/** An outgoing link: where its datagrams go and how many went. */
public final class LinkSendState {
    private final LinkId id;
    private final int uplink;
    private Endpoint to;
    private int lastSeq;
    private long packets;
    private long bytes;

    /**
     * @param uplink the forwarder's number of the uplink it leaves by
     */
    public LinkSendState(LinkId id, int uplink, Endpoint to) {
        this.id = id;
        this.uplink = uplink;
        this.to = to;
    }

    public LinkId id() {
        return id;
    }

    public int uplink() {
        return uplink;
    }

    public Endpoint to() {
        return to;
    }

    public void moveTo(Endpoint newAddress) {
        to = newAddress;
    }

    /** The last link sequence number written; 0 before the first. */
    public int lastSeq() {
        return lastSeq;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return bytes;
    }

    /** Writes sequence number and departure time: the packet leaves now. */
    public void stamp(int nowUs, ByteBuffer buffer, int offset, int length) {
        OverlayHeader.stamp(buffer, offset, ++lastSeq, nowUs);
        packets++;
        bytes += length;
    }
}
