package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerView;
import rhumb.net.PopId;
import rhumb.southbound.message.PathTrace;

/** A trace that was asked for, and what it found. */
final class TraceResource {
    /**
     * As much as an overlay packet of media carries: see {@code docs/protocol/overlay-header.md}.
     */
    private static final int MEDIA_BYTES = 1_380;

    private TraceResource() {}

    static ObjectNode trace(ControllerView view, Query query) {
        long number = query.number("trace", 0);
        ControllerView.Traced trace =
                view.pathTraces().stream()
                        .filter(t -> t.number() == number)
                        .findFirst()
                        .orElseThrow(() ->
                                new Refused(
                                        Answer.NOT_FOUND,
                                        "there is no trace "
                                                + number
                                                + " any more: ask for a new one"));
        ObjectNode answer =
                NorthboundApi.object()
                        .put("trace", number)
                        .put("from", trace.from().name())
                        .put("to", trace.to().name())
                        .put("class", trace.trafficClass().label())
                        .put("running", trace.runs(view.atNs()));
        PathTrace result = trace.result();
        if (trace.runs(view.atNs())) {
            return answer;
        }
        if (result == null || !result.fault().isEmpty()) {
            throw new Refused(Answer.UNAVAILABLE, failure(trace));
        }
        answer.put("path", path(trace, result));
        hops(answer.putArray("hops"), result);
        answer.put("changed", result.changed()).put("bypassed", result.bypassed());
        lines(answer.putArray("lines"), trace, result);
        return answer;
    }

    private static String failure(ControllerView.Traced trace) {
        PathTrace result = trace.result();
        if (result == null) {
            return "no trace from "
                    + trace.from()
                    + ": "
                    + (trace.lost().isEmpty()
                            ? "its forwarder did not answer; one older than this controller does"
                                    + " not know traces: see its log"
                            : trace.lost());
        }
        return switch (result.fault()) {
            case PathTrace.BUSY ->
                    "the forwarder of "
                            + trace.from()
                            + " makes another trace: wait for its end, 25 s at most, and ask again";
            case PathTrace.UNKNOWN_POP, PathTrace.NO_ROUTE ->
                    "the forwarder of "
                            + trace.from()
                            + " has no rule that leads to "
                            + trace.to()
                            + " for "
                            + trace.trafficClass().label()
                            + ": see `rhumb show rules --pop "
                            + trace.from()
                            + "` and `rhumb show pops`";
            default -> "the forwarder of " + trace.from() + " says " + result.fault();
        };
    }

    private static String path(ControllerView.Traced trace, PathTrace result) {
        StringBuilder path = new StringBuilder(trace.from().name());
        for (PathTrace.Hop hop : result.hops()) {
            path.append(" > ").append(name(hop.pop()));
        }
        return path.toString();
    }

    private static void hops(ArrayNode rows, PathTrace result) {
        long beforeNs = 0;
        int number = 0;
        for (PathTrace.Hop hop : result.hops()) {
            ObjectNode row =
                    rows.addObject()
                            .put("hop", ++number)
                            .put("pop", name(hop.pop()))
                            .put("sent", hop.sent())
                            .put("answered", hop.answered());
            NorthboundApi.putKnown(row, "lossPpm", lossPpm(hop));
            NorthboundApi.putMs(row, "rttMs", hop.rttNsMin());
            NorthboundApi.putMs(row, "rttMsMean", hop.rttNsMean());
            NorthboundApi.putMs(row, "rttMsMax", hop.rttNsMax());
            boolean known = hop.rttNsMin() >= 0 && beforeNs >= 0 && !hop.otherWayBack();
            // The best of few: where links are short a later hop may have been luckier.
            NorthboundApi.putMs(
                    row, "hopRttMs", known ? Math.max(0, hop.rttNsMin() - beforeNs) : -1);
            NorthboundApi.putKnown(row, "payloadBytesMax", hop.payloadBytesMax());
            row.put("otherWayBack", hop.otherWayBack());
            beforeNs = hop.otherWayBack() ? -1 : hop.rttNsMin();
        }
    }

    private static void lines(ArrayNode lines, ControllerView.Traced trace, PathTrace result) {
        List<PathTrace.Hop> hops = result.hops();
        int begins = result.lossBegins();
        if (begins >= 0) {
            PathTrace.Hop hop = hops.get(begins);
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "loss begins between %s and %s: %.2f%% of the packets to %s and back",
                            begins == 0 ? trace.from() : name(hops.get(begins - 1).pop()),
                            name(hop.pop()),
                            Math.max(0, lossPpm(hop)) / 1e4,
                            name(hop.pop())));
        }
        int stops = result.stops(MEDIA_BYTES);
        int most = hops.isEmpty() ? -1 : hops.getLast().payloadBytesMax();
        if (stops >= 0) {
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "media packets of more than %d bytes do not cross to %s: make them"
                                    + " smaller, or raise the MTU of that link",
                            hops.get(stops).payloadBytesMax(),
                            name(hops.get(stops).pop())));
        } else if (most >= MEDIA_BYTES) {
            lines.add("media packets of " + MEDIA_BYTES + " bytes cross, the longest there are");
        }
        if (result.bypassed()) {
            lines.add("packets went round a link that is bad for this class: `rhumb show repairs`");
        }
        if (result.changed()) {
            lines.add("the path changed, so the trace ended early: ask again");
        }
        if (hops.stream().anyMatch(PathTrace.Hop::otherWayBack)) {
            lines.add("some answers came back by another way: their delays are not of the links");
        }
    }

    /** -1 when nothing was sent. */
    private static long lossPpm(PathTrace.Hop hop) {
        return hop.sent() == 0
                ? -1
                : Math.max(0, hop.sent() - hop.answered()) * 1_000_000L / hop.sent();
    }

    private static String name(@Nullable PopId pop) {
        return pop == null ? "?" : pop.name();
    }
}
