package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;

/** {@code /v1/intent/targets}: where the processes of PoPs are, for whoever watches them. */
final class TargetText {
    private TargetText() {}

    /** The host of a PoP is that of its first uplink: intents know no other address of it. */
    static ObjectNode pops(Intent intent) {
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("pops");
        for (PopIntent pop : intent.pops()) {
            rows.addObject()
                    .put("name", pop.name().name())
                    .put("number", pop.number())
                    .put("host", pop.uplinks().getFirst().data().host());
        }
        return answer;
    }
}
