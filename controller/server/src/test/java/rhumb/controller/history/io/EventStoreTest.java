package rhumb.controller.history.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.history.EventPage;
import rhumb.controller.history.EventQuery;
import rhumb.controller.history.Retention;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

class EventStoreTest {
    private static final long DAY_MS = 86_400_000L;
    private static final long NOW_MS = 1_796_040_000_000L;
    private static final Retention MONTH = new Retention(30 * DAY_MS, 256L << 20);

    @TempDir private Path folder;

    private static Event at(long unixMs, String text) {
        Event event = Event.ofLink(EventCode.LINK_UP, LinkId.parse("a->b"), text);
        return new Event(
                99,
                event.code(),
                5,
                unixMs * 1_000_000L,
                event.pop(),
                null,
                event.link(),
                ClassSet.of(TrafficClass.AUDIO),
                List.of(),
                text,
                "");
    }

    private static List<Long> numbers(EventPage page) {
        return page.events().stream().map(Event::seq).toList();
    }

    private static EventQuery since(long unixMs, int limit) {
        return new EventQuery(
                unixMs, Long.MAX_VALUE, -1, Long.MAX_VALUE, null, null, null, null, null, limit);
    }

    private static EventQuery before(long number, int limit) {
        return new EventQuery(
                Long.MIN_VALUE, Long.MAX_VALUE, -1, number, null, null, null, null, null, limit);
    }

    private Path file() throws IOException {
        try (var files = Files.list(folder)) {
            return files.sorted().toList().getLast();
        }
    }

