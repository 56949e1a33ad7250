package rhumb.controller.history.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.Samples;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.northbound.Answer;

class HistoryDeskTest {
    private static final long NOON_S = 1_796_040_000L;

    @TempDir private Path folder;

    private static HistoryDesk open(Path state) {
        return HistoryDesk.open(state, HistoryConfig.STANDARD, () -> NOON_S * 1_000, () -> 0);
    }

    private static Answer events(HistoryDesk desk) throws Exception {
        return desk.read("events", Map.of()).get();
    }

    private static int count(Answer answer) {
        return answer.body().path("events").size();
    }

    @Test
    void withoutAFolderTheNewestAreInMemory() throws Exception {
        try (HistoryDesk desk = HistoryDesk.open(null, HistoryConfig.STANDARD)) {
            for (int i = 0; i < 3; i++) {
                desk.event(Event.of(EventCode.STARTUP_PHASE, "" + i));
            }
            Answer answer = events(desk);
            assertThat(count(answer)).isEqualTo(3);
            assertThat(answer.body().path("events").get(2).path("seq").asInt()).isEqualTo(3);
            assertThat(desk.figures().eventBytes()).isZero();
        }
    }

    /** Events and minutes wait until the disk takes them; the core never does. */
    @Test
    void aDiskThatTakesNothingIsCountedAndTriedAgain() throws Exception {
        Files.createDirectories(folder.resolve("state"));
        Path blocked = folder.resolve("state/history");
        try (HistoryDesk desk = open(folder.resolve("state"))) {
            assertThat(count(events(desk))).isZero();
            Files.writeString(blocked, "in the way");
            desk.event(Event.of(EventCode.STARTUP_PHASE, "one"));
            assertThat(count(events(desk))).isEqualTo(1);
            assertThat(desk.figures().failures()).isPositive();
            assertThat(desk.figures().eventBytes()).isZero();
            Files.delete(blocked);
            assertThat(count(events(desk))).isEqualTo(1);
            assertThat(desk.figures().eventBytes()).isPositive();
            assertThat(desk.figures().lostEvents()).isZero();
        }
        try (HistoryDesk desk = open(folder.resolve("state"))) {
            assertThat(count(events(desk))).isEqualTo(1);
        }
    }

    private static Event at(long unixMs, String text) {
        Event e = Event.of(EventCode.STARTUP_PHASE, text);
        return new Event(
                e.seq(),
                e.code(),
                e.atNs(),
                unixMs * 1_000_000L,
                e.pop(),
                e.peerPop(),
                e.link(),
                e.classes(),
                e.path(),
                e.text(),
                e.by());
    }

    @Test
    void aClockThatIsSetForwardMakesNothingOlder() throws Exception {
        AtomicLong unixMs = new AtomicLong(NOON_S * 1_000);
        AtomicLong nowNs = new AtomicLong();
        HistoryConfig small =
                new HistoryConfig(
                        3_600_000_000_000L,
                        HistoryConfig.STANDARD.events(),
                        HistoryConfig.STANDARD.links(),
                        null);
        try (HistoryDesk desk = HistoryDesk.open(folder, small, unixMs::get, nowNs::get)) {
            for (int i = 0; i < 8; i++) {
                desk.event(at(unixMs.get(), "" + i));
                assertThat(count(events(desk))).isEqualTo(i + 1);
                unixMs.addAndGet(300_000); // five minutes, by both clocks
                nowNs.addAndGet(300_000_000_000L);
            }
            unixMs.addAndGet(365L * 86_400_000L);
            assertThat(count(events(desk))).as("a year ahead").isEqualTo(8);
            nowNs.addAndGet(7_200_000_000_000L);
            assertThat(count(events(desk))).as("two hours later, really").isLessThan(8);
        }
    }

    @Test
    void minutesOutliveTheController() throws Exception {
        Topology topology = new Topology(Samples.mesh(2));
        LinkStateDatabase lsdb =
                new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        Map<String, String> hours =
                Map.of("link", "a->b", "since", Long.toString((NOON_S - 7_200) * 1_000));
        try (HistoryDesk desk = open(folder)) {
            for (int minute = 1; minute <= 3; minute++) {
                desk.second(NOON_S - 60L * minute, topology, lsdb.snapshot(0));
            }
            Answer answer = desk.read("history/link", hours).get();
            assertThat(answer.body().path("rows").size()).isEqualTo(3);
        }
        try (HistoryDesk desk = open(folder)) {
            Answer answer = desk.read("history/link", hours).get();
            assertThat(answer.body().path("stepSeconds").asInt()).isEqualTo(60);
            assertThat(answer.body().path("rows").size()).isEqualTo(3);
            assertThat(desk.figures().linkBytes()).isPositive();
            assertThat(desk.read("history/link", Map.of("link", "a->c")).get().status())
                    .isEqualTo(404);
            assertThat(desk.read("history/link", Map.of("link", "a")).get().status())
                    .isEqualTo(400);
        }
    }
}
