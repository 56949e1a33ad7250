package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import rhumb.controller.ControllerView;
import rhumb.controller.event.Event;
import rhumb.net.TrafficClass;

/** What happened. */
final class EventResource {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventResource() {}

    static ObjectNode events(ControllerView view, Query query) {
        long after = query.number("after", 0);
        ObjectNode answer = NorthboundApi.object();
        ArrayNode rows = answer.putArray("events");
        for (Event event : view.events()) {
            if (event.seq() > after) {
                row(rows.addObject(), event);
            }
        }
        return answer;
    }

    private static void row(ObjectNode row, Event event) {
        Instant at =
                Instant.ofEpochSecond(
                        event.unixNs() / 1_000_000_000L, event.unixNs() % 1_000_000_000L);
        row.put("seq", event.seq())
                .put("time", TIME.format(at))
                .put("severity", event.severity().name())
                .put("code", event.code().name())
                .put("pop", event.pop() == null ? null : event.pop().name())
                .put("link", event.link() == null ? null : event.link().toString())
                .put("text", event.text());
        ArrayNode classes = row.putArray("classes");
        TrafficClass.ALL.stream()
                .filter(event.classes()::contains)
                .forEach(c -> classes.add(c.label()));
    }
}
