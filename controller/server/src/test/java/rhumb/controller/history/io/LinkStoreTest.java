package rhumb.controller.history.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.Samples;
import rhumb.controller.history.Block;
import rhumb.controller.history.LinkHistory;
import rhumb.controller.history.Retention;
import rhumb.controller.history.Span;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;

class LinkStoreTest {
    private static final LinkId AB = LinkId.parse("a->b");
    private static final long NOON_S = 1_796_040_000L;
    private static final long MONTH_MS = 30L * 86_400_000L;
    private static final Retention MONTH = new Retention(MONTH_MS, 1L << 30);

    @TempDir private Path folder;

    /** Blocks of ten minutes each, in which the delay of a->b is that of the block's number. */
    private static List<Block> blocks(int pops, int count) {
        Topology topology = new Topology(Samples.mesh(pops));
        LinkStateDatabase lsdb =
                new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        List<Block> given = new ArrayList<>();
        LinkHistory history = new LinkHistory(1 << 20, given::add);
        PopId b = new PopId("b");
        for (int block = 0; block < count; block++) {
            lsdb.onReport(
                    1,
                    b,
                    new LinkReport(
                            block + 1,
                            true,
                            List.of(
                                    Samples.estimate(
                                            AB, LinkView.RECEIVER, Samples.Quality.up(block + 1))),
                            List.of()));
            for (int minute = 0; minute < 10; minute++) {
                history.onSecond(NOON_S + block * 600L + minute * 60L, topology, lsdb.snapshot(1));
            }
        }
        history.flush();
        return given;
    }

    private static List<Long> delaysMs(LinkStore store, long since, long until) throws IOException {
        List<Long> delays = new ArrayList<>();
        store.minutes(
                AB,
                since,
                until,
                span -> {
                    if (delays.isEmpty() || delays.getLast() != span.delayNs() / 1_000_000) {
                        delays.add(span.delayNs() / 1_000_000);
                    }
                });
        return delays;
    }

    @Test
    void oneLinkIsReadAndARestartForgetsNothing() throws IOException {
        List<Block> blocks = blocks(4, 6);
        try (LinkStore store = LinkStore.open(folder, MONTH)) {
            for (Block block : blocks.subList(0, 4)) {
                store.add(block);
            }
            assertThat(delaysMs(store, 0, Long.MAX_VALUE)).containsExactly(1L, 2L, 3L, 4L);
        }
        try (LinkStore store = LinkStore.open(folder, MONTH)) {
            for (Block block : blocks.subList(4, 6)) {
                store.add(block);
            }
            assertThat(delaysMs(store, 0, Long.MAX_VALUE)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
            assertThat(delaysMs(store, NOON_S + 600, NOON_S + 1_800)).containsExactly(2L, 3L);
            assertThat(store.knows(AB)).isTrue();
            assertThat(store.knows(LinkId.parse("a->z"))).isFalse();
            List<Span> all = new ArrayList<>();
            store.minutes(AB, 0, Long.MAX_VALUE, all::add);
            assertThat(all).hasSize(60);
            assertThat(store.refused() + store.damaged()).isZero();
        }
    }

    @Test
    void otherLinksBeginInTheSameFile() throws IOException {
        try (LinkStore store = LinkStore.open(folder, MONTH)) {
            store.add(blocks(4, 1).getFirst());
            store.add(blocks(2, 2).get(1));
            store.add(blocks(4, 3).get(2));
        }
        try (LinkStore store = LinkStore.open(folder, MONTH)) {
            assertThat(delaysMs(store, 0, Long.MAX_VALUE)).containsExactly(1L, 2L, 3L);
        }
    }

    @Test
    void whereverTheProcessIsKilledWholeBlocksStay() throws IOException {
        List<Block> blocks = blocks(3, 3);
        List<Long> ends = new ArrayList<>();
        Path file;
        try (LinkStore store = LinkStore.open(folder, MONTH)) {
            store.add(blocks.get(0));
            try (var files = Files.list(folder)) {
                file = files.findFirst().orElseThrow();
            }
            ends.add(Files.size(file));
            store.add(blocks.get(1));
            ends.add(Files.size(file));
        }
        byte[] whole = Files.readAllBytes(file);
        for (int cut = 0; cut <= whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            int bytes = cut;
            List<Long> expected = new ArrayList<>();
            for (long block = 1;
                    block <= ends.stream().filter(end -> end <= bytes).count();
                    block++) {
                expected.add(block);
            }
            expected.add(3L);
            try (LinkStore store = LinkStore.open(folder, MONTH)) {
                store.add(blocks.get(2));
                assertThat(delaysMs(store, 0, Long.MAX_VALUE))
                        .as("cut at %d", cut)
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void theOldestGo() throws IOException {
        List<Block> blocks = blocks(3, 30);
        Retention hours = new Retention(2 * 3_600_000L, 1L << 20);
        try (LinkStore store = LinkStore.open(folder, hours)) {
            for (Block block : blocks) {
                store.add(block);
                store.retain(block.head().untilUnixS() * 1_000);
            }
            List<Long> left = delaysMs(store, 0, Long.MAX_VALUE);
            assertThat(left.getFirst()).isBetween(16L, 19L);
            assertThat(left.getLast()).isEqualTo(30L);
        }
    }
}
