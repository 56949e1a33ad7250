package rhumb.forward;

import java.nio.ByteBuffer;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathState;
import rhumb.forward.wire.LinkReportPacket;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.PathProbe;
import rhumb.forward.wire.PathReport;
import rhumb.net.TrafficClass;

/** Puts an overlay header before what starts here, and hands it to its uplink. */
final class OverlaySender {
    /** Is told of each packet of media after it was handed to its uplink. */
    @FunctionalInterface
    interface Carried {
        void onCarried(long nowNs, FibRoute route);
    }

    /** Class of probes and reports. */
    private static final TrafficClass CONTROL = TrafficClass.SIGNALLING;

    private final LinkTable links;
    private final Uplinks uplinks;
    private final PathLiveness liveness;
    private final ByteBuffer packet = ByteBuffer.allocateDirect(OverlayHeader.MAX_DATAGRAM_BYTES);
    private final Carried carried;
    private Fib fib = Fib.EMPTY;

    OverlaySender(LinkTable links, Uplinks uplinks, PathLiveness liveness, Carried carried) {
        this.carried = carried;
        this.links = links;
        this.uplinks = uplinks;
        this.liveness = liveness;
    }

    void onFib(Fib newFib) {
        fib = newFib;
    }

    /** Sends media; the payload is at most {@link OverlayHeader#MAX_PAYLOAD_BYTES} long. */
    void data(
            long nowNs,
            int nowUs,
            FibRoute route,
            FibPath path,
            int flags,
            int octet,
            int service,
            int flow,
            int flowSeq,
            ByteBuffer payload,
            int offset,
            int length) {
        int inner = Math.max(octet, 0);
        TrafficClass c = route.trafficClass();
        int allFlags = flags | backupFlag(route, path);
        int at = begin(nowUs, OverlayHeader.TYPE_DATA, allFlags, inner, c, path);
        OverlayHeader.flow(packet, 0, service, flow, flowSeq);
        liveness.state(path).countSent();
        packet.put(at, payload, offset, length);
        dispatch(nowNs, path, c, at + length);
        carried.onCarried(nowNs, route);
    }

    void probe(long nowNs, int nowUs, PathState state, int seq) {
        int at = begin(nowUs, OverlayHeader.TYPE_PATH_PROBE, 0, 0, CONTROL, state.path());
        PathProbe.write(packet, at, seq, state.countSent(), nowUs);
        dispatch(nowNs, state.path(), CONTROL, at + PathProbe.BYTES);
    }

    /** Answers the probe whose payload lies at {@code probeOffset}. */
    void pathReport(
            long nowNs,
            int nowUs,
            FibRoute route,
            FibPath path,
            int flags,
            int tag,
            boolean bypassed,
            int received,
            int transitUsMin,
            ByteBuffer probe,
            int probeOffset) {
        int allFlags = flags | backupFlag(route, path);
        int at = begin(nowUs, OverlayHeader.TYPE_PATH_REPORT, allFlags, 0, CONTROL, path);
        PathReport.write(packet, at, tag, bypassed, received, transitUsMin, probe, probeOffset);
        liveness.state(path).countSent();
        dispatch(nowNs, path, CONTROL, at + PathReport.BYTES);
    }

    void linkReport(long nowNs, int nowUs, LinkPort port) {
        int type = OverlayHeader.TYPE_LINK_REPORT;
        int code = CONTROL.code();
        OverlayHeader.begin(packet, 0, type, 0, 0, code, 1);
        OverlayHeader.pops(packet, 0, fib.self(), port.rule().rule().targetPop());
        OverlayHeader.ingressUs(packet, 0, nowUs);
        OverlayHeader.budget(packet, 0, budgetUnits(CONTROL));
        port.reports().write(packet, OverlayHeader.FIXED_BYTES);
        int length = OverlayHeader.FIXED_BYTES + LinkReportPacket.BYTES;
        uplinks.scheduler(port.send().uplink())
                .offer(nowNs, port.send(), CONTROL, packet, 0, length);
    }

    /** A packet of another PoP goes on. */
    void forward(long nowNs, LinkPort to, ByteBuffer b, int offset, int length) {
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        uplinks.scheduler(to.send().uplink())
                .offer(nowNs, to.send(), c == null ? TrafficClass.DEFAULT : c, b, offset, length);
    }

    /** Writes the header; gives where the payload begins. */
    private int begin(
            int nowUs, int type, int flags, int innerOctet, TrafficClass c, FibPath path) {
        int links = path.length();
        int hops = links + OverlayHeader.SPARE_HOPS;
        OverlayHeader.begin(packet, 0, type, flags, innerOctet, c.code(), hops);
        OverlayHeader.pops(packet, 0, fib.self(), path.pop());
        OverlayHeader.pathTag(packet, 0, liveness.state(path).tag());
        OverlayHeader.labelCount(packet, 0, links - 1);
        OverlayHeader.ingressUs(packet, 0, nowUs);
        OverlayHeader.budget(packet, 0, budgetUnits(c));
        for (int i = 1; i < links; i++) {
            OverlayHeader.label(packet, 0, i - 1, path.label(i));
        }
        return OverlayHeader.bytes(packet, 0);
    }

    private void dispatch(long nowNs, FibPath path, TrafficClass c, int length) {
        LinkPort port = links.port(path.first());
        uplinks.scheduler(port.send().uplink()).offer(nowNs, port.send(), c, packet, 0, length);
    }

    private static int backupFlag(FibRoute route, FibPath path) {
        boolean first = path.index() == route.candidates().getFirst().index();
        return first ? 0 : OverlayHeader.FLAG_BACKUP;
    }

    /** How long a packet of the class may wait in all queues of its path together. */
    private static int budgetUnits(TrafficClass c) {
        return switch (c) {
            case AUDIO -> 1_000;
            case VIDEO_KEY, VIDEO -> 2_000;
            case SIGNALLING -> 5_000;
            case LIVE, BULK, DEFAULT, LOG -> OverlayHeader.NO_TIME_LIMIT;
        };
    }
}
