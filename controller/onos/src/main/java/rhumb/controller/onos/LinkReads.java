package rhumb.controller.onos;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.onosproject.event.ListenerRegistry;
import org.onosproject.net.ConnectPoint;
import org.onosproject.net.DeviceId;
import org.onosproject.net.Link;
import org.onosproject.net.link.LinkEvent;
import org.onosproject.net.link.LinkListener;
import org.onosproject.net.link.LinkService;
import rhumb.controller.intent.Topology;
import rhumb.net.UplinkId;

/** Directed overlay links, with what was measured of them. */
final class LinkReads extends ListenerRegistry<LinkEvent, LinkListener> implements LinkService {
    private final Supplier<OverlaySnapshot> snapshots;

    LinkReads(Supplier<OverlaySnapshot> snapshots) {
        this.snapshots = snapshots;
    }

    @Override
    public int getLinkCount() {
        return snapshots.get().topology().links().size();
    }

    @Override
    public Iterable<Link> getLinks() {
        OverlaySnapshot snapshot = snapshots.get();
        return those(snapshot, snapshot.topology().links(), l -> true);
    }

    @Override
    public Iterable<Link> getActiveLinks() {
        OverlaySnapshot snapshot = snapshots.get();
        return those(snapshot, snapshot.topology().links(), l -> snapshot.active(l.index()));
    }

    @Override
    public Set<Link> getDeviceLinks(DeviceId id) {
        return touching(id, (pop, l) -> true);
    }

    @Override
    public Set<Link> getDeviceEgressLinks(DeviceId id) {
        return touching(id, (pop, l) -> l.from() == pop);
    }

    @Override
    public Set<Link> getDeviceIngressLinks(DeviceId id) {
        return touching(id, (pop, l) -> l.to() == pop);
    }

    @Override
    public Set<Link> getLinks(ConnectPoint point) {
        return at(point, true, true);
    }

    @Override
    public Set<Link> getEgressLinks(ConnectPoint point) {
        return at(point, true, false);
    }

    @Override
    public Set<Link> getIngressLinks(ConnectPoint point) {
        return at(point, false, true);
    }

    @Override
    public @Nullable Link getLink(ConnectPoint src, ConnectPoint dst) {
        OverlaySnapshot snapshot = snapshots.get();
        int link = snapshot.link(src, dst);
        return link < 0 ? null : snapshot.link(link);
    }

    private interface AtPop {
        boolean test(int pop, Topology.Link link);
    }

    private Set<Link> touching(DeviceId id, AtPop wanted) {
        OverlaySnapshot snapshot = snapshots.get();
        int pop = snapshot.pop(id);
        return pop < 0
                ? Set.of()
                : those(snapshot, snapshot.topology().touching(pop), l -> wanted.test(pop, l));
    }

    private Set<Link> at(ConnectPoint point, boolean out, boolean in) {
        OverlaySnapshot snapshot = snapshots.get();
        UplinkId uplink = snapshot.uplink(point);
        if (uplink == null) {
            return Set.of();
        }
        return those(
                snapshot,
                snapshot.topology().touching(snapshot.pop(point.elementId())),
                l -> out && l.id().from().equals(uplink) || in && l.id().to().equals(uplink));
    }

    private static Set<Link> those(
            OverlaySnapshot snapshot, List<Topology.Link> links, Predicate<Topology.Link> wanted) {
        Set<Link> found = new LinkedHashSet<>();
        links.stream().filter(wanted).forEach(l -> found.add(snapshot.link(l.index())));
        return found;
    }
}
