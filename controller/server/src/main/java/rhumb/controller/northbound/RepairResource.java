package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.AdjacencyRepair;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.TrafficClass;

/** The way round each link. */
final class RepairResource {
    private RepairResource() {}

    static ObjectNode repairs(ControllerView view, Query query) {
        int pop = query.pop("pop");
        TrafficClass given = query.trafficClass();
        TrafficClass c = given == null ? TrafficClass.AUDIO : given;
        Topology topology = view.topology();
        ObjectNode answer =
                NorthboundApi.object().put("plan", view.plan().number()).put("class", c.label());
        ArrayNode rows = answer.putArray("repairs");
        AdjacencyRepair.of(topology, view.intent().policy(), view.plan(), pop, c)
                .forEach(repair -> {
                    OverlayPath path = repair.path();
                    ObjectNode row =
                            rows.addObject()
                                    .put("link", topology.link(repair.link()).id().toString())
                                    .put("class", c.label())
                                    .put("path", path == null ? "" : path.text(topology));
                    ArrayNode links = row.putArray("links");
                    if (path != null) {
                        PathResource.putPath(links, topology, path);
                    }
                    repair.shares().forEach(row.putArray("shares")::add);
                });
        return answer;
    }
}
