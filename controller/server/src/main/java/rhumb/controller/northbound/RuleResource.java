package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.Collectors;
import rhumb.controller.ControllerView;
import rhumb.controller.intent.Topology;
import rhumb.net.Label;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/** Rules as forwarders were sent them. */
final class RuleResource {
    private RuleResource() {}

    static ObjectNode rules(ControllerView view, Query query) {
        int pop = query.pop("pop");
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("rules");
        for (ControllerView.Book book : view.books()) {
            if (pop < 0 || view.topology().popIndex(book.pop()) == pop) {
                for (Rule rule : book.rules().rules()) {
                    ObjectNode row = rows.addObject().put("pop", book.pop().name());
                    row.put("kind", rule.key().kind().name().toLowerCase(java.util.Locale.ROOT));
                    describe(row, view.topology(), rule);
                }
            }
        }
        return answer;
    }

    private static void describe(ObjectNode row, Topology topology, Rule rule) {
        switch (rule) {
            case PopRule r ->
                    row.put("subject", r.pop().name()).put("rule", "number " + r.number());
            case UplinkRule r ->
                    row.put("subject", r.uplink())
                            .put(
                                    "rule",
                                    (r.rateBps() == 0
                                                    ? "not paced"
                                                    : "paced to " + r.rateBps() + " bit/s")
                                            + QueueText.of(r.queues()));
            case NeighborRule r ->
                    row.put("subject", r.link().toString())
                            .put(
                                    "rule",
                                    "label "
                                            + r.label()
                                            + ", data "
                                            + r.data()
                                            + ", streams "
                                            + r.stream());
            case RouteRule r ->
                    row.put(
                                    "subject",
                                    (r.direction() == RouteRule.Direction.TO ? "to " : "from ")
                                            + popName(topology, r.pop())
                                            + " "
                                            + r.trafficClass())
                            .put(
                                    "rule",
                                    r.paths().stream()
                                            .map(RuleResource::labels)
                                            .collect(Collectors.joining(", else ")));
            case ServiceRule r -> row.put("subject", r.name()).put("rule", service(topology, r));
            case PrefixRule r ->
                    row.put("subject", r.prefix().toString())
                            .put("rule", "behind " + popName(topology, r.egressPop()));
            case KeyRule r ->
                    row.put("subject", "keys of " + popName(topology, r.pop()))
                            .put(
                                    "rule",
                                    r.keys().stream()
                                            .map(PublicKey::fingerprint)
                                            .collect(Collectors.joining(", ")));
            case SecurityRule r ->
                    row.put("subject", "between PoPs")
                            .put("rule", r.mode().name().toLowerCase(java.util.Locale.ROOT));
            case ProtectionRule r ->
                    row.put("subject", r.trafficClass().label())
                            .put("rule", ProtectionResource.text(r.protection()));
            case TenantRule r -> row.put("subject", r.name()).put("rule", QueueText.of(r));
        }
    }

    private static String service(Topology topology, ServiceRule r) {
        return r.kind()
                + (r.listen() == null ? "" : " listens on " + r.listen())
                + (r.target() == null
                        ? " for " + popName(topology, r.egressPop())
                        : " ends at " + r.target())
                + (r.forcedClass() == null
                        ? ", class by " + QueueText.signs(r.classes())
                        : ", class " + r.forcedClass());
    }

    private static String labels(PathRule path) {
        return path.labels().stream().map(Label::toString).collect(Collectors.joining(" "));
    }

    private static String popName(Topology topology, int number) {
        int index = topology.popByNumber(number);
        return index < 0 ? Integer.toString(number) : topology.pop(index).name();
    }
}
