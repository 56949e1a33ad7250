package rhumb.controller.onos;

import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.onlab.graph.AdjacencyListsGraph;
import org.onosproject.event.ListenerRegistry;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.DisjointPath;
import org.onosproject.net.Link;
import org.onosproject.net.Path;
import org.onosproject.net.topology.ClusterId;
import org.onosproject.net.topology.DefaultTopologyCluster;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.Topology;
import org.onosproject.net.topology.TopologyCluster;
import org.onosproject.net.topology.TopologyEdge;
import org.onosproject.net.topology.TopologyEvent;
import org.onosproject.net.topology.TopologyGraph;
import org.onosproject.net.topology.TopologyListener;
import org.onosproject.net.topology.TopologyService;
import org.onosproject.net.topology.TopologyVertex;

/** The whole overlay. A topology is a handle on one snapshot, however long it is kept. */
final class TopologyReads extends ListenerRegistry<TopologyEvent, TopologyListener>
        implements TopologyService {
    private final Supplier<OverlaySnapshot> snapshots;

    TopologyReads(Supplier<OverlaySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public Topology currentTopology() {
        return OverlayTopology.of(snapshots.get());
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a snapshot is one view
    public boolean isLatest(Topology topology) {
        return ours(topology).snapshot() == snapshots.get();
    }

    /** All devices and the active links. */
    @Override
    public TopologyGraph getGraph(Topology topology) {
        OverlaySnapshot snapshot = ours(topology).snapshot();
        Set<TopologyVertex> vertices = new LinkedHashSet<>();
        IntStream.range(0, snapshot.devices().size())
                .forEach(pop -> vertices.add(snapshot.vertex(pop)));
        Set<TopologyEdge> edges = new LinkedHashSet<>();
        IntStream.range(0, snapshot.topology().links().size())
                .filter(snapshot::active)
                .forEach(link -> edges.add(snapshot.edge(link)));
        return new OverlayGraph(vertices, edges);
    }

    private static final class OverlayGraph
            extends AdjacencyListsGraph<TopologyVertex, TopologyEdge> implements TopologyGraph {
        OverlayGraph(Set<TopologyVertex> vertices, Set<TopologyEdge> edges) {
            super(vertices, edges);
        }
    }

    @Override
    public Set<TopologyCluster> getClusters(Topology topology) {
        OverlayTopology ours = ours(topology);
        Set<TopologyCluster> clusters = new LinkedHashSet<>();
        for (int i = 0; i < ours.clusters().all().size(); i++) {
            clusters.add(cluster(ours, i));
        }
        return clusters;
    }

    @Override
    public @Nullable TopologyCluster getCluster(Topology topology, ClusterId id) {
        OverlayTopology ours = ours(topology);
        return id.index() >= 0 && id.index() < ours.clusters().all().size()
                ? cluster(ours, id.index())
                : null;
    }

    @Override
    public Set<DeviceId> getClusterDevices(Topology topology, TopologyCluster cluster) {
        OverlayTopology ours = ours(topology);
        Set<DeviceId> devices = new LinkedHashSet<>();
        members(ours, cluster).stream()
                .forEach(pop -> devices.add(ours.snapshot().device(pop).id()));
        return devices;
    }

    @Override
    public Set<Link> getClusterLinks(Topology topology, TopologyCluster cluster) {
        OverlayTopology ours = ours(topology);
        Set<Link> links = new LinkedHashSet<>();
        inside(ours, members(ours, cluster)).forEach(l -> links.add(ours.snapshot().link(l)));
        return links;
    }

    @Override
    public Set<Path> getPaths(Topology topology, DeviceId src, DeviceId dst) {
        return PathReads.paths(ours(topology).snapshot(), src, dst, null);
    }

    @Override
    public Set<Path> getPaths(Topology topology, DeviceId src, DeviceId dst, LinkWeigher weigher) {
        return PathReads.paths(ours(topology).snapshot(), src, dst, weigher);
    }

    @Override
    public Stream<Path> getKShortestPaths(Topology topology, DeviceId src, DeviceId dst) {
        return PathReads.cheapestFirst(getPaths(topology, src, dst));
    }

    @Override
    public Stream<Path> getKShortestPaths(
            Topology topology, DeviceId src, DeviceId dst, LinkWeigher weigher) {
        return PathReads.cheapestFirst(getPaths(topology, src, dst, weigher));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(Topology topology, DeviceId src, DeviceId dst) {
        return PathReads.disjoint(getPaths(topology, src, dst));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(
            Topology topology, DeviceId src, DeviceId dst, LinkWeigher weigher) {
        return PathReads.disjoint(getPaths(topology, src, dst, weigher));
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(
            Topology topology, DeviceId src, DeviceId dst, Map<Link, Object> riskProfile) {
        throw PathReads.foreignRisks();
    }

    @Override
    public Set<DisjointPath> getDisjointPaths(
            Topology topology,
            DeviceId src,
            DeviceId dst,
            LinkWeigher weigher,
            Map<Link, Object> riskProfile) {
        throw PathReads.foreignRisks();
    }

    /** Every uplink carries overlay links. */
    @Override
    public boolean isInfrastructure(Topology topology, ConnectPoint point) {
        return ours(topology).snapshot().uplink(point) != null;
    }

    /** Nothing is flooded in the overlay. */
    @Override
    public boolean isBroadcastPoint(Topology topology, ConnectPoint point) {
        return false;
    }

    private static OverlayTopology ours(Topology topology) {
        if (topology instanceof OverlayTopology ours) {
            return ours;
        }
        throw new IllegalArgumentException(
                "topology " + topology + ": expected one of currentTopology() of this service");
    }

    private static TopologyCluster cluster(OverlayTopology ours, int index) {
        BitSet members = ours.clusters().all().get(index);
        return new DefaultTopologyCluster(
                ClusterId.clusterId(index),
                members.cardinality(),
                inside(ours, members).size(),
                ours.snapshot().vertex(members.nextSetBit(0)));
    }

    private static BitSet members(OverlayTopology ours, TopologyCluster cluster) {
        List<BitSet> all = ours.clusters().all();
        int index = cluster.id().index();
        return index >= 0 && index < all.size() ? all.get(index) : new BitSet();
    }

    private static List<Integer> inside(OverlayTopology ours, BitSet members) {
        OverlaySnapshot snapshot = ours.snapshot();
        return snapshot.topology().links().stream()
                .filter(l -> members.get(l.from()) && members.get(l.to()))
                .map(rhumb.controller.intent.Topology.Link::index)
                .filter(snapshot::active)
                .toList();
    }
}
