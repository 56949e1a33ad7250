package rhumb.controller.history;

import java.util.List;
import rhumb.controller.event.Event;

/**
 * An answer to an {@link EventQuery}.
 *
 * @param events oldest first
 * @param before where to go on with older ones; 0 = there are none
 */
public record EventPage(List<Event> events, long before) {
    public EventPage {
        events = List.copyOf(events);
    }
}
