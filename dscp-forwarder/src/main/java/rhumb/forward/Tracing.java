package rhumb.forward;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkPort;
import rhumb.forward.path.PathSelector;
import rhumb.forward.pipeline.PacketCounters;
import rhumb.forward.trace.AnswerAllowance;
import rhumb.forward.trace.TraceRun;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.forward.wire.TraceAnswer;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.PathTrace;
import rhumb.southbound.message.PathTraceOrder;
import rhumb.southbound.rule.RouteRule;

/** Makes the traces that are ordered, one at a time, and answers those of other PoPs. */
final class Tracing {
    private static final long NEVER = Long.MAX_VALUE;

    private record Current(PathTraceOrder order, TraceRun run) {}

    private final ForwarderCore.Sink sink;
    private final PacketCounters counters;
    private final PathSelector selector;
    private final OverlaySender sender;
    private final Departures.WireTime clock;
    private final AnswerAllowance allowance = new AnswerAllowance();
    private Fib fib = Fib.EMPTY;
    private @Nullable Current current;

    // The way that is traced; the FIB's own objects, so that they are found by identity.
    private @Nullable FibRoute route;
    private @Nullable FibPath path;

    Tracing(
            ForwarderCore.Sink sink,
            PacketCounters counters,
            PathSelector selector,
            OverlaySender sender,
            Departures.WireTime clock) {
        this.sink = sink;
        this.counters = counters;
        this.selector = selector;
        this.sender = sender;
        this.clock = clock;
    }

    /** Begins, or says at once why not; the answer goes to the controller. */
    void begin(long nowNs, PathTraceOrder order) {
        int target = fib.number(order.target());
        FibRoute wanted =
                target == 0
                        ? null
                        : fib.route(target, order.trafficClass(), RouteRule.Direction.TO);
        if (current != null || wanted == null) {
            String fault =
                    current != null
                            ? PathTrace.BUSY
                            : target == 0 ? PathTrace.UNKNOWN_POP : PathTrace.NO_ROUTE;
            sink.controller(PathTrace.refused(order.number(), fault));
            return;
        }
        FibPath active = selector.active(wanted);
        route = wanted;
        path = active;
        int[] pops = new int[active.length()];
        for (int i = 0; i < pops.length; i++) {
            pops[i] = Label.pop(active.label(i));
        }
        int number = (int) order.number();
        TraceRun run =
                new TraceRun(
                        nowNs,
                        pops,
                        order.count(),
                        (atNs, seq, links, bytes) -> send(atNs, number, seq, links, bytes));
        current = new Current(order, run);
    }

    /** New rules run: the path is followed into them, if it is still the one in use. */
    void onFib(Fib newFib) {
        fib = newFib;
        FibRoute before = route;
        if (before != null) {
            route = fib.route(before.pop(), before.trafficClass(), RouteRule.Direction.TO);
            follow();
        }
    }

    /** A request for this PoP to answer. */
    void onRequest(long nowNs, LinkPort port, ByteBuffer b, int offset, int length) {
        if (!allowance.take(nowNs)) {
            counters.drop(DropReason.TRACE_LIMIT);
            return;
        }
        TrafficClass c = TrafficClass.ofCode(OverlayHeader.classCode(b, offset));
        int source = OverlayHeader.sourcePop(b, offset);
        FibRoute own = c == null ? null : fib.route(source, c, RouteRule.Direction.TO);
        FibPath otherWay = own == null ? null : selector.active(own);
        if (!sender.traceAnswer(nowNs, clock.us(nowNs), port, otherWay, b, offset, length)) {
            counters.drop(DropReason.NO_ROUTE);
            return;
        }
        counters.consumed++;
        counters.originated++;
    }

    /** An answer whose payload begins there. */
    void onAnswer(long nowNs, ByteBuffer b, int offset, int at) {
        counters.consumed++;
        Current now = current;
        if (now != null && TraceAnswer.trace(b, at) == (int) now.order.number()) {
            now.run.onAnswer(
                    nowNs,
                    OverlayHeader.sourcePop(b, offset),
                    TraceAnswer.seq(b, at),
                    TraceAnswer.crossed(b, at),
                    TraceAnswer.ofTarget(b, at),
                    TraceAnswer.bypassed(b, at),
                    TraceAnswer.otherWay(b, at),
                    TraceAnswer.payloadBytes(b, at));
        }
    }

    void onDeadline(long nowNs) {
        Current now = current;
        if (now == null || nowNs < now.run.nextDeadlineNs() && !now.run.isOver()) {
            return;
        }
        follow();
        now.run.onDeadline(nowNs);
        if (now.run.isOver()) {
            sink.controller(now.run.result(now.order.number(), fib::pop));
            current = null;
            route = null;
            path = null;
        }
    }

    long nextDeadlineNs() {
        Current now = current;
        return now == null ? NEVER : now.run.isOver() ? Long.MIN_VALUE : now.run.nextDeadlineNs();
    }

    /** Ends the trace when packets of its class take another path by now. */
    private void follow() {
        FibRoute nowRoute = route;
        FibPath active = nowRoute == null ? null : selector.active(nowRoute);
        boolean same = active != null && path != null && active.samePath(path);
        if (same) {
            path = active;
        } else if (current != null) {
            current.run.onPathChanged();
        }
    }

    private void send(long nowNs, int number, int seq, int links, int payloadBytes) {
        if (route != null && path != null) {
            counters.originated++;
            sender.trace(nowNs, clock.us(nowNs), route, path, number, seq, links, payloadBytes);
        }
    }
}
