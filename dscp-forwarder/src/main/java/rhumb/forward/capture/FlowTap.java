package rhumb.forward.capture;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.tun.IpFlows;
import rhumb.forward.tun.IpPacket;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;

/**
 * Captures the packets of one flow at this forwarder: as they come from a client, a media server or
 * the TUN device, and as overlay datagrams, opened, on the way in and out. One capture at a time;
 * it ends by itself when it has its packets or its memory is full. While there is none, the only
 * cost is {@link #isOn}.
 *
 * <p>A filter that names a client finds the flow by the client's first packet; overlay datagrams
 * are captured from then on.
 */
public final class FlowTap {
    public static final int MAX_PACKETS = 10_000;

    private static final int MAX_BYTES = 16 << 20;
    private static final int BYTES_PER_PACKET = 1_700;

    private static final int OVERLAY = 0;
    private static final int MEDIA = 1;
    private static final Endpoint UNKNOWN = Endpoint.ofIpv4(0, 0);

    private @Nullable FlowFilter filter;
    private @Nullable PcapngWriter writer;
    private List<Endpoint> uplinks = List.of();
    private final IpPacket ip = new IpPacket();
    private long unixMinusNowNs;
    private int left;
    private int captured;
    private int departing = -1;

    /** Whether somebody captures now; ask before anything else. */
    public boolean isOn() {
        return filter != null;
    }

    /**
     * Begins a capture; one that runs is forgotten.
     *
     * @param count packets until it ends, at most {@link #MAX_PACKETS}
     * @param uplinks own data addresses by number of the uplink
     * @param unixMinusNowNs from the clock of the core to times of packets
     */
    public void begin(FlowFilter wanted, int count, List<Endpoint> uplinks, long unixMinusNowNs) {
        left = Math.clamp(count, 1, MAX_PACKETS);
        captured = 0;
        departing = -1;
        this.uplinks = List.copyOf(uplinks);
        this.unixMinusNowNs = unixMinusNowNs;
        writer = new PcapngWriter(1_024 + Math.min(left * BYTES_PER_PACKET, MAX_BYTES));
        filter = wanted;
    }

    /** Ends the capture and gives the file; empty when none was begun. */
    public byte[] end() {
        PcapngWriter done = writer;
        filter = null;
        writer = null;
        return done == null ? new byte[0] : done.file();
    }

    public int captured() {
        return captured;
    }

    /** A datagram of a client came to a service; its flow is told by {@link #onFlow}. */
    public void onClient(
            long nowNs,
            int service,
            Endpoint client,
            @Nullable Endpoint listen,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        FlowFilter wanted = filter;
        if (wanted == null
                || !fitsService(wanted, service)
                || !wanted.fits(client.high(), client.low(), client.port())
                || wanted.client() == null && wanted.flow() != FlowFilter.ANY) {
            return;
        }
        Endpoint to = listen == null ? UNKNOWN : listen;
        datagram(MEDIA, nowNs, true, client, to, octet, "from the client", b, offset, length);
    }

    /** The client's packets have this flow number. */
    public void onFlow(int service, Endpoint client, int flow) {
        FlowFilter wanted = filter;
        if (wanted != null
                && wanted.client() != null
                && wanted.flow() == FlowFilter.ANY
                && fitsService(wanted, service)
                && wanted.fits(client.high(), client.low(), client.port())) {
            filter = wanted.withFlow(service, flow);
        }
    }

    /** An answer of a media server. */
    public void onTarget(
            long nowNs,
            int service,
            int flow,
            @Nullable Endpoint target,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        FlowFilter wanted = filter;
        if (wanted != null && knowsFlow(wanted) && wanted.fits(service, flow)) {
            Endpoint from = target == null ? UNKNOWN : target;
            datagram(
                    MEDIA, nowNs, true, from, UNKNOWN, octet, "from the server", b, offset, length);
        }
    }

