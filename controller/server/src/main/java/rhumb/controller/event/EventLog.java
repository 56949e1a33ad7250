package rhumb.controller.event;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The newest events. Bound: as constructed; policy when full: the oldest goes. */
public final class EventLog {
    private final int limit;
    private final Deque<Event> events = new ArrayDeque<>();
    private final Map<EventCode, Long> counts = new EnumMap<>(EventCode.class);
    private long seq;

    public EventLog(int limit) {
        this.limit = limit;
    }

    /** Keeps the event and returns it with its number and times. */
    public Event add(Event event, long nowNs, long unixNs) {
        Event stamped = event.stamped(++seq, nowNs, unixNs);
        if (events.size() == limit) {
            events.removeFirst();
        }
        events.addLast(stamped);
        counts.merge(event.code(), 1L, Long::sum);
        return stamped;
    }

    /** Oldest first. */
    public List<Event> all() {
        return List.copyOf(events);
    }

    /** Events after this number, oldest first; those that left the log are missing. */
    public List<Event> after(long lastSeen) {
        return events.stream().filter(e -> e.seq() > lastSeen).toList();
    }

    public long count(EventCode code) {
        return counts.getOrDefault(code, 0L);
    }
}
