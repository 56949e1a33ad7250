package rhumb.forward;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.classify.MediaClassifier;
import rhumb.forward.classify.ServiceClasses;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.PathLiveness;
import rhumb.forward.path.PathSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.session.ClientSession;
import rhumb.forward.session.EgressSession;
import rhumb.forward.session.EgressTable;
import rhumb.forward.session.Session;
import rhumb.forward.session.SessionTable;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * Where media enters and leaves the overlay: clients on one side, media servers on the other, this
 * PoP being either or both.
 */
final class ServiceEdge {
    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final SessionTable clients;
    private final EgressTable egress;
    private final PathSelector selector;
    private final PathLiveness liveness;
    private final OverlaySender sender;
    private final MediaClassifier classifier = new MediaClassifier();
    private Fib fib = Fib.EMPTY;

    ServiceEdge(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            SessionTable clients,
            EgressTable egress,
            PathSelector selector,
            PathLiveness liveness,
            OverlaySender sender) {
        this.sink = sink;
        this.counters = counters;
        this.clients = clients;
        this.egress = egress;
        this.selector = selector;
        this.liveness = liveness;
        this.sender = sender;
    }

    void onFib(Fib newFib) {
        fib = newFib;
    }

    void onClient(
            long nowNs,
            int nowUs,
            int service,
            Endpoint client,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        counters.fromClients++;
        ServiceRule rule = fib.service(service);
        if (length > OverlayHeader.MAX_PAYLOAD_BYTES) {
            counters.drop(DropReason.TOO_LONG);
            return;
        }
        if (rule == null || rule.listen() == null || rule.kind() != ServiceRule.Kind.RTM) {
            counters.drop(DropReason.UNKNOWN_SERVICE);
            return;
        }
        ServiceClasses classes = fib.classes(service);
        TrafficClass ofPort = classes == null ? null : classes.ofPort(client.port());
        int stream = client.hashCode();
        TrafficClass c = classifier.classify(classes, stream, ofPort, octet, b, offset, length);
        boolean local = rule.egressPop() == fib.self();
        FibRoute route = local ? null : fib.route(rule.egressPop(), c, RouteRule.Direction.TO);
        if (route == null && !local) {
            counters.drop(DropReason.NO_ROUTE);
            return;
        }
        ClientSession session = clients.enter(nowNs, service, client);
        if (session == null) {
            counters.drop(clients.refusal());
            return;
        }
        int seq = session.entered().next(c, length);
        if (route == null) {
            int flow = session.flow();
            toTarget(nowNs, fib.self(), c.code(), rule, flow, seq, nowUs, octet, b, offset, length);
        } else {
            send(nowNs, nowUs, route, 0, octet, session, seq, b, offset, length);
        }
    }

    void onTarget(
            long nowNs, int nowUs, int number, int octet, ByteBuffer b, int offset, int length) {
        counters.fromTargets++;
        if (length > OverlayHeader.MAX_PAYLOAD_BYTES) {
            counters.drop(DropReason.TOO_LONG);
            return;
        }
        EgressSession session = egress.answer(nowNs, number);
        if (session == null) {
            counters.drop(DropReason.UNKNOWN_SESSION);
            return;
        }
        ServiceRule rule = fib.service(session.service());
        if (rule == null) {
            counters.drop(DropReason.UNKNOWN_SERVICE);
            return;
        }
        ServiceClasses classes = fib.classes(session.service());
        int stream = session.number();
        TrafficClass c =
                classifier.classify(classes, stream, session.cameAs(), octet, b, offset, length);
        boolean local = session.sourcePop() == fib.self();
        FibRoute route = local ? null : fib.route(session.sourcePop(), c, RouteRule.Direction.TO);
        if (route == null && !local) {
            counters.drop(DropReason.NO_ROUTE);
            return;
        }
        int seq = session.entered().next(c, length);
        if (route == null) {
            int flow = session.flow();
            toClient(nowNs, fib.self(), c.code(), rule, flow, seq, nowUs, octet, b, offset, length);
        } else {
            int flags = OverlayHeader.FLAG_ANSWER;
            send(nowNs, nowUs, route, flags, octet, session, seq, b, offset, length);
        }
    }

