package rhumb.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.OverlayPath;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.TrafficReport;

/**
 * The flows that enter the overlay and the links that packets go round, by the newest word of each
 * connected forwarder.
 */
final class FlowBook {
    private record Told(long atNs, TrafficReport report) {}

    /** Classes that go round a link, or do so no more. */
    record Turn(LinkId link, ClassSet classes, boolean begins) {}

    private final Topology topology;
    private final Map<PopId, Told> newest = new TreeMap<>();

    FlowBook(Topology topology) {
        this.topology = topology;
    }

    /** Takes a report; gives the links that began to be gone round since the last one, or ended. */
    List<Turn> onReport(long nowNs, PopId pop, TrafficReport report) {
        Told before = newest.put(pop, new Told(nowNs, report));
        Map<LinkId, ClassSet> was = before == null ? Map.of() : inUse(pop, before.report);
        Map<LinkId, ClassSet> is = inUse(pop, report);
        List<Turn> turns = new ArrayList<>();
        is.forEach((link, classes) -> {
            ClassSet begun = classes.minus(was.getOrDefault(link, ClassSet.NONE));
            if (!begun.isEmpty()) {
                turns.add(new Turn(link, begun, true));
            }
        });
        was.forEach((link, classes) -> {
            ClassSet ended = classes.minus(is.getOrDefault(link, ClassSet.NONE));
            if (!ended.isEmpty()) {
                turns.add(new Turn(link, ended, false));
            }
        });
        return turns;
    }

    void onLost(PopId pop) {
        newest.remove(pop);
    }

    List<ControllerView.Queue> queues() {
        List<ControllerView.Queue> queues = new ArrayList<>();
        newest.forEach((pop, told) ->
                told.report
                        .queues()
                        .forEach(queue -> queues.add(new ControllerView.Queue(pop, queue))));
        return queues;
    }

    List<ControllerView.Flow> view() {
        List<ControllerView.Flow> flows = new ArrayList<>();
        newest.forEach((pop, told) -> {
            for (TrafficReport.Flow flow : told.report.flows()) {
                OverlayPath path = LabelWalk.links(topology, topology.popIndex(pop), flow.labels());
                flows.add(
                        new ControllerView.Flow(
                                pop, flow, path == null ? List.of() : path.ids(topology)));
            }
        });
        return flows;
    }

    List<ControllerView.Bypass> bypasses() {
        List<ControllerView.Bypass> bypasses = new ArrayList<>();
        newest.forEach((pop, told) -> {
            for (TrafficReport.Bypass bypass : told.report.bypasses()) {
                if (own(pop, bypass)) {
                    long sinceNs = told.atNs - bypass.forNs();
                    bypasses.add(new ControllerView.Bypass(bypass, sinceNs));
                }
            }
        });
        return bypasses;
    }

    private Map<LinkId, ClassSet> inUse(PopId pop, TrafficReport report) {
        return report.bypasses().stream()
                .filter(bypass -> bypass.inUse() && own(pop, bypass))
                .collect(
                        Collectors.toMap(
                                TrafficReport.Bypass::link,
                                bypass -> ClassSet.of(bypass.trafficClass()),
                                ClassSet::plus,
                                TreeMap::new));
    }

    /** A forwarder speaks of its own links only. */
    private boolean own(PopId pop, TrafficReport.Bypass bypass) {
        return bypass.link().source().equals(pop) && topology.linkIndex(bypass.link()) >= 0;
    }
}
