package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.TrafficReport;

/** What uplinks did with classes and tenants, as their forwarders told it. */
final class QueueResource {
    private QueueResource() {}

    static ObjectNode queues(ControllerView view, Query query) {
        int index = query.pop("pop");
        PopId only = index < 0 ? null : view.topology().pop(index);
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("queues");
        for (ControllerView.Queue queue : view.queues()) {
            if (only == null || queue.pop().equals(only)) {
                ObjectNode row = rows.addObject();
                row(row, queue.pop(), queue.queue());
                // What the uplink carries, all classes together: 0 = no limit known.
                row.put("rateBps", rateBps(view, queue));
            }
        }
        return answer;
    }

    private static long rateBps(ControllerView view, ControllerView.Queue queue) {
        int pop = view.topology().popIndex(queue.pop());
        if (pop < 0) {
            return 0;
        }
        return view.topology().pops().get(pop).uplinks().stream()
                .filter(uplink -> uplink.name().equals(queue.queue().uplink()))
                .mapToLong(UplinkIntent::rateBps)
                .findFirst()
                .orElse(0);
    }

    private static void row(ObjectNode row, PopId pop, TrafficReport.Queue queue) {
        TrafficClass c = queue.trafficClass();
        row.put("pop", pop.name()).put("uplink", queue.uplink());
        if (c == null) {
            row.putNull("class").put("tenant", queue.tenant());
        } else {
            row.put("class", c.label()).putNull("tenant");
        }
        row.put("packets", queue.packets())
                .put("bytes", queue.bytes())
                .put("drops", queue.drops())
                .put("marks", queue.marks())
                .put("queued", queue.queued());
        NorthboundApi.putMs(row, "delayMsP50", queue.delayNsP50());
        NorthboundApi.putMs(row, "delayMsP99", queue.delayNsP99());
    }
}
