package rhumb.southbound.session;

import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;

/**
 * What waits for a peer that reads slowly. One slot a kind: a newer message is merged with the
 * waiting one, so memory is bounded by the state itself and the peer always gets the newest. Bound:
 * one message a kind; policy when full: coalesce.
 */
public final class Outbox {
    private final Map<Message.Kind, Message> waiting = new EnumMap<>(Message.Kind.class);
    private long coalesced;

    public void offer(Message message) {
        Message older = waiting.get(message.kind());
        coalesced += older == null ? 0 : 1;
        waiting.put(message.kind(), older == null ? message : message.over(older));
    }

    /** Takes the most urgent message out; null when nothing waits. */
    public @Nullable Message poll() {
        if (waiting.isEmpty()) {
            return null;
        }
        Message.Kind first = waiting.keySet().iterator().next();
        return waiting.remove(first);
    }

    /**
     * A report that waits was made for another controller, which knew what was said before: for one
     * that knows nothing it is not complete.
     */
    void setIncomplete() {
        waiting.computeIfPresent(
                Message.Kind.LINK_REPORT,
                (kind, waits) -> waits instanceof LinkReport report ? report.incomplete() : waits);
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public void clear() {
        waiting.clear();
    }

    /** How many messages were merged into a waiting one. */
    public long coalesced() {
        return coalesced;
    }
}
