package rhumb.controller.history.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.event.Event;
import rhumb.controller.history.EventCodec;
import rhumb.controller.history.EventPage;
import rhumb.controller.history.EventQuery;
import rhumb.controller.history.Retention;
import rhumb.controller.history.Segment;

/**
 * Events, numbered over restarts. Without a folder the newest are kept in memory. What the disk
 * does not take waits in memory for it, {@value #WAITING} at most, then the oldest of them goes and
 * is counted. Owned by one thread.
 */
final class EventStore implements AutoCloseable {
    static final int WAITING = 10_000;

    /** What one question may read; the answer says where to go on. */
    private static final long MOST_READ_BYTES = 64L << 20;

    private static final long MS = 1_000_000L;

    private final @Nullable SegmentFiles files;

    /** In memory alone: all there is; else what is not on disk yet. */
    private final Deque<Event> waiting = new ArrayDeque<>();

    /** The lowest number in each segment that was read once. */
    private final Map<Long, Long> lowest = new HashMap<>();

    private long seq;
    private long dropped;
    private long refused;

    private EventStore(@Nullable SegmentFiles files) {
        this.files = files;
    }

    /** Without a disk. */
    static EventStore inMemory() {
        return new EventStore(null);
    }

    /**
     * Goes on with what is in a folder.
     *
     * @throws IOException when it cannot be read
     */
    static EventStore open(Path folder, Retention retention) throws IOException {
        SegmentFiles files = SegmentFiles.open(folder, "events", EventCodec.MAX_BYTES, retention);
        EventStore store = new EventStore(files);
        List<Segment> segments = files.segments();
        for (int i = segments.size() - 1; i >= 0 && store.seq == 0; i--) {
            files.read(
                    segments.get(i),
                    (at, body) -> {
                        Event event = EventCodec.decode(body, reason -> {});
                        if (event != null) {
                            store.seq = Math.max(store.seq, event.seq());
                            files.seen(Math.floorDiv(event.unixNs(), MS));
                        }
                    });
        }
        return store;
    }

    /** Takes an event; it gets its number here. */
    void add(Event event) {
        waiting.addLast(event.numbered(++seq));
        if (waiting.size() > WAITING) {
            waiting.removeFirst();
            dropped += files == null ? 0 : 1;
        }
    }

    /**
     * Brings to disk what waits and deletes what is too old.
     *
     * @throws IOException when the disk does not take it; it goes on waiting
     */
    void flush(long nowUnixMs) throws IOException {
        if (files == null) {
            return;
        }
        if (!waiting.isEmpty()) {
            List<byte[]> records = new ArrayList<>();
            long newest = Long.MIN_VALUE;
            for (Event event : waiting) {
                records.add(EventCodec.encode(event));
                newest = Math.max(newest, Math.floorDiv(event.unixNs(), MS));
            }
            files.add(records, newest);
            waiting.clear();
        }
        files.retain(nowUnixMs);
        List<Segment> left = files.segments();
        lowest.keySet().removeIf(number -> number < left.getFirst().number());
    }

    /** The newest that are wanted. */
    EventPage page(EventQuery query) throws IOException {
        Page page = new Page(query);
        for (Event event : waiting) {
            page.take(event);
        }
        page.shut();
        if (files == null) {
            return page.answer(false);
        }
        List<Segment> segments = files.segments();
        long read = 0;
        long newerFromMs = Long.MAX_VALUE;
        for (int i = segments.size() - 1; i >= 0; i--) {
            Segment segment = segments.get(i);
            if (newerFromMs < query.sinceUnixMs() || page.lowest <= query.after() + 1) {
                return page.answer(false);
            }
            if (page.isFull() || read + segment.bytes() > MOST_READ_BYTES && read > 0) {
                return page.answer(true);
            }
            newerFromMs = segment.fromUnixMs();
            if (lowest.getOrDefault(segment.number(), -1L) >= query.before()) {
                continue;
            }
            files.read(segment, (at, body) -> page.take(EventCodec.decode(body, r -> refused++)));
            page.shut();
            read += segment.bytes();
            lowest.put(segment.number(), page.lowest);
        }
        return page.answer(false);
    }

    /** Collects from the newest part to the oldest, each part oldest first. */
    private static final class Page {
        private final EventQuery query;
        private final Deque<Event> found = new ArrayDeque<>();
        private final Deque<Event> part = new ArrayDeque<>();
        private long lowest = Long.MAX_VALUE;
        private boolean more;

        Page(EventQuery query) {
            this.query = query;
        }

        void take(@Nullable Event event) {
            if (event == null) {
                return;
            }
            lowest = Math.min(lowest, event.seq());
            if (query.matches(event)) {
                part.addLast(event);
                if (part.size() > query.limit() - found.size()) {
                    part.removeFirst();
                    more = true;
                }
            }
        }

        void shut() {
            while (!part.isEmpty()) {
                found.addFirst(part.removeLast());
            }
        }

        boolean isFull() {
            return found.size() >= query.limit();
        }

        EventPage answer(boolean unread) {
            if (!more && !unread) {
                return new EventPage(List.copyOf(found), 0);
            }
            // Where nothing was found the search goes on below what was read.
            long before = isFull() ? found.getFirst().seq() : lowest;
            return new EventPage(List.copyOf(found), before);
        }
    }

    /** Events that were lost because the disk took none for too long. */
    long dropped() {
        return dropped;
    }

    /** Records that this version does not understand, each time they are read. */
    long refused() {
        return refused;
    }

    long damaged() {
        return files == null ? 0 : files.damaged();
    }

    long bytes() {
        return files == null ? 0 : files.bytes();
    }

    @Override
    public void close() throws IOException {
        if (files != null) {
            files.close();
        }
    }
}