    @Test
    void numbersGoOnOverRestarts() throws IOException {
        for (int run = 0; run < 3; run++) {
            try (EventStore store = EventStore.open(folder, MONTH)) {
                store.add(at(NOW_MS + run, "first of " + run));
                store.flush(NOW_MS);
                store.add(at(NOW_MS + run, "second of " + run));
                // What waits is answered too.
                assertThat(numbers(store.page(EventQuery.newest(10))))
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, 2L * run + 2).boxed().toList());
                store.flush(NOW_MS);
            }
        }
        try (EventStore store = EventStore.open(folder, MONTH)) {
            EventPage page = store.page(EventQuery.newest(10));
            assertThat(page.before()).isZero();
            assertThat(page.events())
                    .extracting(Event::text)
                    .containsExactly(
                            "first of 0",
                            "second of 0",
                            "first of 1",
                            "second of 1",
                            "first of 2",
                            "second of 2");
            assertThat(store.damaged()).isZero();
        }
    }

    @Test
    void pagesGoBackToTheFirst() throws IOException {
        // Small segments, so that pages cross them.
        Retention small = new Retention(1_000 * DAY_MS, 1L << 21);
        try (EventStore store = EventStore.open(folder, small)) {
            for (int i = 1; i <= 5_000; i++) {
                store.add(at(NOW_MS + i, "event " + i));
                if (i % 100 == 0) {
                    store.flush(NOW_MS);
                }
            }
            List<Long> all = new ArrayList<>();
            long before = Long.MAX_VALUE;
            int pages = 0;
            while (before > 0) {
                EventPage page = store.page(before(before, 700));
                all.addAll(0, numbers(page));
                before = page.before();
                pages++;
            }
            assertThat(pages).isEqualTo(8);
            assertThat(all)
                    .containsExactlyElementsOf(LongStream.rangeClosed(1, 5_000).boxed().toList());
            assertThat(numbers(store.page(since(NOW_MS + 4_990, 100))))
                    .hasSize(11)
                    .startsWith(4_990L);
            assertThat(store.page(since(NOW_MS + 4_990, 11)).before()).isZero();
        }
        try (var files = Files.list(folder)) {
            assertThat(files.count()).isGreaterThan(3);
        }
    }

    @Test
    void whatIsAskedForIsSelected() throws IOException {
        EventStore store = EventStore.inMemory();
        PopId sin = new PopId("sin");
        LinkId back = LinkId.parse("lon->fra");
        store.add(at(NOW_MS, "a link"));
        store.add(Event.ofPop(EventCode.PEER_LOST, sin, "a PoP"));
        store.add(
                Event.ofPath(
                        EventCode.PATH_MOVED,
                        sin,
                        new PopId("fra"),
                        ClassSet.of(TrafficClass.VIDEO),
                        List.of(LinkId.parse("sin->lon"), back),
                        null,
                        "a path"));
        assertThat(page(store, "b", null, null, null)).containsExactly("a link");
        assertThat(page(store, "sin", null, null, null)).containsExactly("a PoP", "a path");
        assertThat(page(store, "sin", "fra", null, null)).containsExactly("a path");
        assertThat(page(store, "fra", null, null, null)).containsExactly("a path");
        assertThat(page(store, null, null, back, null)).containsExactly("a path");
        assertThat(page(store, null, null, null, TrafficClass.AUDIO)).containsExactly("a link");
        assertThat(page(store, null, null, null, null)).hasSize(3);
    }

    private static List<String> page(
            EventStore store,
            @Nullable String pop,
            @Nullable String peer,
            @Nullable LinkId link,
            @Nullable TrafficClass trafficClass)
            throws IOException {
        EventQuery query =
                new EventQuery(
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        -1,
                        Long.MAX_VALUE,
                        pop == null ? null : new PopId(pop),
                        peer == null ? null : new PopId(peer),
                        link,
                        null,
                        trafficClass,
                        10);
        return store.page(query).events().stream().map(Event::text).toList();
    }

    @Test
    void whatIsTooOldOrTooMuchGoes() throws IOException {
        Retention twoDays = new Retention(2 * DAY_MS, 1L << 20);
        try (EventStore store = EventStore.open(folder, twoDays)) {
            for (int hour = 0; hour < 200; hour++) {
                long nowMs = NOW_MS + hour * 3_600_000L;
                store.add(at(nowMs, "hour " + hour));
                store.flush(nowMs);
            }
            List<Event> left = store.page(EventQuery.newest(1_000)).events();
            // A segment is of a 32nd of that time at least: what is left is a little more.
            assertThat(left.getFirst().text()).isBetween("hour 148", "hour 152");
            assertThat(left.getLast().text()).isEqualTo("hour 199");
        }
        Retention small = new Retention(1_000 * DAY_MS, 1L << 20);
        try (EventStore store = EventStore.open(folder, small)) {
            for (int i = 0; i < 400; i++) {
                store.add(at(NOW_MS + 200 * 3_600_000L + i, "x".repeat(3_900)));
                store.flush(NOW_MS);
                assertThat(store.bytes()).isLessThan((1L << 20) + small.segmentBytes());
            }
            assertThat(store.bytes()).isGreaterThan(900_000);
            assertThat(store.page(EventQuery.newest(1_000)).events().getLast().seq())
                    .isEqualTo(600);
        }
    }

    /** Kills the process at every byte that was written: whole events stay, numbers go on. */
    @Test
    void whereverTheProcessIsKilledWholeEventsStay() throws IOException {
        List<Long> ends = new ArrayList<>();
        try (EventStore store = EventStore.open(folder, MONTH)) {
            for (int i = 1; i <= 4; i++) {
                store.add(at(NOW_MS + i, "event " + i));
                store.flush(NOW_MS);
                ends.add(Files.size(file()));
            }
        }
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int bytes = cut;
            long left = ends.stream().filter(end -> end <= bytes).count();
            try (EventStore store = EventStore.open(folder, MONTH)) {
                store.add(at(NOW_MS, "after"));
                store.flush(NOW_MS);
                assertThat(numbers(store.page(EventQuery.newest(10))))
                        .as("cut at %d", cut)
                        .containsExactlyElementsOf(
                                LongStream.rangeClosed(1, left + 1).boxed().toList());
                assertThat(store.damaged()).as("cut at %d", cut).isZero();
            }
        }
    }

    /** Damage stops neither the controller nor what comes later. */
    @Test
    void damageCostsWhatLiesBehindItInItsFile() throws IOException {
        try (EventStore store = EventStore.open(folder, MONTH)) {
            for (int i = 1; i <= 20; i++) {
                store.add(at(NOW_MS + i, "event " + i));
            }
            store.flush(NOW_MS);
        }
        Path file = file();
        byte[] whole = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 0; i < 50; i++) {
            byte[] damaged = whole.clone();
            // In the text of an event: lengths are not among what turns.
            int at =
                    new String(whole, StandardCharsets.ISO_8859_1)
                            .indexOf("event " + (4 + random.nextInt(9)));
            damaged[at + random.nextInt(6)] ^= 0x10;
            Files.write(file, damaged);
            try (EventStore store = EventStore.open(folder, MONTH)) {
                store.add(at(NOW_MS + 21, "later"));
                store.flush(NOW_MS);
                List<Event> events = store.page(EventQuery.newest(100)).events();
                assertThat(events).hasSizeBetween(4, 12);
                assertThat(events.getFirst().text()).isEqualTo("event 1");
                assertThat(events.getLast().text()).isEqualTo("later");
                assertThat(store.damaged()).isPositive();
            }
            assertThat(Files.readAllBytes(file)).isEqualTo(damaged);
            Files.delete(file());
        }
    }

    /** What the disk does not take waits for it, within a bound. */
    @Test
    void aDiskThatTakesNothingCostsOnlyWhatNoLongerFits() throws IOException {
        Path blocked = folder.resolve("blocked");
        try (EventStore store = EventStore.open(blocked, MONTH)) {
            Files.writeString(blocked, "in the way");
            int lost = 5;
            for (int i = 1; i <= EventStore.WAITING + lost; i++) {
                store.add(at(NOW_MS, "event " + i));
            }
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> store.flush(NOW_MS))
                    .isInstanceOf(IOException.class);
            assertThat(store.dropped()).isEqualTo(lost);
            assertThat(numbers(store.page(EventQuery.newest(2)))).containsExactly(10_004L, 10_005L);
            Files.delete(blocked);
            store.flush(NOW_MS);
            assertThat(store.bytes()).isPositive();
        }
        try (EventStore store = EventStore.open(blocked, MONTH)) {
            EventPage page = store.page(EventQuery.newest(1_000));
            assertThat(numbers(page)).hasSize(1_000).endsWith(10_005L);
            assertThat(store.page(before(7, 10)).events())
                    .extracting(Event::text)
                    .containsExactly("event 6");
        }
    }
}
