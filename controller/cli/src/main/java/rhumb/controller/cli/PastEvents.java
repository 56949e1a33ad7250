package rhumb.controller.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Asks for events, page by page, until there are enough. */
final class PastEvents {
    private static final int PAGE = 1_000;

    private PastEvents() {}

    /**
     * The newest that are wanted, oldest first, in {@code events}; {@code more} when there are
     * older ones.
     */
    static ObjectNode ask(Northbound controller, Map<String, String> wanted, int limit) {
        Deque<JsonNode> found = new ArrayDeque<>();
        long before = -1;
        do {
            Map<String, String> query = new LinkedHashMap<>(wanted);
            query.put("limit", Integer.toString(Math.min(PAGE, limit - found.size())));
            if (before >= 0) {
                query.put("before", Long.toString(before));
            }
            JsonNode page = controller.getPatiently("events", query);
            JsonNode rows = page.path("events");
            for (int i = rows.size() - 1; i >= 0; i--) {
                found.addFirst(rows.get(i));
            }
            long next = page.path("before").asLong(-1);
            before = before >= 0 && next >= before ? -1 : next; // pages only go back
        } while (before >= 0 && found.size() < limit);
        ObjectNode all = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = all.putArray("events");
        found.forEach(rows::add);
        return all.put("more", before >= 0);
    }
}
