package rhumb.forward;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.classify.Classifier;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.fib.PrefixTable;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.tun.EcnDecapsulation;
import rhumb.forward.tun.HopCount;
import rhumb.forward.tun.IcmpErrors;
import rhumb.forward.tun.IpArrivals;
import rhumb.forward.tun.IpFlows;
import rhumb.forward.tun.IpPacket;
import rhumb.forward.tun.MssClamp;
import rhumb.forward.tun.TunOptions;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;

/**
 * Where IP packets of networks behind PoPs enter and leave the overlay, by the TUN device. To them
 * the overlay is one router: it takes a hop, answers what it cannot send on, and lets nobody send
 * from an address of somebody else.
 */
final class TunEdge {
    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final PathSelector selector;
    private final PathLiveness liveness;
    private final OverlaySender sender;
    private final IpPacket packet = new IpPacket();
    private final IpFlows flows = new IpFlows();
    private final IpArrivals arrivals = new IpArrivals();
    private Fib fib = Fib.EMPTY;
    private @Nullable IcmpErrors errors;
    private int mtu;

    TunEdge(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            PathSelector selector,
            PathLiveness liveness,
            OverlaySender sender) {
        this.sink = sink;
        this.counters = counters;
        this.selector = selector;
        this.liveness = liveness;
        this.sender = sender;
    }

    void open(TunOptions options) {
        mtu = options.mtu();
        errors = new IcmpErrors(options);
    }

    void onFib(Fib newFib) {
        fib = newFib;
    }

    /** What entered here. */
    IpFlows flows() {
        return flows;
    }

    /** A packet out of the device. */
    void onPacket(long nowNs, int nowUs, ByteBuffer b, int offset, int length) {
        counters.fromTun++;
        if (!packet.read(b, offset, length)) {
            counters.drop(DropReason.BAD_IP);
            return;
        }
        int egress = fib.prefixes().lookup(packet.targetHigh(), packet.targetLow());
        boolean own = fib.prefixes().lookup(packet.sourceHigh(), packet.sourceLow()) == fib.self();
        if (egress == PrefixTable.NONE || egress == fib.self()) {
            counters.drop(DropReason.NO_PREFIX);
            // Whoever hides behind another's address would have the answer sent there.
            if (own) {
                answer(nowNs, IcmpErrors.Kind.UNREACHABLE, 0, b);
            }
        } else if (!own) {
            counters.drop(DropReason.SPOOFED);
        } else if (packet.hops() <= 1) {
            counters.drop(DropReason.TTL_EXPIRED);
            answer(nowNs, IcmpErrors.Kind.TIME_EXCEEDED, 0, b);
        } else if (packet.length() > mtu) {
            // The kernel cuts what may be cut, because the device has this MTU.
            counters.drop(DropReason.TOO_BIG);
            answer(nowNs, IcmpErrors.Kind.TOO_BIG, mtu, b);
        } else {
            send(nowNs, nowUs, egress, b);
        }
    }

    /** A data packet of service 0 whose labels ended here. */
    void deliver(ByteBuffer b, int offset, int length) {
        int header = OverlayHeader.bytes(b, offset);
        if (errors == null) {
            counters.drop(DropReason.NO_TUN);
            return;
        }
        if (!packet.read(b, offset + header, length - header)) {
            counters.drop(DropReason.BAD_IP);
            return;
        }
        int sourcePop = OverlayHeader.sourcePop(b, offset);
        if (fib.prefixes().lookup(packet.targetHigh(), packet.targetLow()) != fib.self()) {
            counters.drop(DropReason.NO_PREFIX);
            return;
        }
        if (fib.prefixes().lookup(packet.sourceHigh(), packet.sourceLow()) != sourcePop) {
            counters.drop(DropReason.SPOOFED);
            return;
        }
        if (!arrivals.isFirst(
                sourcePop,
                OverlayHeader.classCode(b, offset),
                OverlayHeader.flow(b, offset),
                OverlayHeader.flowSeq(b, offset),
                OverlayHeader.ingressUs(b, offset))) {
            counters.drop(DropReason.DUPLICATE);
            return;
        }
        int octet = OverlayHeader.innerOctet(b, offset);
        int ecn =
                EcnDecapsulation.combine(
                        packet.octet() & EcnDecapsulation.CE, octet & EcnDecapsulation.CE);
        if (ecn == EcnDecapsulation.DROP) {
            counters.drop(DropReason.NOT_ECT);
            return;
        }
        // Its own code point, unless the model is uniform and a link made another one of it.
        EcnDecapsulation.write(b, packet, octet & ~EcnDecapsulation.CE | ecn);
        MssClamp.apply(b, packet, mtu);
        counters.toTun++;
        sink.tun(b, packet.start(), packet.length());
    }

    private void send(long nowNs, int nowUs, int egress, ByteBuffer b) {
        int octet = packet.octet();
        TrafficClass c =
                Classifier.classify(null, octet, b, packet.payload(), packet.payloadBytes());
        FibRoute route = fib.route(egress, c, RouteRule.Direction.TO);
        if (route == null) {
            counters.drop(DropReason.NO_ROUTE);
            answer(nowNs, IcmpErrors.Kind.UNREACHABLE, 0, b);
            return;
        }
        HopCount.decrement(b, packet);
        MssClamp.apply(b, packet, mtu);
        int flow = IpFlows.flow(b, packet);
        int seq = flows.next(egress, c, flow, packet.length());
        FibPath path = selector.active(route);
        liveness.onCarried(nowNs, route);
        sender.data(
                nowNs,
                nowUs,
                route,
                path,
                0,
                octet,
                OverlayHeader.SERVICE_IP,
                flow,
                seq,
                b,
                packet.start(),
                packet.length());
    }

    private void answer(long nowNs, IcmpErrors.Kind kind, int nextMtu, ByteBuffer b) {
        IcmpErrors made = errors;
        int bytes = made == null ? 0 : made.make(nowNs, kind, nextMtu, b, packet);
        if (made != null && bytes > 0) {
            counters.originated++;
            counters.toTun++;
            sink.tun(made.buffer(), 0, bytes);
        }
    }
}
