package rhumb.forward;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.link.LinkBypass;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkTable;
import rhumb.forward.path.PathSelector;
import rhumb.forward.session.EgressTable;
import rhumb.forward.session.Session;
import rhumb.forward.session.SessionTable;
import rhumb.forward.tun.IpFlows;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * Tells the controller what enters the overlay here, clients' packets and servers' answers, and
 * which links packets of others go round, and what uplinks did with all that leaves.
 */
final class TrafficSummary {
    static final long INTERVAL_NS = 1_000_000_000L;

    private TrafficSummary() {}

    static TrafficReport of(
            long nowNs,
            Fib fib,
            PathSelector selector,
            SessionTable clients,
            EgressTable egress,
            IpFlows ip,
            LinkTable links,
            List<TrafficReport.Queue> queues) {
        List<TrafficReport.Flow> flows = new ArrayList<>();
        clients.forEach(session -> {
            ServiceRule rule = fib.service(session.service());
            if (rule != null) {
                flows.add(flow(fib, selector, session, rule.egressPop()));
            }
        });
        egress.forEach(session -> {
            if (session.entered().packets() > 0) {
                flows.add(flow(fib, selector, session, session.sourcePop()));
            }
        });
        ip.forEach((pop, c, packets, bytes) -> {
            FibRoute route = fib.route(pop, c, RouteRule.Direction.TO);
            int number = TrafficReport.Flow.IP;
            flows.add(flow(selector, route, number, c.code(), pop, c, packets, bytes, 0));
        });
        flows.sort(Comparator.comparingLong(TrafficReport.Flow::packets).reversed());
        int count = Math.min(flows.size(), TrafficReport.MAX_FLOWS);
        return new TrafficReport(flows.subList(0, count), bypasses(nowNs, links), queues);
    }

    /** Whether a way round any link is in use. */
    static boolean anyBypass(LinkTable links) {
        for (LinkPort port : links.ports()) {
            for (TrafficClass c : TrafficClass.ALL) {
                if (port.bypass().inUse(c)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<TrafficReport.Bypass> bypasses(long nowNs, LinkTable links) {
        List<TrafficReport.Bypass> bypasses = new ArrayList<>();
        for (LinkPort port : links.ports()) {
            LinkBypass bypass = port.bypass();
            for (TrafficClass c : TrafficClass.ALL) {
                FibPath @Nullable [] ways = bypass.ways(c.code());
                boolean told = ways != null || bypass.packets(c) + bypass.unfit(c) > 0;
                if (told && bypasses.size() < TrafficReport.MAX_BYPASSES) {
                    bypasses.add(
                            new TrafficReport.Bypass(
                                    port.send().id(),
                                    c,
                                    ways == null ? List.of() : ways[0].rule().labels(),
                                    nowNs - bypass.sinceNs(c),
                                    bypass.packets(c),
                                    bypass.unfit(c)));
                }
            }
        }
        return bypasses;
    }

    private static TrafficReport.Flow flow(
            Fib fib, PathSelector selector, Session session, int peerPop) {
        var entered = session.entered();
        FibRoute route = fib.route(peerPop, entered.trafficClass(), RouteRule.Direction.TO);
        return flow(
                selector,
                route,
                session.service(),
                session.flow() & 0xffffffffL,
                peerPop,
                entered.trafficClass(),
                entered.packets(),
                entered.bytes(),
                entered.switches());
    }

    private static TrafficReport.Flow flow(
            PathSelector selector,
            @Nullable FibRoute route,
            int service,
            long flow,
            int peerPop,
            TrafficClass c,
            long packets,
            long bytes,
            long switches) {
        @Nullable FibPath path = route == null ? null : selector.active(route);
        boolean onBackup =
                route != null
                        && path != null
                        && path.index() != route.candidates().getFirst().index();
        return new TrafficReport.Flow(
                service,
                flow,
                peerPop,
                c,
                path == null ? List.of() : path.rule().labels(),
                onBackup,
                packets,
                bytes,
                switches);
    }
}
