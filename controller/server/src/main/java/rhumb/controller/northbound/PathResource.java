package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.controller.Startup;
import rhumb.controller.explain.PathExplanation;
import rhumb.controller.explain.TippingText;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.Explainer;
import rhumb.controller.plan.Explanation;
import rhumb.controller.plan.Note;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.controller.whatif.Tipping;
import rhumb.controller.whatif.TippingSearch;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/** Chosen paths, and why. */
final class PathResource {
    private PathResource() {}

    static ObjectNode paths(ControllerView view, Query query) {
        int from = query.pop("from");
        int to = query.pop("to");
        TrafficClass only = query.trafficClass();
        LinkId link = query.link("link");
        int over = link == null ? -1 : view.topology().linkIndex(link);
        Plan plan = view.plan();
        ObjectNode answer = NorthboundApi.object().put("plan", plan.number());
        ArrayNode rows = answer.putArray("paths");
        for (int source = 0; source < plan.pops(); source++) {
            for (int target = 0; target < plan.pops(); target++) {
                boolean wanted =
                        source != target
                                && (from < 0 || from == source)
                                && (to < 0 || to == target);
                for (TrafficClass c : TrafficClass.ALL) {
                    if (wanted && (only == null || only == c)) {
                        row(rows, view, new Pair(source, target, c), over);
                    }
                }
            }
        }
        return answer;
    }

    static ObjectNode explain(ControllerView view, Query query) {
        Pair pair = pair(query);
        Explanation explanation =
                new Explainer(view.topology(), view.intent().policy())
                        .explain(view.plan(), pair.from, pair.to, pair.trafficClass);
        if (explanation == null) {
            throw noPath(view, pair);
        }
        ObjectNode answer = NorthboundApi.object();
        ArrayNode lines = answer.putArray("lines");
        PathExplanation.text(explanation, view.atNs()).lines().forEach(lines::add);
        return answer;
    }

    /** What would change a choice. */
    static ObjectNode change(ControllerView view, Query query) {
        Pair pair = pair(query);
        Tipping tipping =
                new TippingSearch(view.intent(), view.topology(), view.plan())
                        .find(pair.from, pair.to, pair.trafficClass);
        if (tipping == null) {
            throw noPath(view, pair);
        }
        ObjectNode answer = NorthboundApi.object().put("path", tipping.destination());
        ArrayNode changes = answer.putArray("changes");
        for (Tipping.Point point : tipping.points()) {
            changes.addObject()
                    .put("link", point.link().toString())
                    .put("kind", point.kind().name())
                    .put("by", point.by())
                    .put("value", point.value())
                    .put("unit", point.kind().unit())
                    .put("breaksTarget", point.breaks())
                    .put("path", point.path());
        }
        ArrayNode lines = answer.put("complete", !tipping.tired()).putArray("lines");
        TippingText.text(tipping).lines().forEach(lines::add);
        return answer;
    }

    record Pair(int from, int to, TrafficClass trafficClass) {}

    static Pair pair(Query query) {
        int from = query.requiredPop("from");
        int to = query.requiredPop("to");
        TrafficClass given = query.trafficClass();
        if (from == to) {
            throw new Refused(
                    Answer.BAD_REQUEST,
                    "from and to are the same PoP: nothing crosses the overlay");
        }
        return new Pair(from, to, given == null ? TrafficClass.AUDIO : given);
    }

    static Refused noPath(ControllerView view, Pair pair) {
        return new Refused(
                Answer.UNAVAILABLE,
                "there is no path from "
                        + view.topology().pop(pair.from)
                        + " to "
                        + view.topology().pop(pair.to)
                        + " for "
                        + pair.trafficClass
                        + (view.phase() == Startup.Phase.FIRST_UPDATE
                                ? ": no links lead there that are up and that policy allows; see"
                                        + " `rhumb show links --bad`"
                                : " yet: the controller is in start-up phase "
                                        + view.phase()
                                        + "; see `rhumb show pops`"));
    }

    /**
     * Adds a pair.
     *
     * @param over only if its path crosses this link; -1 = any path
     */
    private static void row(ArrayNode rows, ControllerView view, Pair pair, int over) {
        int from = pair.from;
        int to = pair.to;
        TrafficClass c = pair.trafficClass;
        Decision decision = view.plan().decision(from, to, c);
        if (decision == null || over >= 0 && !crosses(decision.primary(), over)) {
            return;
        }
        Topology topology = view.topology();
        ObjectNode row =
                rows.addObject()
                        .put("from", topology.pop(from).name())
                        .put("to", topology.pop(to).name())
                        .put("class", c.label())
                        .put("path", decision.primary().text(topology));
        putPath(row.putArray("links"), topology, decision.primary());
        NorthboundApi.putMs(row, "delayMs", delayNs(view, decision.primary()));
        NorthboundApi.putKnown(row, "costUs", view.plan().primaryCostUs(from, to, c));
        row.put("backup", text(topology, decision.backup()))
                .put("third", text(topology, decision.third()))
                .put("since", ago(view.atNs() - decision.sinceNs()))
                .put("why", decision.cause().text());
        if (decision.held() != null) {
            row.put("held", decision.held().path().text(topology) + ": " + decision.held().text());
        }
        List<Note> notes = view.plan().notes(from, to, c);
        if (!notes.isEmpty()) {
            ArrayNode texts = row.putArray("notes");
            notes.forEach(note -> texts.add(note.text()));
        }
    }

    private static boolean crosses(OverlayPath path, int link) {
        for (int i = 0; i < path.length(); i++) {
            if (path.link(i) == link) {
                return true;
            }
        }
        return false;
    }

    static void putPath(ArrayNode links, Topology topology, OverlayPath path) {
        path.ids(topology).forEach(link -> links.add(link.toString()));
    }

    private static @Nullable String text(Topology topology, @Nullable OverlayPath path) {
        return path == null ? null : path.text(topology);
    }

    private static long delayNs(ControllerView view, OverlayPath path) {
        long sumNs = 0;
        for (int i = 0; i < path.length(); i++) {
            long delayNs = view.snapshot().link(path.link(i)).delayNs();
            if (delayNs < 0) {
                return -1;
            }
            sumNs += delayNs;
        }
        return sumNs;
    }

    static String ago(long ns) {
        long seconds = Math.max(0, ns / 1_000_000_000L);
        return seconds < 120
                ? seconds + "s"
                : seconds < 7_200 ? seconds / 60 + "m" : seconds / 3_600 + "h";
    }
}
