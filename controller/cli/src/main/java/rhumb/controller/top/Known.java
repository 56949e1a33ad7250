package rhumb.controller.top;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a controller said so far. A controller that began anew, or another one, is told by its
 * numbers.
 */
final class Known {
    static final int MAX_EVENTS = 500;

    private final Map<Question, JsonNode> answers = new HashMap<>();
    private final Map<String, Load> loads = new TreeMap<>();
    private final Deque<JsonNode> events = new ArrayDeque<>();
    private JsonNode status = MissingNode.getInstance();
    private JsonNode pops = MissingNode.getInstance();
    private JsonNode links = MissingNode.getInstance();
    private long lastSeq;

    void onAnswer(long nowNs, Question question, JsonNode answer) {
        switch (question.resource()) {
            case "status" -> onStatus(answer);
            case "pops" -> pops = answer.path("pops");
            case "links" -> links = answer.path("links");
            case "queues" -> answer.path("queues").forEach(row -> onQueue(nowNs, row));
            case "events" -> answer.path("events").forEach(this::onEvent);
            default -> answers.put(question, answer);
        }
    }

    private void onStatus(JsonNode next) {
        boolean another =
                !status.isMissingNode()
                        && (next.path("snapshot").asLong() < status.path("snapshot").asLong()
                                || !next.path("controller").equals(status.path("controller")));
        if (another) {
            events.clear(); // its events are numbered from 1
            lastSeq = 0;
        }
        status = next;
    }

    private void onQueue(long nowNs, JsonNode row) {
        if (!row.path("class").isTextual()) {
            return; // a tenant: its packets are counted with their class already
        }
        String pop = row.path("pop").asText();
        String uplink = row.path("uplink").asText();
        String trafficClass = row.path("class").asText();
        loads.computeIfAbsent(
                        pop + "/" + uplink + " " + trafficClass,
                        key -> new Load(pop, uplink, trafficClass))
                .onRow(nowNs, row);
    }

    private void onEvent(JsonNode event) {
        long seq = event.path("seq").asLong();
        if (seq <= lastSeq) {
            return;
        }
        lastSeq = seq;
        events.addLast(event);
        if (events.size() > MAX_EVENTS) {
            events.removeFirst();
        }
    }

    /** What was asked beside the lists; missing when it was not answered. */
    JsonNode answer(Question question) {
        return answers.getOrDefault(question, MissingNode.getInstance());
    }

    /** Forgets what was asked beside the lists: somebody looks at something else. */
    void forget() {
        answers.clear();
    }

    JsonNode status() {
        return status;
    }

    JsonNode pops() {
        return pops;
    }

    JsonNode links() {
        return links;
    }

    /** What each uplink does with each class, by name. */
    Collection<Load> loads() {
        return loads.values();
    }

    /** The newest first. */
    List<JsonNode> events() {
        return new ArrayList<>(events).reversed();
    }

    /** The number of the last event that was told. */
    long lastSeq() {
        return lastSeq;
    }

    boolean isPop(String name) {
        for (JsonNode pop : pops) {
            if (pop.path("name").asText().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