    /** An IP packet out of the TUN device. */
    public void onTun(long nowNs, ByteBuffer b, int offset, int length) {
        FlowFilter wanted = filter;
        if (wanted == null
                || !fitsService(wanted, OverlayHeader.SERVICE_IP)
                || !ip.read(b, offset, length)) {
            return;
        }
        boolean ports = ip.holds(IpPacket.UDP, 4) || ip.holds(IpPacket.TCP, 4);
        int port = ports ? b.getShort(ip.payload()) & 0xffff : 0;
        int flow = IpFlows.flow(b, ip);
        boolean sent = wanted.fits(ip.sourceHigh(), ip.sourceLow(), port);
        if (sent && (wanted.fits(OverlayHeader.SERVICE_IP, flow) || wanted.client() != null)) {
            if (wanted.client() != null) {
                // A client has many flows; the newest one counts on the overlay.
                filter = wanted.withFlow(OverlayHeader.SERVICE_IP, flow);
            }
            PcapngWriter to = writer;
            if (to != null && takes(length)) {
                to.ip(MEDIA, unixNs(nowNs), true, "from the TUN device", b, offset, ip.length());
                count();
            }
        }
    }

    /**
     * An overlay datagram came, opened.
     *
     * @param octet of the outer header; -1 when the platform does not tell
     * @param length without the tag
     */
    public void onOverlay(
            long nowNs,
            int uplink,
            Endpoint from,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        if (isOfFlow(b, offset)) {
            int at =
                    overlay(
                            nowNs,
                            true,
                            from,
                            local(uplink),
                            Math.max(octet, 0),
                            b,
                            offset,
                            length);
            opened(at);
        }
    }

    /** An overlay datagram is about to be stamped and sealed. */
    public void onDeparting(
            long nowNs, int uplink, Endpoint to, int octet, ByteBuffer b, int offset, int length) {
        departing = -1;
        if (isOfFlow(b, offset)) {
            departing = overlay(nowNs, false, local(uplink), to, octet, b, offset, length);
        }
    }

    /** It is stamped: what is in the clear counts as it went. */
    public void onDeparted(ByteBuffer b, int offset) {
        PcapngWriter to = writer;
        if (departing >= 0 && to != null) {
            to.overwrite(departing, b, offset, OverlayHeader.CLEAR_BYTES);
            opened(departing);
        }
        departing = -1;
    }

    /** What follows the clear part is readable here, so the mode must say so. */
    private void opened(int at) {
        PcapngWriter to = writer;
        if (at >= 0 && to != null) {
            to.overwrite(at, (byte) (OverlayHeader.VERSION << 4 | OverlayHeader.MODE_CLEAR));
        }
    }

    private boolean isOfFlow(ByteBuffer b, int offset) {
        FlowFilter wanted = filter;
        return wanted != null
                && knowsFlow(wanted)
                && OverlayHeader.type(b, offset) == OverlayHeader.TYPE_DATA
                && wanted.fits(OverlayHeader.service(b, offset), OverlayHeader.flow(b, offset));
    }

    /** A client's flow is not known before its first packet. */
    private static boolean knowsFlow(FlowFilter wanted) {
        return wanted.client() == null || wanted.flow() != FlowFilter.ANY;
    }

    private static boolean fitsService(FlowFilter wanted, int service) {
        return wanted.service() == FlowFilter.ANY || wanted.service() == service;
    }

    private int overlay(
            long nowNs,
            boolean incoming,
            Endpoint from,
            Endpoint to,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        String comment = incoming ? "overlay, opened" : "overlay, before sealing";
        return datagram(OVERLAY, nowNs, incoming, from, to, octet, comment, b, offset, length);
    }

    private int datagram(
            int face,
            long nowNs,
            boolean incoming,
            Endpoint from,
            Endpoint to,
            int octet,
            String comment,
            ByteBuffer b,
            int offset,
            int length) {
        PcapngWriter file = writer;
        if (file == null || !takes(length)) {
            return -1;
        }
        int tos = Math.max(octet, 0);
        long unixNs = unixNs(nowNs);
        int at = file.datagram(face, unixNs, incoming, from, to, tos, comment, b, offset, length);
        count();
        return at;
    }

    private boolean takes(int length) {
        PcapngWriter file = writer;
        if (file != null && file.hasRoom(length)) {
            return true;
        }
        filter = null;
        return false;
    }

    /** With the last packet the tap is off; the file waits to be fetched. */
    private void count() {
        captured++;
        left--;
        if (left == 0) {
            filter = null;
        }
    }

    private Endpoint local(int uplink) {
        return uplink < uplinks.size() ? uplinks.get(uplink) : UNKNOWN;
    }

    private long unixNs(long nowNs) {
        return nowNs + unixMinusNowNs;
    }
}
