package rhumb.controller.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

class LinkHistoryTest {
    private static final LinkId AB = LinkId.parse("a->b");

    /** 2026-11-30 12:00 UTC, a whole hour. */
    private static final long NOON_S = 1_796_040_000L;

    private static final long MS = 1_000_000L;

    private final Topology topology = new Topology(Samples.mesh(3));
    private final List<Block> given = new ArrayList<>();
    private final LinkHistory history = new LinkHistory(1 << 20, given::add);

    static LinkState state(LinkId link, LinkStatus status, long lossPpm, long delayNs) {
        return new LinkState(
                link,
                status,
                ClassSet.NONE,
                LinkSign.NONE,
                LinkView.SENDER,
                100,
                lossPpm,
                lossPpm,
                delayNs < 0 ? -1 : 2 * delayNs,
                delayNs,
                delayNs < 0 ? -1 : 0,
                delayNs < 0 ? -1 : 500_000,
                0,
                0,
                delayNs < 0 ? -1 : 2 * MS,
                -1,
                0,
                0,
                null);
    }

    private Snapshot all(LinkStatus status, long lossPpm, long delayNs) {
        return new Snapshot(
                1,
                0,
                topology.links().stream()
                        .map(link -> state(link.id(), status, lossPpm, delayNs))
                        .toList());
    }

    private void up(long unixS) {
        history.onSecond(unixS, topology, all(LinkStatus.UP, 0, 40 * MS));
    }

    private List<Span> seconds() {
        List<Span> spans = new ArrayList<>();
        history.seconds(AB, spans::add);
        return spans;
    }

    private List<Span> minutes() {
        List<Span> spans = new ArrayList<>();
        given.forEach(block -> block.spans(AB, spans::add));
        history.minutes(AB, spans::add);
        return spans;
    }

    @Test
    void everySecondOfAnHourIsThere() {
        for (int s = 0; s < 3_700; s++) {
            history.onSecond(
                    NOON_S + s,
                    topology,
                    all(
                            s % 7 == 0 ? LinkStatus.DEGRADED : LinkStatus.UP,
                            640L * s,
                            (40 + s % 5) * MS));
        }
        List<Span> spans = seconds();
        // 3700 s are 61 whole minutes, of which 60 are kept, and 40 s.
        assertThat(spans).hasSize(3_640);
        assertThat(spans.getFirst().fromUnixS()).isEqualTo(NOON_S + 60);
        assertThat(history.secondsFromUnixS()).isEqualTo(NOON_S + 60);
        for (Span span : spans) {
            long s = span.fromUnixS() - NOON_S;
            assertThat(span.status()).isEqualTo(s % 7 == 0 ? LinkStatus.DEGRADED : LinkStatus.UP);
            assertThat(span.lossPpm()).isEqualTo(Math.min(1_000_000, 640 * s));
            assertThat(span.delayNs()).isEqualTo((40 + s % 5) * MS);
            assertThat(span.delayNsP95()).isEqualTo((42 + s % 5) * MS);
            assertThat(span.jitterNs()).isEqualTo(500_000);
        }
        assertThat(history.dropped()).isZero();
    }

    @Test
    void minutesSayLowestMeanHighestAndHowLongItWasBad() {
        for (int s = 0; s < 60; s++) {
            LinkStatus status =
                    s < 10 ? LinkStatus.DOWN : s < 25 ? LinkStatus.DEGRADED : LinkStatus.UP;
            history.onSecond(
                    NOON_S + s, topology, all(status, s == 30 ? 64_000 : 0, (40 + s) * MS));
        }
        history.flush();
        assertThat(given).hasSize(1);
        Span minute = minutes().getFirst();
        assertThat(minute.fromUnixS()).isEqualTo(NOON_S);
        assertThat(minute.samples()).isEqualTo(60);
        assertThat(minute.down()).isEqualTo(10);
        assertThat(minute.degraded()).isEqualTo(15);
        assertThat(minute.unknown()).isZero();
        assertThat(minute.lossPpmMax()).isEqualTo(64_000);
        assertThat(minute.lossPpm()).isBetween(64_000L / 60, 64_000L / 60 + Scale.LOSS_PPM);
        assertThat(minute.delayNsMin()).isEqualTo(40 * MS);
        assertThat(minute.delayNs()).isEqualTo(69_500_000);
        assertThat(minute.delayNsMax()).isEqualTo(99 * MS);
        assertThat(minute.status()).isEqualTo(LinkStatus.DOWN);
    }

    @Test
    void minutesAreGivenAwayByTens() {
        for (int s = 0; s < 25 * 60; s++) {
            up(NOON_S + s);
        }
        up(NOON_S + 25 * 60);
        assertThat(given)
                .extracting(block -> block.head().fromUnixS())
                .containsExactly(NOON_S, NOON_S + 600);
        assertThat(minutes()).hasSize(26).allMatch(span -> span.delayNs() == 40 * MS);
        history.flush();
        assertThat(given).hasSize(3);
        assertThat(minutes()).hasSize(26);
    }

    @Test
    void unknownIsNotZeroAndAHoleIsAHole() {
        history.onSecond(NOON_S, topology, all(LinkStatus.UNKNOWN, -1, -1));
        up(NOON_S + 2); // late by a second: as the one before
        up(NOON_S + 30);
        assertThat(seconds())
                .extracting(span -> span.fromUnixS() - NOON_S)
                .containsExactly(0L, 1L, 2L, 30L);
        Span unknown = seconds().getFirst();
        assertThat(unknown.status()).isEqualTo(LinkStatus.UNKNOWN);
        assertThat(unknown.lossPpm()).isEqualTo(-1);
        assertThat(unknown.delayNs()).isEqualTo(-1);
        assertThat(minutes().getFirst().samples()).isEqualTo(4);
        assertThat(minutes().getFirst().delayNs()).isEqualTo(40 * MS);
    }

