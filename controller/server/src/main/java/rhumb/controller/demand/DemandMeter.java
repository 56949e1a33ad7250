package rhumb.controller.demand;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.ServiceRule;

/**
 * Makes rates of what forwarders count. Each report gives the bytes of every flow that enters at
 * its PoP, or of every FLV stream that is watched there; two reports give a rate, which is smoothed
 * (exponentially, over {@value #SMOOTH_NS} ns). {@link #demands} stays the same object until a rate
 * has changed by a quarter or a pair came into use or fell out of it, so that noise makes no new
 * plan.
 *
 * <p>Bounded by the flows that a report holds. What a forwarder has beyond these is not counted.
 */
public final class DemandMeter {
    private static final long SMOOTH_NS = 20_000_000_000L;

    /** Less is not worth placing: a call of one. */
    private static final long LEAST_BPS = 100_000;

    /** A flow of a forwarder: an egress has flows of several PoPs. */
    private record FlowKey(int service, int peer, long flow) {}

    private record Target(int from, int to, TrafficClass c) {}

    /** What is known of one PoP. */
    private static final class Ingress {
        long atNs = Long.MIN_VALUE;
        Map<FlowKey, Long> bytes = Map.of();
        final Map<Target, Double> rates = new HashMap<>();
    }

    private final Topology topology;
    private final Set<Integer> pulled = new HashSet<>();
    private final Map<Integer, Ingress> ingresses = new TreeMap<>();
    private Demands told = Demands.NONE;

    public DemandMeter(Intent intent, Topology topology) {
        this.topology = topology;
        intent.services().stream()
                .filter(service -> service.kind() == ServiceRule.Kind.FLV)
                .forEach(service -> pulled.add(service.number()));
    }

    /**
     * A forwarder says what entered at its PoP.
     *
     * @return whether {@link #demands} is another object now
     */
    public boolean onReport(long nowNs, int pop, TrafficReport report) {
        Ingress ingress = ingresses.computeIfAbsent(pop, p -> new Ingress());
        Map<FlowKey, Long> bytes = new HashMap<>();
        Map<Target, Long> grown = new HashMap<>();
        for (TrafficReport.Flow flow : report.flows()) {
            int peer = topology.popByNumber(flow.peerPop());
            if (peer < 0 || peer == pop) {
                continue;
            }
            FlowKey key = new FlowKey(flow.service(), flow.peerPop(), flow.flow());
            bytes.put(key, flow.bytes());
            Long before = ingress.bytes.get(key);
            if (before == null && ingress.bytes.size() >= TrafficReport.MAX_FLOWS) {
                // Of a report that was full nobody knows whether a flow that it lacks is new.
                continue;
            }
            // A flow that is new began with 0; one that counts from the start again, too.
            long growth =
                    before == null || before > flow.bytes() ? flow.bytes() : flow.bytes() - before;
            // FLV is told by the viewer's side and flows towards it.
            boolean towards = pulled.contains(flow.service());
            Target target =
                    new Target(towards ? peer : pop, towards ? pop : peer, flow.trafficClass());
            grown.merge(target, growth, Long::sum);
        }
        if (ingress.atNs != Long.MIN_VALUE && nowNs > ingress.atNs) {
            smooth(ingress, grown, nowNs - ingress.atNs);
        }
        ingress.atNs = nowNs;
        ingress.bytes = bytes;
        Demands before = told;
        return demands() != before;
    }

    /** The forwarder is gone: what it carries is not known, so nothing is planned for it. */
    public void onLost(int pop) {
        ingresses.remove(pop);
    }

    /** The demands now. */
    public Demands demands() {
        Map<Target, Double> sums = new HashMap<>();
        for (Ingress ingress : ingresses.values()) {
            ingress.rates.forEach((target, rate) -> sums.merge(target, rate, Double::sum));
        }
        List<Demand> now = new ArrayList<>();
        sums.forEach((target, rate) -> {
            if (rate >= LEAST_BPS) {
                now.add(new Demand(target.from, target.to, target.c, Math.round(rate)));
            }
        });
        told = changed(now) ? new Demands(now) : told;
        return told;
    }

    private static void smooth(Ingress ingress, Map<Target, Long> grown, long overNs) {
        double keeps = StrictMath.exp(-(double) overNs / SMOOTH_NS);
        ingress.rates.replaceAll((target, rate) -> rate * keeps);
        grown.forEach((target, bytes) -> {
            double rate = bytes * 8e9 / overNs;
            ingress.rates.merge(target, rate * (1 - keeps), Double::sum);
        });
        ingress.rates.values().removeIf(rate -> rate < LEAST_BPS / 10.0);
    }

    private boolean changed(List<Demand> now) {
        int count = 0;
        for (TrafficClass c : TrafficClass.ALL) {
            count += told.of(c).size();
        }
        if (count != now.size()) {
            return true;
        }
        for (Demand demand : now) {
            long was = told.rateBps(demand.from(), demand.to(), demand.trafficClass());
            // What grows may pass a limit, what falls only wastes room.
            if (demand.rateBps() > was + was / 10 || demand.rateBps() < was - was / 4) {
                return true;
            }
        }
        return false;
    }
}
