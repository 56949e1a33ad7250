package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerView;
import rhumb.controller.dscp.Sweep;
import rhumb.net.LinkId;
import rhumb.southbound.message.PathTraceOrder;

/** What operators can have done: {@code POST} below {@code /v1/}. Changes no path and no rule. */
public final class NorthboundActions {
    private static final String AUDIT = "dscp-audit";
    private static final String TRACE = "trace";

    /** All of them. */
    public static final List<String> ALL = List.of(AUDIT, TRACE);

    /** Packets to each hop of a trace. */
    private static final int USUAL_COUNT = 10;

    private NorthboundActions() {}

    /**
     * Does it, on the core's thread.
     *
     * @param action what comes after {@code /v1/}
     * @param query its parameters
     */
    public static Answer act(
            ControllerCore core, long nowNs, String action, Map<String, String> query) {
        try {
            return switch (action) {
                case AUDIT -> audit(core, nowNs, new Query(core.view(), query));
                case TRACE -> trace(core, nowNs, new Query(core.view(), query));
                default ->
                        Answer.error(
                                Answer.NOT_FOUND,
                                "nothing is done by /v1/"
                                        + action
                                        + "; there are "
                                        + String.join(", ", ALL));
            };
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

    private static Answer trace(ControllerCore core, long nowNs, Query query) {
        ControllerView view = query.view();
        PathResource.Pair pair = PathResource.pair(query);
        long count = query.number("count", USUAL_COUNT);
        if (count < 1 || count > PathTraceOrder.MAX_COUNT) {
            throw new Refused(
                    Answer.BAD_REQUEST,
                    "parameter count=" + count + ": expected 1 to " + PathTraceOrder.MAX_COUNT);
        }
        if (view.plan().decision(pair.from(), pair.to(), pair.trafficClass()) == null) {
            throw PathResource.noPath(view, pair);
        }
        String from = view.topology().pop(pair.from()).name();
        if (!core.forwards(pair.from())) {
            throw new Refused(
                    Answer.UNAVAILABLE,
                    "the forwarder of "
                            + from
                            + " is not connected: start it, or trace from another PoP (`rhumb show"
                            + " pops`)");
        }
        long number = core.trace(nowNs, pair.from(), pair.to(), pair.trafficClass(), (int) count);
        if (number == 0) {
            throw new Refused(
                    Answer.UNAVAILABLE,
                    "the forwarder of "
                            + from
                            + " makes another trace: wait for its end, 25 s at most, and ask"
                            + " again");
        }
        return Answer.ok(NorthboundApi.object().put("trace", number));
    }

    private static ObjectNode answer(long number, List<LinkId> links) {
        ObjectNode answer = NorthboundApi.object().put("sweep", number);
        ArrayNode names = answer.putArray("links");
        links.forEach(link -> names.add(link.toString()));
        return answer;
    }
}