    @Test
    void aClockThatIsSetLosesNothingElse() {
        for (int s = 0; s < 90; s++) {
            up(NOON_S + s);
        }
        for (int s = 0; s < 90; s++) {
            up(NOON_S - 3_600 + s);
        }
        up(NOON_S + 86_400);
        history.flush();
        assertThat(seconds()).hasSize(181);
        assertThat(minutes()).extracting(Span::samples).containsExactly(60, 30, 60, 30, 1);
    }

    @Test
    void anotherTopologyBeginsAnewAndForgetsNothing() {
        up(NOON_S);
        Topology more = new Topology(Samples.mesh(4));
        history.onSecond(
                NOON_S + 1,
                more,
                new Snapshot(
                        2,
                        0,
                        more.links().stream()
                                .map(link -> state(link.id(), LinkStatus.UP, 0, 30 * MS))
                                .toList()));
        history.flush();
        assertThat(seconds()).extracting(Span::delayNs).containsExactly(40 * MS, 30 * MS);
        assertThat(minutes()).extracting(Span::delayNs).containsExactly(40 * MS, 30 * MS);
        assertThat(history.knows(LinkId.parse("a->d"))).isTrue();
        assertThat(history.knows(LinkId.parse("a->e"))).isFalse();
    }

    /** Noise as links have it: a report about every five seconds, a loss now and then. */
    private static LinkState noisy(SplittableRandom random, LinkState before) {
        boolean reported = random.nextInt(10) < 2;
        boolean lossy = random.nextInt(50) == 0;
        return reported
                ? state(
                        before.link(),
                        LinkStatus.UP,
                        lossy ? 10_000L * random.nextInt(5) : 0,
                        40 * MS + random.nextInt(300_000))
                : before;
    }

    @Test
    void itStaysWithinItsBoundAndCountsWhatWent() {
        LinkHistory small = new LinkHistory(10_000, block -> {});
        SplittableRandom random = new SplittableRandom(1);
        List<LinkState> states = new ArrayList<>(all(LinkStatus.UP, 0, 40 * MS).links());
        long running = 2L * states.size() * (60 * 5 + 10 * 11);
        for (int s = 0; s < 3_600; s++) {
            states.replaceAll(before -> noisy(random, before));
            small.onSecond(NOON_S + s, topology, new Snapshot(s, 0, states));
            assertThat(small.bytes()).isLessThanOrEqualTo(10_000 + running);
        }
        assertThat(small.dropped()).isPositive();
        assertThat(small.secondsFromUnixS()).isGreaterThan(NOON_S);
    }

    /** The figures in docs/history.md. */
    @Test
    void aLinkCostsAFewKilobytesAnHour() {
        LinkHistory large = new LinkHistory(1 << 24, given::add);
        SplittableRandom random = new SplittableRandom(1);
        List<LinkState> states = new ArrayList<>(all(LinkStatus.UP, 0, 40 * MS).links());
        long running = 2L * states.size() * (60 * 5 + 10 * 11);
        for (int s = 0; s < 3_600; s++) {
            states.replaceAll(before -> noisy(random, before));
            large.onSecond(NOON_S + s, topology, new Snapshot(s, 0, states));
        }
        large.flush();
        long perLinkHour = (large.bytes() - running) / states.size();
        long kept = given.stream().mapToLong(block -> block.record().length).sum() / states.size();
        assertThat(perLinkHour).as("seconds").isBetween(2_500L, 4_000L);
        assertThat(kept).as("minutes").isBetween(350L, 500L);
    }

    @Test
    void noiseIsNoBlockAndNeverThrows() {
        for (int s = 0; s < 600; s++) {
            up(NOON_S + s);
        }
        history.flush();
        byte[] record = given.getFirst().record();
        SplittableRandom random = new SplittableRandom(8);
        int understood = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = record.clone();
            for (int flips = random.nextInt(4); flips >= 0; flips--) {
                noise[random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Block.Head head = Block.head(ByteBuffer.wrap(noise));
            byte[] part = new byte[random.nextInt(40)];
            random.nextBytes(part);
            if (head != null) {
                boolean sound = Block.spans(head, ByteBuffer.wrap(part), span -> {});
                understood += sound ? 1 : 0;
            }
            assertThat(LinkNames.decode(ByteBuffer.wrap(noise))).isNull();
        }
        assertThat(understood).isLessThan(20_000);
        byte[] names = given.getFirst().names().encode();
        assertThat(LinkNames.decode(ByteBuffer.wrap(names))).isNotNull();
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = names.clone();
            noise[random.nextInt(noise.length)] ^= (byte) (1 << random.nextInt(8));
            LinkNames.decode(ByteBuffer.wrap(noise)); // may be other names
        }
    }

    @Test
    void whoeverLeadsNoMoreKeepsWhatItKnewAndGoesOnLater() {
        for (long s = 0; s < 90; s++) {
            up(NOON_S + s);
        }
        assertThat(given).isEmpty();
        history.rest();
        assertThat(seconds()).hasSize(90);
        assertThat(given).hasSize(1); // the minutes, of which the last one is half a minute
        assertThat(history.knows(AB)).isTrue();
        history.rest();
        assertThat(given).hasSize(1);
        up(NOON_S + 100);
        assertThat(seconds()).hasSize(91);
    }
}
