package rhumb.forward;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
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
import rhumb.forward.wire.TraceAnswer;
import rhumb.forward.wire.TraceRequest;
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

    /**
     * Sends a trace request on the way of media. It has no path tag, because its target may never
     * see it.
     *
     * @param links after how many links it is answered
     */
    void trace(
            long nowNs,
            int nowUs,
            FibRoute route,
            FibPath path,
            int trace,
            int seq,
            int links,
            int payloadBytes) {
        TrafficClass c = route.trafficClass();
        int at = begin(nowUs, OverlayHeader.TYPE_TRACE, backupFlag(route, path), 0, c, path);
        OverlayHeader.pathTag(packet, 0, 0);
        int hops = OverlayHeader.hops(packet, 0);
        TraceRequest.write(packet, at, trace, seq, hops, links, payloadBytes);
        dispatch(nowNs, path, c, at + payloadBytes);
    }

    /**
     * Answers a trace request over the links by which it came, in its class.
     *
     * @param over the link of which it came
     * @param otherWay where to send the answer if the request does not tell how it came
     * @return whether there is a way
     */
    boolean traceAnswer(
            long nowNs,
            int nowUs,
            LinkPort over,
            @Nullable FibPath otherWay,
            ByteBuffer b,
            int offset,
            int length) {
        TrafficClass code = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        TrafficClass c = code == null ? TrafficClass.DEFAULT : code;
        boolean sameWay = TraceRequest.knowsWayBack(b, offset);
        int type = OverlayHeader.TYPE_TRACE_ANSWER;
        int at;
        if (sameWay) {
            at = beginBack(nowUs, type, c, b, offset);
        } else if (otherWay != null) {
            at = begin(nowUs, type, 0, 0, c, otherWay);
            OverlayHeader.pathTag(packet, 0, 0);
        } else {
            return false;
        }
        boolean target = OverlayHeader.targetPop(b, offset) == fib.self();
        int payload = length - OverlayHeader.bytes(b, offset);
        TraceAnswer.write(packet, at, b, offset, target, !sameWay, payload);
        LinkPort port = sameWay || otherWay == null ? over : links.port(otherWay.first());
        uplinks.scheduler(port.send().uplink())
                .offer(nowNs, port.send(), c, packet, 0, at + TraceAnswer.BYTES);
        return true;
    }

    /** The header of an answer that goes by the links that PoPs wrote into the request. */
    private int beginBack(int nowUs, int type, TrafficClass c, ByteBuffer b, int offset) {
        int request = offset + OverlayHeader.bytes(b, offset);
        int labels = TraceRequest.backCount(b, request);
        int hops = labels + 1 + OverlayHeader.SPARE_HOPS;
        OverlayHeader.begin(packet, 0, type, 0, 0, c.code(), hops);
        OverlayHeader.pops(packet, 0, fib.self(), OverlayHeader.sourcePop(b, offset));
        OverlayHeader.labelCount(packet, 0, labels);
        OverlayHeader.ingressUs(packet, 0, nowUs);
        OverlayHeader.budget(packet, 0, budgetUnits(c));
        for (int i = 0; i < labels; i++) {
            OverlayHeader.label(packet, 0, i, TraceRequest.back(b, request, labels - 1 - i));
        }
        return OverlayHeader.bytes(packet, 0);
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
