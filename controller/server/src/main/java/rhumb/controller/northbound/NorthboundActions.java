package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerView;
import rhumb.controller.dscp.Sweep;
import rhumb.net.LinkId;

/** What operators can have done: {@code POST} below {@code /v1/}. Changes no path and no rule. */
public final class NorthboundActions {
    private static final String AUDIT = "dscp-audit";

    private NorthboundActions() {}

    /**
     * Does it, on the core's thread.
     *
     * @param action what comes after {@code /v1/}
     * @param query its parameters
     */
    public static Answer act(
            ControllerCore core, long nowNs, String action, Map<String, String> query) {
        if (!action.equals(AUDIT)) {
            return Answer.error(
                    Answer.NOT_FOUND, "nothing is done by /v1/" + action + "; there is " + AUDIT);
        }
        try {
            return audit(core, nowNs, new Query(core.view(), query));
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    private static Answer audit(ControllerCore core, long nowNs, Query query) {
        ControllerView view = query.view();
        int from = query.requiredPop("from");
        int to = query.requiredPop("to");
        String pair = view.topology().pop(from) + "->" + view.topology().pop(to);
        Sweep sweep = core.sweep(nowNs, from, to);
        if (sweep.links().isEmpty()) {
            throw new Refused(Answer.NOT_FOUND, "there is no link " + pair);
        }
        if (!sweep.sent()) {
            throw new Refused(
                    Answer.UNAVAILABLE,
                    "the agent of "
                            + view.topology().pop(from)
                            + " is not connected: start it, or audit from the other end");
        }
        return Answer.ok(answer(sweep.number(), sweep.links()));
    }

    private static ObjectNode answer(long number, List<LinkId> links) {
        ObjectNode answer = NorthboundApi.object().put("sweep", number);
        ArrayNode names = answer.putArray("links");
        links.forEach(link -> names.add(link.toString()));
        return answer;
    }
}
