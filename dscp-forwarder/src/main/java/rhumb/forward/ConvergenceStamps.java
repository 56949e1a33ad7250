package rhumb.forward;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibRoute;
import rhumb.net.LinkId;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/**
 * Puts the forwarder's own steps on traces: LOCAL_SWITCH when a path was left because of a traced
 * link, FIRST_PACKET when a packet takes a route that a traced update changed.
 */
final class ConvergenceStamps {
    /** A path may fall silent before the agent is sure of the link. */
    private static final long SAME_EVENT_NS = 5_000_000_000L;

    private final String node;

    /** When a link began to be left lately; bound: links of the FIB. */
    private final Map<LinkId, Long> leftAtUnixNs = new HashMap<>();

    private List<ConvergenceTrace> pending = List.of();

    /** By the index of the route. */
    private final BitSet awaited = new BitSet(Fib.ROUTE_PLACES);

    ConvergenceStamps(String node) {
        this.node = node;
    }

    /** Classes and destinations leave a link one after the other; the first one counts. */
    void onLeft(LinkId link, long unixNs) {
        leftAtUnixNs.merge(
                link, unixNs, (before, now) -> now - before > SAME_EVENT_NS ? now : before);
    }

    /** Traces of this message whose link was left, stamped. */
    List<ConvergenceTrace> onHealth(LinkHealth health, long unixNs) {
        List<ConvergenceTrace> stamped = new ArrayList<>();
        for (LinkHealth.Entry entry : health.links()) {
            ConvergenceTrace trace = entry.trace();
            Long leftAt = leftAtUnixNs.get(entry.link());
            if (trace != null && leftAt != null && unixNs - leftAt <= SAME_EVENT_NS) {
                stamped.add(trace.with(Stage.LOCAL_SWITCH, node, leftAt));
            }
        }
        return stamped;
    }

    /** Rules were installed; these acknowledged traces wait for the first packet. */
    void onFib(Fib before, Fib fib, List<ConvergenceTrace> acked) {
        if (!fib.sameBut(before)) {
            leftAtUnixNs.keySet().removeIf(link -> fib.link(link) == null);
        }
        for (int pop = 0; pop < Fib.POPS; pop++) {
            if (!fib.sameRoutes(before, pop)) {
                awaitRoutes(before, fib, pop, !acked.isEmpty());
            }
        }
        boolean any = !awaited.isEmpty();
        List<ConvergenceTrace> all = new ArrayList<>(pending);
        all.addAll(acked);
        int surplus = Math.max(0, all.size() - TraceReport.MAX_TRACES);
        pending = any ? List.copyOf(all.subList(surplus, all.size())) : List.of();
    }

    private void awaitRoutes(Fib before, Fib fib, int pop, boolean traced) {
        for (FibRoute old : before.routes(pop)) {
            if (fib.route(pop, old.trafficClass(), old.direction()) == null) {
                awaited.clear(old.index());
            }
        }
        for (FibRoute route : fib.routes(pop)) {
            if (route.direction() == RouteRule.Direction.TO) {
                FibRoute old = before.route(pop, route.trafficClass(), route.direction());
                if (old == null || !old.sameCandidates(route)) {
                    awaited.set(route.index(), traced);
                }
            }
        }
    }

    /** Whether the next packet of this route is one that traces wait for. */
    boolean awaits(FibRoute route) {
        return awaited.get(route.index());
    }

    /** The traces that waited, stamped; nothing waits any more. */
    List<ConvergenceTrace> onFirstPacket(long unixNs) {
        List<ConvergenceTrace> stamped = new ArrayList<>();
        pending.forEach(trace -> stamped.add(trace.with(Stage.FIRST_PACKET, node, unixNs)));
        pending = List.of();
        awaited.clear();
        return stamped;
    }
}
