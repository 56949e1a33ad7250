package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import rhumb.controller.ControllerView;
import rhumb.controller.dscp.LinkTreatment;
import rhumb.controller.intent.Topology;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.southbound.dscp.Behaviour;
import rhumb.southbound.dscp.CodePointMap;

/** What links do to code points. */
final class DscpResource {
    private DscpResource() {}

    static ObjectNode dscp(ControllerView view, Query query) {
        LinkId only = query.link("link");
        int from = query.pop("from");
        int to = query.pop("to");
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("dscp");
        for (Topology.Link link : view.topology().links()) {
            boolean ofPair = (from < 0 || link.touches(from)) && (to < 0 || link.touches(to));
            boolean ofLink =
                    only == null || link.id().equals(only) || link.id().reverse().equals(only);
            if (ofPair && ofLink) {
                row(rows.addObject(), view.treatments().get(link.index()));
            }
        }
        return answer;
    }

    private static void row(ObjectNode row, LinkTreatment treatment) {
        CodePointMap map = treatment.map();
        Behaviour behaviour = treatment.behaviour();
        row.put("link", treatment.link().toString())
                .put("behaviour", behaviour.toString())
                .put("certain", behaviour.certain())
                .put("known", behaviour.known());
        words(row.putArray("remaps"), treatment.remaps());
        words(row.putArray("worse"), treatment.worse());
        words(row.putArray("outer"), treatment.outer());
        ArrayNode surviving = row.putArray("surviving");
        ArrayNode arrivals = row.putArray("arrivals");
        ArrayNode worse = row.putArray("worseCodePoints");
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            if (map.survives(codePoint)) {
                surviving.add(new Dscp(codePoint).toString());
            }
            if (map.worse(codePoint)) {
                worse.add(codePoint);
            }
            if (map.known(codePoint)) {
                arrivals.add(map.arrival(codePoint));
            } else {
                arrivals.addNull();
            }
        }
        row.put("sweep", treatment.sweep()).put("progress", treatment.progress());
    }

    private static void words(ArrayNode array, List<String> words) {
        words.forEach(array::add);
    }
}
