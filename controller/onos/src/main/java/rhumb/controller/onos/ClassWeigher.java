package rhumb.controller.onos;

import java.util.function.Supplier;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onosproject.net.Link;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.TopologyEdge;
import rhumb.net.TrafficClass;

/**
 * Names a class where ONOS asks for a weigher: with it, services answer with what the planner chose
 * for the class. As a weigher it tells the planner's costs, in microseconds.
 */
final class ClassWeigher implements LinkWeigher {
    private final TrafficClass trafficClass;
    private final Supplier<OverlaySnapshot> snapshots;

    ClassWeigher(TrafficClass trafficClass, Supplier<OverlaySnapshot> snapshots) {
        this.trafficClass = trafficClass;
        this.snapshots = snapshots;
    }

    TrafficClass trafficClass() {
        return trafficClass;
    }

    @Override
    public Weight weight(TopologyEdge edge) {
        Link link = edge.link();
        OverlaySnapshot snapshot = snapshots.get();
        return snapshot.weight(snapshot.link(link.src(), link.dst()), trafficClass);
    }

    @Override
    public Weight getInitialWeight() {
        return ScalarWeight.toWeight(0);
    }

    @Override
    public Weight getNonViableWeight() {
        return ScalarWeight.NON_VIABLE_WEIGHT;
    }

    @Override
    public String toString() {
        return "class " + trafficClass;
    }
}
