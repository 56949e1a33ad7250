package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.explain.WhatIfSummary;
import rhumb.controller.whatif.Experiment;
import rhumb.controller.whatif.Unanswerable;
import rhumb.controller.whatif.WhatIf;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** What would be if something were otherwise. Reads only. */
final class WhatIfResource {
    private WhatIfResource() {}

    static ObjectNode whatIf(ControllerView view, Query query) {
        String change = query.required("change", "what is imagined, such as link sin fra down");
        TrafficClass only = query.trafficClass();
        if (view.plan().number() == 0) {
            throw new Refused(
                    Answer.UNAVAILABLE,
                    "there is no plan yet to compare with (start-up phase " + view.phase() + ")");
        }
        try {
            WhatIf answer =
                    new Experiment(
                                    view.atNs(),
                                    view.intent(),
                                    view.topology(),
                                    view.snapshot(),
                                    view.plan(),
                                    view.demands())
                            .answer(change, only);
            return json(answer);
        } catch (Unanswerable e) {
            throw new Refused(e.unknown() ? Answer.NOT_FOUND : Answer.BAD_REQUEST, e.text());
        }
    }

    private static ObjectNode json(WhatIf answer) {
        ObjectNode json = NorthboundApi.object().put("plan", answer.planNumber());
        words(json.putArray("changes"), answer.changes());
        words(json.putArray("assumed"), answer.assumed());
        ArrayNode rows = json.putArray("pairs");
        for (List<WhatIf.Pair> alike : grouped(answer.pairs())) {
            row(rows.addObject(), alike);
        }
        json.put("morePairs", answer.morePairs()).put("unchanged", answer.unchanged());
        json.put("demandKnown", answer.load().known());
        if (answer.load().known()) {
            json.put("demandBps", answer.load().demandBps());
        }
        ArrayNode uplinks = json.putArray("uplinks");
        for (WhatIf.UplinkLoad load : answer.load().uplinks()) {
            uplinks.addObject()
                    .put("uplink", load.uplink().toString())
                    .put("rateBps", load.rateBps())
                    .put("beforeBps", load.beforeBps())
                    .put("afterBps", load.afterBps())
                    .put("overloaded", load.overloaded());
        }
        words(json.putArray("summary"), WhatIfSummary.lines(answer));
        return json;
    }

    /** Classes of a pair that take the same ways, together. */
    private record Way(
            WhatIf.Fate fate,
            PopId from,
            PopId to,
            @Nullable String before,
            @Nullable String after) {}

    private static List<List<WhatIf.Pair>> grouped(List<WhatIf.Pair> pairs) {
        Map<Way, List<WhatIf.Pair>> groups = new LinkedHashMap<>();
        for (WhatIf.Pair p : pairs) {
            Way way = new Way(p.fate(), p.from(), p.to(), path(p.before()), path(p.after()));
            groups.computeIfAbsent(way, w -> new ArrayList<>()).add(p);
        }
        return List.copyOf(groups.values());
    }

    private static @Nullable String path(WhatIf.@Nullable Quality quality) {
        return quality == null ? null : quality.path();
    }

    private static void row(ObjectNode row, List<WhatIf.Pair> alike) {
        WhatIf.Pair first = alike.getFirst();
        row.put("fate", first.fate().name())
                .put("from", first.from().name())
                .put("to", first.to().name());
        ArrayNode classes = row.putArray("classes");
        alike.forEach(p -> classes.add(p.trafficClass().label()));
        quality(row.putObject("before"), first.before());
        quality(row.putObject("after"), first.after());
        ArrayNode costs = row.putArray("costs");
        for (WhatIf.Pair p : alike) {
            ObjectNode cost = costs.addObject().put("class", p.trafficClass().label());
            NorthboundApi.putKnown(cost, "beforeUs", p.before() == null ? -1 : p.before().costUs());
            NorthboundApi.putKnown(cost, "afterUs", p.after() == null ? -1 : p.after().costUs());
            cost.put("beforeDegraded", p.before() != null && p.before().degraded())
                    .put("afterDegraded", p.after() != null && p.after().degraded());
        }
    }

    private static void quality(ObjectNode object, WhatIf.@Nullable Quality quality) {
        object.put("path", path(quality));
        if (quality != null) {
            NorthboundApi.putMs(object, "delayMs", quality.delayNs());
            NorthboundApi.putKnown(object, "lossPpm", quality.lossPpm());
            object.put("price", quality.price());
        }
    }

    private static void words(ArrayNode array, List<String> words) {
        words.forEach(array::add);
    }
}
