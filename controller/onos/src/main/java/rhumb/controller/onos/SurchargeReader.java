package rhumb.controller.onos;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onosproject.net.topology.LinkWeigher;
import rhumb.controller.intent.Topology;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * Reads an application's weigher as what links cost a class beyond what was measured: its weight is
 * microseconds of delay to be added, less than 0 for a link to be preferred; a link that is not
 * viable is to be avoided. Asked once for each link, active or not.
 */
final class SurchargeReader {
    /** Implementation constant: half of what the planner lets a usable link cost. */
    static final int MAX_SURCHARGE_US = 1_000_000;

    private SurchargeReader() {}

    static OnosPolicy.Reading read(OverlaySnapshot snapshot, LinkWeigher weigher, TrafficClass c) {
        if (weigher instanceof ClassWeigher) {
            return new OnosPolicy.Refused(
                    "weigher " + weigher + ": it tells what the planner counts already");
        }
        SortedMap<LinkId, Integer> surcharges = new TreeMap<>();
        SortedSet<LinkId> avoid = new TreeSet<>();
        for (Topology.Link link : snapshot.topology().links()) {
            Weight weight = weigher.weight(snapshot.edge(link.index()));
            if (!weight.isViable()) {
                avoid.add(link.id());
                continue;
            }
            double us = weight instanceof ScalarWeight scalar ? scalar.value() : Double.NaN;
            if (!(Math.abs(us) <= MAX_SURCHARGE_US)) {
                return new OnosPolicy.Refused(
                        "weight "
                                + weight
                                + " of "
                                + link.id()
                                + ": expected a ScalarWeight of microseconds, -1000000 to 1000000");
            }
            if (Math.round(us) != 0) {
                surcharges.put(link.id(), (int) Math.round(us));
            }
        }
        return new OnosPolicy.Accepted(new OnosPolicy.LinkCosts(c, surcharges, avoid));
    }
}
