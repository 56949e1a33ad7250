package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.List;
import rhumb.controller.demand.Demands;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** What enters the overlay at a PoP for another one, bits per second, as forwarders count it. */
public record Demand(PopId from, PopId to, TrafficClass trafficClass, long rateBps) {
    /** The demands that the planner places, by name. */
    public static List<Demand> named(Topology topology, Demands demands) {
        List<Demand> named = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            demands.of(c)
                    .forEach(d ->
                            named.add(
                                    new Demand(
                                            topology.pop(d.from()),
                                            topology.pop(d.to()),
                                            c,
                                            d.rateBps())));
        }
        return List.copyOf(named);
    }
}
