package rhumb.forward;

import java.util.ArrayList;
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
    private boolean[] awaited = new boolean[0];

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
        leftAtUnixNs.keySet().removeIf(link -> fib.link(link) == null);
        boolean[] awaitedBefore = awaited;
        awaited = new boolean[fib.routes().size()];
        boolean any = false;
        for (FibRoute route : fib.routes()) {
            if (route.direction() == RouteRule.Direction.TO) {
                FibRoute old = before.route(route.pop(), route.trafficClass(), route.direction());
                boolean same = old != null && old.sameCandidates(route);
                awaited[route.index()] =
                        old != null && same ? awaitedBefore[old.index()] : !acked.isEmpty();
                any |= awaited[route.index()];
            }
        }
        List<ConvergenceTrace> all = new ArrayList<>(pending);
        all.addAll(acked);
        int surplus = Math.max(0, all.size() - TraceReport.MAX_TRACES);
        pending = any ? List.copyOf(all.subList(surplus, all.size())) : List.of();
    }

    /** Whether the next packet of this route is one that traces wait for. */
    boolean awaits(FibRoute route) {
        return awaited[route.index()];
    }

    /** The traces that waited, stamped; nothing waits any more. */
    List<ConvergenceTrace> onFirstPacket(long unixNs) {
        List<ConvergenceTrace> stamped = new ArrayList<>();
        pending.forEach(trace -> stamped.add(trace.with(Stage.FIRST_PACKET, node, unixNs)));
        pending = List.of();
        awaited = new boolean[awaited.length];
        return stamped;
    }
}
