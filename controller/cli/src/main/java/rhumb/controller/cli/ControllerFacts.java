package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.doctor.Facts;
import rhumb.host.main.CommandFailure;

/** Asks the controller what it knows of a PoP. */
final class ControllerFacts {
    private static final int TRACE_PACKETS = 3;

    private final Northbound controller;
    private final @Nullable String pop;

    /**
     * Of a controller.
     *
     * @param pop whose doctor this is; null when no configuration says
     */
    ControllerFacts(Northbound controller, @Nullable String pop) {
        this.controller = controller;
        this.pop = pop;
    }

    /**
     * What it says.
     *
     * @param traces whether packets are sent to each other PoP
     */
    Facts.Controller ask(boolean traces) {
        try {
            JsonNode status = controller.get("status", Map.of());
            Northbound.Dated dated = controller.dated();
            JsonNode pops = controller.get("pops", Map.of()).path("pops");
            Facts.Pop own = pop == null ? null : pop(pops, pop);
            boolean known = own != null && own.known();
            return new Facts.Controller(
                    controller.where(),
                    "",
                    dated == null ? Long.MIN_VALUE : dated.offsetMs(),
                    dated == null ? 0 : dated.errorMs(),
                    status.path("phase").asText(),
                    own,
                    known && pop != null ? marks(pop) : List.of(),
                    known && traces && pop != null ? mtus(pops, pop) : List.of());
        } catch (CommandFailure e) {
            return new Facts.Controller(
                    controller.where(),
                    String.valueOf(e.getMessage()),
                    Long.MIN_VALUE,
                    0,
                    "",
                    null,
                    List.of(),
                    List.of());
        }
    }

    private static Facts.Pop pop(JsonNode pops, String name) {
        for (JsonNode row : pops) {
            if (row.path("name").asText().equals(name)) {
                return new Facts.Pop(
                        name,
                        true,
                        row.path("agent").asText(),
                        row.path("forwarder").asText(),
                        row.path("linksUp").asInt(),
                        row.path("linksDegraded").asInt(),
                        row.path("linksDown").asInt(),
                        row.path("linksUnknown").asInt());
            }
        }
        return new Facts.Pop(name, false, "never", "never", 0, 0, 0, 0);
    }

    /** Of the links that leave the PoP. */
    private List<Facts.Marks> marks(String name) {
        List<Facts.Marks> marks = new ArrayList<>();
        for (JsonNode row : controller.get("dscp", Map.of("from", name)).path("dscp")) {
            String link = row.path("link").asText();
            if (link.startsWith(name + "->") || link.startsWith(name + "/")) {
                marks.add(
                        new Facts.Marks(
                                link,
                                row.path("behaviour").asText(),
                                row.path("known").asInt(),
                                row.path("surviving").size()));
            }
        }
        return marks;
    }

    private List<Facts.PathMtu> mtus(JsonNode pops, String name) {
        List<Facts.PathMtu> mtus = new ArrayList<>();
        for (JsonNode row : pops) {
            String other = row.path("name").asText();
            if (!other.equals(name)) {
                mtus.add(new Facts.PathMtu(other, payloadBytes(name, other)));
            }
        }
        return mtus;
    }

    private int payloadBytes(String from, String to) {
        try {
            JsonNode hops = Trace.trace(controller, from, to, "audio", TRACE_PACKETS).path("hops");
            return hops.isEmpty()
                    ? -1
                    : hops.path(hops.size() - 1).path("payloadBytesMax").asInt(-1);
        } catch (CommandFailure e) {
            return -1;
        }
    }
}
