package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.AdjacencyRepair;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.rule.RuleBook;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;

/** The way round each link: what the plan has, what the forwarder runs and what it does. */
final class RepairResource {
    /** What a repair is doing. */
    private enum State {
        /** Nothing else leads to the link's end. */
        NONE,
        /** The forwarder has not acknowledged it. */
        PLANNED,
        /** The forwarder would take it at once. */
        ARMED,
        IN_USE
    }

    private record Key(LinkId link, TrafficClass trafficClass) {}

    private RepairResource() {}

    static ObjectNode repairs(ControllerView view, Query query) {
        int pop = query.pop("pop");
        TrafficClass given = query.trafficClass();
        TrafficClass c = given == null ? TrafficClass.AUDIO : given;
        Topology topology = view.topology();
        Map<Key, ControllerView.Bypass> told = new HashMap<>();
        view.bypasses()
                .forEach(bypass ->
                        told.put(
                                new Key(bypass.told().link(), bypass.told().trafficClass()),
                                bypass));
        ObjectNode answer =
                NorthboundApi.object().put("plan", view.plan().number()).put("class", c.label());
        ArrayNode rows = answer.putArray("repairs");
        for (Topology.Link link : pop < 0 ? topology.links() : topology.outgoing(pop)) {
            AdjacencyRepair repair = AdjacencyRepair.of(topology, view.plan(), link.index(), c);
            row(rows.addObject(), view, link, repair, c, told.get(new Key(link.id(), c)));
        }
        return answer;
    }

    private static void row(
            ObjectNode row,
            ControllerView view,
            Topology.Link link,
            AdjacencyRepair repair,
            TrafficClass c,
            ControllerView.@Nullable Bypass told) {
        Topology topology = view.topology();
        OverlayPath way = repair.ways().isEmpty() ? null : repair.ways().getFirst();
        State state = state(view, link, way, c, told);
        row.put("link", link.id().toString())
                .put("class", c.label())
                .put("state", state.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' '))
                .put("path", way == null ? "" : way.text(topology));
        ArrayNode links = row.putArray("links");
        if (way != null) {
            PathResource.putPath(links, topology, way);
        }
        ArrayNode others = row.putArray("others");
        repair.ways().stream().skip(1).forEach(other -> others.add(other.text(topology)));
        repair.shares().forEach(row.putArray("shares")::add);
        row.put("packets", told == null ? 0 : told.told().packets());
        row.put("unfit", told == null ? 0 : told.told().unfit());
        if (told != null && told.told().inUse()) {
            row.put("since", PathResource.ago(view.atNs() - told.sinceNs()));
        }
    }

    private static State state(
            ControllerView view,
            Topology.Link link,
            @Nullable OverlayPath way,
            TrafficClass c,
            ControllerView.@Nullable Bypass told) {
        if (told != null && told.told().inUse()) {
            return State.IN_USE;
        }
        if (way == null) {
            return State.NONE;
        }
        ControllerView.Book book = view.books().get(link.from());
        int number = view.topology().pops().get(link.to()).number();
        boolean runs =
                book.state() == RuleBook.State.IN_SYNC
                        && book.rules().rule(RouteRule.key(number, c, RouteRule.Direction.TO))
                                instanceof RouteRule route
                        && route.paths().stream()
                                .anyMatch(path -> path.labels().equals(labels(view, way)));
        return runs ? State.ARMED : State.PLANNED;
    }

    private static List<Label> labels(ControllerView view, OverlayPath way) {
        Topology topology = view.topology();
        return way.ids(topology).stream()
                .map(id -> topology.link(topology.linkIndex(id)).label())
                .toList();
    }
}
