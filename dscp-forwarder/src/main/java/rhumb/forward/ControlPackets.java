package rhumb.forward;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkSendState;
import rhumb.forward.link.LinkTable;
import rhumb.forward.path.BypassSelector;
import rhumb.forward.path.PathArrivals;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.wire.LinkReportPacket;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.rule.RouteRule;

/** Answers probes, reads reports, and sends link reports when they are due. */
final class ControlPackets {
    private static final long NEVER = Long.MAX_VALUE;

    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final LinkTable links;
    private final PathArrivals arrivals;
    private final PathLiveness liveness;
    private final PathSelector selector;
    private final BypassSelector bypasses;
    private final OverlaySender sender;
    private final LinkRecovery recovery;
    private final Tracing tracing;
    private Fib fib = Fib.EMPTY;
    private long nextReportNs = NEVER;

    ControlPackets(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            LinkTable links,
            PathArrivals arrivals,
            PathLiveness liveness,
            PathSelector selector,
            BypassSelector bypasses,
            OverlaySender sender,
            LinkRecovery recovery,
            Tracing tracing) {
        this.sink = sink;
        this.counters = counters;
        this.links = links;
        this.arrivals = arrivals;
        this.liveness = liveness;
        this.selector = selector;
        this.bypasses = bypasses;
        this.sender = sender;
        this.recovery = recovery;
        this.tracing = tracing;
    }

    void onFib(Fib newFib) {
        fib = newFib;
    }

    /** Something came from this neighbour, so a report to it may be due. */
    void onArrival(long nowNs, LinkPort port) {
        port.send().silence().onArrival(nowNs);
        nextReportNs = Math.min(nextReportNs, port.reports().nextDeadlineNs());
    }

    /** A control packet for this forwarder. */
    void onPacket(long nowNs, int nowUs, LinkPort port, ByteBuffer b, int offset, int length) {
        int at = offset + OverlayHeader.bytes(b, offset);
        int type = OverlayHeader.type(b, offset);
        if (type == OverlayHeader.TYPE_TRACE) {
            tracing.onRequest(nowNs, port, b, offset, length);
            return;
        }
        if (type == OverlayHeader.TYPE_TRACE_ANSWER) {
            tracing.onAnswer(nowNs, b, offset, at);
            return;
        }
        counters.consumed++;
        switch (type) {
            case OverlayHeader.TYPE_PATH_PROBE -> answer(nowNs, nowUs, b, offset, at);
            case OverlayHeader.TYPE_PATH_REPORT ->
                    liveness.onReport(nowNs, nowUs, OverlayHeader.sourcePop(b, offset), b, at);
            case OverlayHeader.TYPE_NACK -> recovery.onNack(nowNs, port, b, at);
            case OverlayHeader.TYPE_REPAIR -> recovery.onRepair(nowNs, port, b, offset, length);
            default -> {
                long rttNs = (nowUs - LinkReportPacket.departureUs(b, at)) * 1_000L;
                recovery.onRoundTrip(nowNs, port, rttNs);
                int linkSeq = OverlayHeader.linkSeq(b, offset);
                LinkSendState send = port.send();
                int acknowledged = send.silence().acknowledged();
                port.reports()
                        .onReport(nowNs, linkSeq, send.lastSeq(), acknowledged, b, at)
                        .ifPresent(entry -> sink.passive(new LinkPassive(List.of(entry))));
                // The age of the newest datagram that came there.
                send.silence().onReport(nowNs, rttNs);
                bypasses.onReport(nowNs, port);
            }
        }
    }

    void onDeadline(long nowNs, int nowUs) {
        if (nowNs < nextReportNs) {
            return;
        }
        nextReportNs = NEVER;
        List<LinkPassive.Entry> seen = new ArrayList<>();
        for (LinkPort port : links.ports()) {
            if (port.reports().isDue(nowNs)) {
                counters.originated++;
                sender.linkReport(nowNs, nowUs, port);
                port.reports().seen(nowNs).ifPresent(seen::add);
            }
            nextReportNs = Math.min(nextReportNs, port.reports().nextDeadlineNs());
        }
        if (!seen.isEmpty()) {
            sink.passive(new LinkPassive(seen));
        }
    }

    long nextDeadlineNs() {
        return nextReportNs;
    }

    /** Over the own active path and, as a copy, over the next one, when there is one. */
    private void answer(long nowNs, int nowUs, ByteBuffer b, int offset, int at) {
        int sourcePop = OverlayHeader.sourcePop(b, offset);
        FibRoute route = fib.route(sourcePop, TrafficClass.SIGNALLING, RouteRule.Direction.TO);
        if (route == null) {
            return;
        }
        int tag = OverlayHeader.pathTag(b, offset);
        boolean bypassed = (OverlayHeader.flags(b, offset) & OverlayHeader.FLAG_BYPASSED) != 0;
        int received = arrivals.received(sourcePop, tag);
        int transitUsMin = arrivals.takeTransitUsMin(sourcePop, tag);
        int candidates = route.candidates().size();
        int active = route.candidates().indexOf(selector.active(route));
        int copies = Math.min(candidates, 2);
        int flags = copies > 1 ? OverlayHeader.FLAG_COPIED : 0;
        for (int i = 0; i < copies; i++) {
            FibPath path = route.candidates().get((active + i) % candidates);
            counters.originated++;
            sender.pathReport(
                    nowNs, nowUs, route, path, flags, tag, bypassed, received, transitUsMin, b, at);
        }
    }
}
