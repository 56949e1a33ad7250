package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.ProbePlan;

/** Links with their measured quality. */
final class LinkResource {
    private LinkResource() {}

    static ObjectNode links(ControllerView view, Query query) {
        int pop = query.pop("pop");
        boolean bad = query.flag("bad");
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("links");
        for (Topology.Link link : view.topology().links()) {
            LinkState state = view.snapshot().link(link.index());
            boolean wanted =
                    (pop < 0 || link.touches(pop)) && (!bad || state.status() != LinkStatus.UP);
            if (wanted) {
                ObjectNode row = rows.addObject();
                row(row, view, state);
                probing(row, view.probing().get(link.from()).plan(), link.id());
            }
        }
        return answer;
    }

    /** What the agent was told; media or a short budget make it probe more or less often. */
    private static void probing(ObjectNode row, ProbePlan plan, LinkId link) {
        for (ProbePlan.ProbedLink probed : plan.links()) {
            if (probed.link().equals(link)) {
                row.put("probeUse", probed.use().name());
                NorthboundApi.putMs(row, "probeIntervalMs", probed.intervalNs());
                NorthboundApi.putMs(row, "probeBusyIntervalMs", probed.busyNs());
            }
        }
    }

    private static void row(ObjectNode row, ControllerView view, LinkState state) {
        row.put("link", state.link().toString()).put("status", state.status().name());
        ArrayNode degraded = row.putArray("degraded");
        if (state.status() == LinkStatus.DEGRADED) {
            TrafficClass.ALL.stream()
                    .filter(state.degraded()::contains)
                    .forEach(c -> degraded.add(c.label()));
        }
        row.put("sign", state.sign().name())
                .put("decidedBy", state.decidedBy().name())
                .put("samples", state.samples());
        NorthboundApi.putKnown(row, "lossPpmShort", state.lossPpmShort());
        NorthboundApi.putKnown(row, "lossPpmLong", state.lossPpm());
        if (state.lossPpm() >= 0) {
            row.putObject("lossPpm95")
                    .put("low", state.lossInterval().lowPpm())
                    .put("high", state.lossInterval().highPpm());
        }
        NorthboundApi.putMs(row, "rttMs", state.rttNs());
        NorthboundApi.putMs(row, "delayMs", state.delayNs());
        NorthboundApi.putMs(row, "delayRiseMs", state.delayRiseNs());
        NorthboundApi.putMs(row, "jitterMs", state.jitterNs());
        NorthboundApi.putKnown(row, "reorderPpm", state.reorderPpm());
        NorthboundApi.putKnown(row, "duplicatePpm", state.duplicatePpm());
        NorthboundApi.putMs(row, "delayRiseP95Ms", state.delayRiseP95Ns());
        NorthboundApi.putKnown(row, "goodputBps", state.goodputBps());
        row.put("sinceSeconds", Math.max(0, view.atNs() - state.sinceNs()) / 1_000_000_000L);
    }
}
