package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.PopId;
import rhumb.southbound.message.TrafficReport;

/** The flows that enter the overlay, by the newest word of each connected forwarder. */
final class FlowBook {
    private final Topology topology;
    private final Map<PopId, TrafficReport> newest = new TreeMap<>();

    FlowBook(Topology topology) {
        this.topology = topology;
    }

    void onReport(PopId pop, TrafficReport report) {
        newest.put(pop, report);
    }

    void onLost(PopId pop) {
        newest.remove(pop);
    }

    List<ControllerView.Flow> view() {
        List<ControllerView.Flow> flows = new ArrayList<>();
        newest.forEach((pop, report) -> {
            for (TrafficReport.Flow flow : report.flows()) {
                OverlayPath path = LabelWalk.links(topology, topology.popIndex(pop), flow.labels());
                flows.add(
                        new ControllerView.Flow(
                                pop, flow, path == null ? List.of() : path.ids(topology)));
            }
        });
        return flows;
    }
}