    /** A data packet whose labels ended here. */
    void deliver(long nowNs, ByteBuffer b, int offset, int length) {
        ServiceRule rule = fib.service(OverlayHeader.service(b, offset));
        if (rule == null) {
            counters.drop(DropReason.UNKNOWN_SERVICE);
            return;
        }
        int sourcePop = OverlayHeader.sourcePop(b, offset);
        int flow = OverlayHeader.flow(b, offset);
        int seq = OverlayHeader.flowSeq(b, offset);
        int ingressUs = OverlayHeader.ingressUs(b, offset);
        int octet = OverlayHeader.innerOctet(b, offset);
        int code = OverlayHeader.classCode(b, offset);
        int header = OverlayHeader.bytes(b, offset);
        int at = offset + header;
        int payload = length - header;
        if ((OverlayHeader.flags(b, offset) & OverlayHeader.FLAG_ANSWER) != 0) {
            toClient(nowNs, sourcePop, code, rule, flow, seq, ingressUs, octet, b, at, payload);
        } else {
            toTarget(nowNs, sourcePop, code, rule, flow, seq, ingressUs, octet, b, at, payload);
            cameAs(sourcePop, rule, flow, code);
        }
    }

    /** Ports of clients are not seen here, so answers take the class that the client's have. */
    private void cameAs(int sourcePop, ServiceRule rule, int flow, int classCode) {
        ServiceClasses classes = fib.classes(rule.number());
        if (classes != null && classes.readsPorts()) {
            EgressSession session = egress.find(sourcePop, rule.number(), flow);
            if (session != null) {
                session.cameAs(TrafficClass.ofCode(classCode));
            }
        }
    }

    private void toTarget(
            long nowNs,
            int sourcePop,
            int classCode,
            ServiceRule rule,
            int flow,
            int seq,
            int ingressUs,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        Endpoint target = rule.target();
        if (target == null || rule.kind() != ServiceRule.Kind.RTM) {
            counters.drop(DropReason.UNKNOWN_SERVICE);
            return;
        }
        EgressSession session = egress.enter(nowNs, sourcePop, rule.number(), flow);
        if (session == null) {
            counters.drop(DropReason.SESSION_LIMIT);
        } else if (!isFirst(session, classCode, seq, ingressUs)) {
            counters.drop(DropReason.DUPLICATE);
        } else {
            counters.toTargets++;
            sink.target(session.number(), target, Math.max(octet, 0), b, offset, length);
        }
    }

    private void toClient(
            long nowNs,
            int sourcePop,
            int classCode,
            ServiceRule rule,
            int flow,
            int seq,
            int ingressUs,
            int octet,
            ByteBuffer b,
            int offset,
            int length) {
        ClientSession session =
                rule.egressPop() == sourcePop ? clients.answer(nowNs, rule.number(), flow) : null;
        if (session == null) {
            counters.drop(DropReason.UNKNOWN_SESSION);
        } else if (!isFirst(session, classCode, seq, ingressUs)) {
            counters.drop(DropReason.DUPLICATE);
        } else {
            counters.toClients++;
            sink.client(rule.number(), session.client(), Math.max(octet, 0), b, offset, length);
        }
    }

    private boolean isFirst(Session session, int classCode, int seq, int ingressUs) {
        boolean first = session.isFirst(seq, ingressUs);
        if (!first) {
            counters.duplicate(classCode);
        } else if (session.cameLate()) {
            counters.reordered(classCode);
        }
        return first;
    }

    private void send(
            long nowNs,
            int nowUs,
            FibRoute route,
            int flags,
            int octet,
            Session session,
            int seq,
            ByteBuffer b,
            int offset,
            int length) {
        FibPath path = selector.active(route);
        liveness.onCarried(nowNs, route);
        session.entered().took(liveness.state(path).tag());
        FibPath other = copyPath(route, path);
        int all = other == null ? flags : flags | OverlayHeader.FLAG_COPIED;
        int service = session.service();
        int flow = session.flow();
        sender.data(nowNs, nowUs, route, path, all, octet, service, flow, seq, b, offset, length);
        if (other != null) {
            counters.originated++;
            counters.copies++;
            sender.data(
                    nowNs, nowUs, route, other, all, octet, service, flow, seq, b, offset, length);
        }
    }

    /** Where a copy of the packet goes; null when none is made. */
    private @Nullable FibPath copyPath(FibRoute route, FibPath path) {
        return switch (fib.protections().get(route.trafficClass().code()).copies()) {
            case NEVER -> null;
            case LOSSY -> liveness.state(path).isLossy() ? selector.partner(route) : null;
            case ALWAYS -> selector.partner(route);
        };
    }
}
