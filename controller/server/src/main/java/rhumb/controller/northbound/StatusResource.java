package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.EnumMap;
import java.util.Map;
import rhumb.controller.ControllerView;
import rhumb.controller.Peers;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.Topology;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.Role;

/** The controller itself, and its PoPs. */
final class StatusResource {
    private StatusResource() {}

    static ObjectNode status(ControllerView view) {
        return NorthboundApi.object()
                .put("controller", view.intent().controller())
                .put("phase", view.phase().name())
                .put("snapshot", view.snapshot().number())
                .put("plan", view.plan().number())
                .put("pops", view.topology().pops().size())
                .put("links", view.topology().links().size())
                .put("reports", view.counters().reports())
                .put("moves", view.counters().moves())
                .put("updates", view.counters().updates());
    }

    static ObjectNode pops(ControllerView view) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("pops");
        for (PopIntent pop : view.topology().pops()) {
            Map<LinkStatus, Integer> links = linkStates(view, view.topology().popIndex(pop.name()));
            ObjectNode row =
                    rows.addObject()
                            .put("name", pop.name().name())
                            .put("number", pop.number())
                            .put("city", pop.city())
                            .put("agent", presence(view, pop, Role.AGENT))
                            .put("forwarder", presence(view, pop, Role.FORWARDER));
            view.books().stream()
                    .filter(book -> book.pop().equals(pop.name()))
                    .forEach(book ->
                            row.put("epoch", book.acked().toString())
                                    .put("rules", book.state().name()));
            row.put("linksUp", links.get(LinkStatus.UP))
                    .put("linksDegraded", links.get(LinkStatus.DEGRADED))
                    .put("linksDown", links.get(LinkStatus.DOWN))
                    .put("linksUnknown", links.get(LinkStatus.UNKNOWN));
        }
        return answer;
    }

    private static Map<LinkStatus, Integer> linkStates(ControllerView view, int pop) {
        Map<LinkStatus, Integer> states = new EnumMap<>(LinkStatus.class);
        for (LinkStatus status : LinkStatus.values()) {
            states.put(status, 0);
        }
        for (Topology.Link link : view.topology().outgoing(pop)) {
            states.merge(view.snapshot().link(link.index()).status(), 1, Integer::sum);
        }
        return states;
    }

    private static String presence(ControllerView view, PopIntent pop, Role role) {
        for (Peers.Peer peer : view.peers()) {
            if (peer.pop().equals(pop.name()) && peer.role() == role) {
                return peer.connected() ? "connected" : "lost";
            }
        }
        return "never";
    }
}
