package rhumb.controller.history.io;

import org.jspecify.annotations.Nullable;
import rhumb.controller.history.Retention;
import rhumb.host.config.ByteSize;
import rhumb.host.config.Defaulted;
import rhumb.net.Meaning;

/** How much a controller remembers in its state folder. */
public record HistoryConfig(
        @Meaning("for how long, 1h or more") @Defaulted Long keepNs,
        @Meaning("room for events, 1mib or more; past it the oldest go") @Defaulted ByteSize events,
        @Meaning("room for the minutes of links, 1mib or more") @Defaulted ByteSize links,
        @Meaning("room for what the core is given, for `rhumb replay`; left out: not recorded")
                @Nullable ByteSize record) {
    private static final long MS = 1_000_000L;
    private static final long HOUR_NS = 3_600_000_000_000L;
    private static final long KEEP_NS = 30 * 24 * HOUR_NS;
    private static final ByteSize EVENTS = new ByteSize(256L << 20);
    private static final ByteSize LINKS = new ByteSize(1L << 30);
    private static final ByteSize LEAST = new ByteSize(1L << 20);

    public static final HistoryConfig STANDARD = new HistoryConfig(0L, EVENTS, LINKS, null);

    public HistoryConfig {
        keepNs = keepNs == null || keepNs == 0 ? KEEP_NS : keepNs;
        events = events == null ? EVENTS : events;
        links = links == null ? LINKS : links;
        if (keepNs < HOUR_NS) {
            throw new IllegalArgumentException("keep: expected 1h or more");
        }
        atLeast("events", events);
        atLeast("links", links);
        if (record != null) {
            atLeast("record", record);
        }
    }

    private static void atLeast(String key, ByteSize size) {
        if (size.bytes() < LEAST.bytes()) {
            throw new IllegalArgumentException(key + " " + size + ": expected 1mib or more");
        }
    }

    Retention forEvents() {
        return new Retention(keepNs / MS, events.bytes());
    }

    Retention forLinks() {
        return new Retention(keepNs / MS, links.bytes());
    }
}
