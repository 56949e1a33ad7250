package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.ServiceIntent;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.ServiceRule;

/** Flows that forwarders carry. */
final class StreamResource {
    private StreamResource() {}

    static ObjectNode streams(ControllerView view) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("streams");
        for (ControllerView.Flow flow : view.flows()) {
            row(rows.addObject(), view, flow);
        }
        return answer;
    }

    private static void row(ObjectNode row, ControllerView view, ControllerView.Flow carried) {
        TrafficReport.Flow flow = carried.flow();
        ServiceIntent service = service(view, flow.service());
        int peer = view.topology().popByNumber(flow.peerPop());
        PopId other = peer < 0 ? carried.pop() : view.topology().pop(peer);
        // Streams are told by the viewer's side, whose path leads to the origin: media flow the
        // other way.
        boolean pulled = service != null && service.kind() == ServiceRule.Kind.FLV;
        List<LinkId> links = pulled ? reversed(carried.path()) : carried.path();
        row.put("service", name(service, flow.service()))
                .put("flow", flow.flow())
                .put("from", (pulled ? other : carried.pop()).name())
                .put("to", (pulled ? carried.pop() : other).name())
                .put("class", flow.trafficClass().label())
                .put("path", text(links))
                .put("on", flow.onBackup() ? "backup" : "primary")
                .put("packets", flow.packets())
                .put("bytes", flow.bytes())
                .put("switches", flow.switches());
    }

    private static String name(@Nullable ServiceIntent service, int number) {
        if (number == TrafficReport.Flow.IP) {
            return "ip";
        }
        return service == null ? Integer.toString(number) : service.name();
    }

    private static @Nullable ServiceIntent service(ControllerView view, int number) {
        return view.intent().services().stream()
                .filter(s -> s.number() == number)
                .findFirst()
                .orElse(null);
    }

    private static List<LinkId> reversed(List<LinkId> links) {
        List<LinkId> reversed = new ArrayList<>();
        links.reversed().forEach(link -> reversed.add(link.reverse()));
        return reversed;
    }

    private static @Nullable String text(List<LinkId> links) {
        if (links.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder(links.getFirst().from().toString());
        links.forEach(link -> text.append(" > ").append(link.to()));
        return text.toString();
    }
}
