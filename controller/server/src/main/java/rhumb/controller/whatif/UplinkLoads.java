package rhumb.controller.whatif;

import java.util.Map;
import java.util.TreeMap;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.UplinkId;

/** What uplinks send when each demand follows its path: the ingress PoP's, and each relay's. */
final class UplinkLoads {
    private final Topology topology;
    private final Plan plan;
    private final Map<UplinkId, Long> loadBps = new TreeMap<>();

    UplinkLoads(Topology topology, Plan plan) {
        this.topology = topology;
        this.plan = plan;
    }

    void add(Demand demand) {
        int from = topology.popIndex(demand.from());
        int to = topology.popIndex(demand.to());
        if (from < 0 || to < 0 || from == to) {
            return;
        }
        OverlayPath path = Experiment.destination(plan.decision(from, to, demand.trafficClass()));
        for (int i = 0; path != null && i < path.length(); i++) {
            loadBps.merge(topology.link(path.link(i)).id().from(), demand.rateBps(), Long::sum);
        }
    }

    long load(UplinkId uplink) {
        return loadBps.getOrDefault(uplink, 0L);
    }

    /** Of all uplinks, in order of name; 0 = no limit known. */
    Map<UplinkId, Long> rates() {
        Map<UplinkId, Long> rates = new TreeMap<>();
        topology.pops()
                .forEach(pop ->
                        pop.uplinks()
                                .forEach(u ->
                                        rates.put(
                                                new UplinkId(pop.name(), u.name()), u.rateBps())));
        return rates;
    }
}
