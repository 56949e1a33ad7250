package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onlab.packet.ChassisId;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DefaultDevice;
import org.onosproject.net.DefaultLink;
import org.onosproject.net.DefaultPort;
import org.onosproject.net.Device;
import org.onosproject.net.ElementId;
import org.onosproject.net.Link;
import org.onosproject.net.Port;
import org.onosproject.net.PortNumber;
import org.onosproject.net.topology.DefaultTopologyEdge;
import org.onosproject.net.topology.DefaultTopologyVertex;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.TopologyEdge;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.CostModel;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.Role;

/**
 * One view of the controller as devices, ports and links. PoPs and links go by their numbers in the
 * topology. A mesh of a thousand PoPs has a million links, so a link becomes an ONOS one when it is
 * asked for.
 */
final class OverlaySnapshot {
    private final ControllerView view;
    private final CostModel costs;
    private final List<Device> devices = new ArrayList<>();
    private final List<List<Port>> ports = new ArrayList<>();
    private final Set<PopId> inSession = new HashSet<>();
    private volatile @Nullable WeighedPaths weighed;

    OverlaySnapshot(ControllerView view) {
        this.view = view;
        this.costs = new CostModel(view.topology(), view.intent().policy());
        view.peers().stream()
                .filter(p -> p.role() == Role.FORWARDER && p.connected())
                .forEach(p -> inSession.add(p.pop()));
        for (PopIntent pop : view.topology().pops()) {
            Device device =
                    new DefaultDevice(
                            OverlayIds.PROVIDER,
                            OverlayIds.device(pop.name()),
                            Device.Type.VIRTUAL,
                            "Rhumb",
                            "PoP",
                            "forwarder",
                            pop.name().name(),
                            new ChassisId(pop.number()),
                            OverlayAnnotations.of(pop));
            devices.add(device);
            ports.add(ports(device, pop));
        }
    }

    private static List<Port> ports(Device device, PopIntent pop) {
        List<Port> all = new ArrayList<>();
        for (int place = 0; place < pop.uplinks().size(); place++) {
            UplinkIntent uplink = pop.uplinks().get(place);
            all.add(
                    new DefaultPort(
                            device,
                            OverlayIds.port(place, uplink.name()),
                            true,
                            Port.Type.VIRTUAL,
                            uplink.rateBps() / 1_000_000,
                            OverlayAnnotations.of(uplink)));
        }
        return List.copyOf(all);
    }

    ControllerView view() {
        return view;
    }

    Topology topology() {
        return view.topology();
    }

    List<Device> devices() {
        return devices;
    }

    Device device(int pop) {
        return devices.get(pop);
    }

    List<Port> ports(int pop) {
        return ports.get(pop);
    }

    /** The number of a device's PoP; -1 for anything else. */
    int pop(ElementId element) {
        PopId pop = OverlayIds.pop(element);
        return pop == null ? -1 : topology().popIndex(pop);
    }

    /** Whether the PoP's forwarder is in session with this controller. */
    boolean available(int pop) {
        return inSession.contains(topology().pop(pop));
    }

    /** What is known of a link now; null before anything can be. */
    @Nullable LinkState state(int link) {
        List<LinkState> states = view.snapshot().links();
        return link < states.size() ? states.get(link) : null;
    }

    /**
     * Whether a link was measured and carries. One that is not known does not count: ONOS has no
     * third state, and unknown is never preferred.
     */
    boolean active(int link) {
        return switch (status(link)) {
            case UP, DEGRADED -> true;
            case UNKNOWN, DOWN -> false;
        };
    }

    LinkStatus status(int link) {
        LinkState state = state(link);
        return state == null ? LinkStatus.UNKNOWN : state.status();
    }

    Link link(int number) {
        Topology.Link link = topology().link(number);
        return DefaultLink.builder()
                .providerId(OverlayIds.PROVIDER)
                .src(end(link.from(), link.id().from()))
                .dst(end(link.to(), link.id().to()))
                .type(Link.Type.TUNNEL)
                .state(active(number) ? Link.State.ACTIVE : Link.State.INACTIVE)
                .isExpected(true)
                .annotations(OverlayAnnotations.of(link, state(number)))
                .build();
    }

    List<Link> links(int... numbers) {
        return IntStream.of(numbers).mapToObj(this::link).toList();
    }

    TopologyEdge edge(int number) {
        Topology.Link link = topology().link(number);
        return new DefaultTopologyEdge(vertex(link.from()), vertex(link.to()), link(number));
    }

    DefaultTopologyVertex vertex(int pop) {
        return new DefaultTopologyVertex(device(pop).id());
    }

    /** The number of the link between two ports; -1 when there is none. */
    int link(ConnectPoint src, ConnectPoint dst) {
        UplinkId from = uplink(src);
        UplinkId to = uplink(dst);
        return from == null || to == null || from.pop().equals(to.pop())
                ? -1
                : topology().linkIndex(new LinkId(from, to));
    }

    /** The uplink of a port; null for any other port. */
    @Nullable UplinkId uplink(ConnectPoint point) {
        int pop = pop(point.elementId());
        return pop < 0 ? null : uplink(pop, point.port());
    }

    @Nullable UplinkId uplink(int pop, PortNumber port) {
        List<UplinkIntent> own = topology().pops().get(pop).uplinks();
        boolean known = !port.isLogical() && port.toLong() >= 1 && port.toLong() <= own.size();
        return known
                ? new UplinkId(topology().pop(pop), own.get((int) port.toLong() - 1).name())
                : null;
    }

    /** What the planner counts for a link, in microseconds; not viable before there is a plan. */
    Weight weight(int link, TrafficClass c) {
        if (link < 0 || link >= view.plan().snapshot().links().size()) {
            return ScalarWeight.NON_VIABLE_WEIGHT;
        }
        // As the planner priced it last: a link keeps its price while little changes.
        LinkState priced = view.plan().priced(link);
        long atNs = view.plan().pricedAtNs(link);
        return ScalarWeight.toWeight(costs.cost(atNs, priced, topology().link(link), c).total());
    }

    /** The wall clock at a time of the view. */
    long unixMs(long atNs) {
        return (atNs + view.unixOffsetNs()) / 1_000_000;
    }

    /** The paths of a foreign weigher; it is asked once for each view. */
    @SuppressWarnings("ReferenceEquality") // another weigher, however equal, may weigh otherwise
    WeighedPaths weighed(LinkWeigher weigher) {
        WeighedPaths last = weighed;
        if (last == null || last.weigher() != weigher) {
            last = WeighedPaths.of(this, weigher);
            weighed = last;
        }
        return last;
    }

    private ConnectPoint end(int pop, UplinkId uplink) {
        List<Port> own = ports.get(pop);
        List<UplinkIntent> uplinks = topology().pops().get(pop).uplinks();
        int place =
                IntStream.range(0, uplinks.size())
                        .filter(i -> uplinks.get(i).name().equals(uplink.name()))
                        .findFirst()
                        .orElseThrow();
        return new ConnectPoint(device(pop).id(), own.get(place).number());
    }
}
