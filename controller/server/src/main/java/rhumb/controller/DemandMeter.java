package rhumb.controller;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.ServiceIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.whatif.Demand;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.ServiceRule;

/**
 * What pairs of PoPs ask of the overlay, class by class: the growth of the forwarders' counters
 * between two of their reports, at least five seconds apart. A PoP whose forwarder is away asks for
 * nothing that is known. Bound: two reports a PoP.
 */
final class DemandMeter {
    private static final long LEAST_NS = 5_000_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    /** A flow of a forwarder: an egress has flows of several PoPs. */
    private record FlowKey(int service, int peer, long flow) {
        static FlowKey of(TrafficReport.Flow flow) {
            return new FlowKey(flow.service(), flow.peerPop(), flow.flow());
        }
    }

    private record Key(TrafficClass trafficClass, PopId from, PopId to) {}

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::trafficClass).thenComparing(Key::from).thenComparing(Key::to);

    private static final class Meter {
        long atNs;
        Map<FlowKey, Long> bytes = Map.of();
        List<Demand> demands = List.of();
    }

    private final Intent intent;
    private final Topology topology;
    private final Map<PopId, Meter> meters = new TreeMap<>();

    DemandMeter(Intent intent, Topology topology) {
        this.intent = intent;
        this.topology = topology;
    }

    void onReport(long nowNs, PopId pop, TrafficReport report) {
        Meter meter = meters.get(pop);
        if (meter != null && nowNs - meter.atNs < LEAST_NS) {
            return;
        }
        Map<FlowKey, Long> bytes = new HashMap<>();
        report.flows().forEach(f -> bytes.put(FlowKey.of(f), f.bytes()));
        Meter next = new Meter();
        next.atNs = nowNs;
        next.bytes = bytes;
        if (meter != null) {
            next.demands = demands(pop, report, meter, nowNs - meter.atNs);
        }
        meters.put(pop, next);
    }

    void onLost(PopId pop) {
        meters.remove(pop);
    }

    /** By PoP whose forwarder told it, then by class and pair. */
    List<Demand> demands() {
        return meters.values().stream().flatMap(m -> m.demands.stream()).toList();
    }

    private List<Demand> demands(PopId pop, TrafficReport report, Meter before, long overNs) {
        Map<Key, Long> grown = new TreeMap<>(ORDER);
        for (TrafficReport.Flow flow : report.flows()) {
            int peer = topology.popByNumber(flow.peerPop());
            Long known = before.bytes.get(FlowKey.of(flow));
            long was = known == null ? 0 : known;
            // Of a report that is full nobody knows whether a flow that it lacks is new.
            boolean told = known != null || before.bytes.size() < TrafficReport.MAX_FLOWS;
            if (peer >= 0 && told && flow.bytes() > was) {
                PopId other = topology.pop(peer);
                // FLV is told by the viewer's side and flows towards it.
                Key key =
                        pulled(flow.service())
                                ? new Key(flow.trafficClass(), other, pop)
                                : new Key(flow.trafficClass(), pop, other);
                grown.merge(key, flow.bytes() - was, Long::sum);
            }
        }
        List<Demand> demands = new ArrayList<>();
        grown.forEach((key, bytes) ->
                demands.add(
                        new Demand(
                                key.from(),
                                key.to(),
                                key.trafficClass(),
                                Math.round(bytes * 8.0 * SECOND_NS / overNs))));
        return List.copyOf(demands);
    }

    private boolean pulled(int number) {
        ServiceIntent service = service(number);
        return service != null && service.kind() == ServiceRule.Kind.FLV;
    }

    private @Nullable ServiceIntent service(int number) {
        for (ServiceIntent service : intent.services()) {
            if (service.number() == number) {
                return service;
            }
        }
        return null;
    }
}
