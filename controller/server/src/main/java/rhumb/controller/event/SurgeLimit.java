package rhumb.controller.event;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * How many events of one kind are told within a second. At the start of an overlay of a thousand
 * PoPs a million links change at once: nobody reads that, and all else would be pushed out of the
 * log. What is not told is counted, and the count is told.
 */
public final class SurgeLimit {
    public static final int PER_SECOND = 1_000;

    private static final long SECOND_NS = 1_000_000_000L;

    private static final class Window {
        long sinceNs;
        int told;
        long untold;

        Window(long sinceNs) {
            this.sinceNs = sinceNs;
        }
    }

    private final Map<EventCode, Window> windows = new EnumMap<>(EventCode.class);

    /** Whether an event is to be told; otherwise it is counted. */
    public boolean admits(long nowNs, EventCode code) {
        Window window = windows.computeIfAbsent(code, c -> new Window(nowNs));
        if (window.untold == 0 && nowNs - window.sinceNs >= SECOND_NS) {
            window.sinceNs = nowNs;
            window.told = 0;
        }
        if (window.told >= PER_SECOND) {
            window.untold++;
            return false;
        }
        window.told++;
        return true;
    }

    /** What there is to tell of seconds that are over. */
    public List<Event> settle(long nowNs) {
        List<Event> sums = new ArrayList<>();
        windows.forEach((code, window) -> {
            if (window.untold > 0 && nowNs - window.sinceNs >= SECOND_NS) {
                sums.add(Event.of(code, window.untold + " more that are not told one by one"));
                window.sinceNs = nowNs;
                window.told = 1;
                window.untold = 0;
            }
        });
        return sums;
    }
}
