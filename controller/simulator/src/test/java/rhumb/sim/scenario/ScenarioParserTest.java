package rhumb.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.sim.impair.DscpMap;
import rhumb.sim.impair.LinkSettings;
import rhumb.sim.scenario.Change.LinkTarget;

final class ScenarioParserTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final LinkId SIN_FRA = LinkId.parse("sin->fra");

    @Test
    void topologyHasTheTablesDelaysAndWhatLinkLinesSay() {
        Scenario s =
                Texts.parse(
                        """
                        controller nrt
                        link sin->fra jitter 1ms loss 0.1% burst 10% length 8 reorder 1% \
                        holdback 3ms duplicate 0.25% rate 20mbps queue 50ms bleach
                        link sin<->nrt delay 40.5ms   # both directions
                        """);
        assertThat(s.title()).isEqualTo("three PoPs");
        assertThat(s.durationNs()).isEqualTo(10 * S);
        assertThat(s.seed()).isEqualTo(7);
        assertThat(s.controller()).isEqualTo(new PopId("nrt"));
        assertThat(s.pops()).extracting(PopSpec::uplinkBps).containsExactly(0L, 50_000_000L, 0L);
        assertThat(s.links()).hasSize(6);
        assertThat(s.settings(SIN_FRA))
                .isEqualTo(
                        new LinkSettings(
                                78_500_000,
                                MS,
                                1_000,
                                100_000,
                                8,
                                10_000,
                                3 * MS,
                                2_500,
                                20_000_000,
                                50 * MS,
                                DscpMap.BLEACH,
                                false));
        assertThat(s.settings(SIN_FRA.reverse())).isEqualTo(LinkSettings.ofDelay(78_500_000));
        assertThat(s.settings(LinkId.parse("sin->nrt")).delayNs()).isEqualTo(40_500_000);
        assertThat(s.settings(LinkId.parse("nrt->sin")).delayNs()).isEqualTo(40_500_000);
    }

    @Test
    void remapAndAllLinks() {
        Scenario s = Texts.parse("link all remap EF->DF AF41->AF42\nlink sin->fra loss 1%\n");
        assertThat(s.links().values())
                .allSatisfy(l -> assertThat(l.marking()).hasToString("remap AF41->AF42 EF->DF"));
        assertThat(s.settings(SIN_FRA).lossPpm()).isEqualTo(10_000);
    }

    @Test
    void streamsHaveTheirKindsDefaults() {
        Scenario s =
                Texts.parse(
                        """
                        stream call audio sin->fra duplex
                        stream cam video sin->fra from 2s to 8s
                        stream tv live fra->sin
                        stream room signalling sin->fra
                        stream chat signalling sin->fra rate 4/s size 100
                        stream files bulk sin->fra rate 8mbps size 1000
                        stream more bulk sin->fra
                        stream logs log fra->nrt
                        """);
        assertThat(s.streams())
                .extracting(StreamSpec::intervalNs)
                .containsExactly(0L, 0L, 0L, 100 * MS, 250 * MS, MS, 4_800_000L, 50 * MS);
        assertThat(s.streams())
                .extracting(StreamSpec::sizeBytes)
                .containsExactly(0, 0, 0, 200, 100, 1_000, 1_200, 300);
        StreamSpec call = s.streams().getFirst();
        assertThat(call.duplex()).isTrue();
        assertThat(call.backName()).isEqualTo("call/back");
        assertThat(call.endNs()).isEqualTo(10 * S);
        StreamSpec cam = s.streams().get(1);
        assertThat(List.of(cam.startNs(), cam.endNs())).containsExactly(2 * S, 8 * S);
        assertThat(s.streams().get(2).kind().transport()).isEqualTo("flv");
    }

    @Test
    void timelineIsNumberedInTimeOrder() {
        Scenario s =
                Texts.parse(
                        """
                        at 9s controller up
                        at 5s link busiest loss 20%
                        at 5s pop nrt down
                        at 6s link sin<->fra delay +150ms loss 3%
                        at 7s link sin->fra clear
                        at 4s controller down
                        """);
        assertThat(s.timeline())
                .extracting(e -> e.number() + " " + e.atNs() / S + " " + e.text() + " " + e.heals())
                .containsExactly(
                        "1 4 controller down false",
                        "2 5 link busiest loss 20% false",
                        "3 5 pop nrt down false",
                        "4 6 link sin<->fra delay +150ms loss 3% false",
                        "5 7 link sin->fra clear true",
                        "6 9 controller up true");
        assertThat(s.timeline().get(1).what(List.of(SIN_FRA)))
                .isEqualTo("link busiest (sin->fra) loss 20%");
        assertThat(s.timeline().get(3).what(List.of(SIN_FRA)))
                .isEqualTo("link sin<->fra delay +150ms loss 3%");
        Change.OfLinks both = (Change.OfLinks) s.timeline().get(3).change();
        assertThat(both.target())
                .isEqualTo(new LinkTarget.Named(List.of(SIN_FRA, SIN_FRA.reverse())));
    }

    @Test
    void editsSetMoveClearAndTakeBack() {
        Scenario s =
                Texts.parse(
                        """
                        link sin->fra loss 1%
                        at 1s link sin->fra delay +150ms loss 20% burst 80% length 8 bleach
                        at 2s link sin->fra delay -300ms length 1
                        at 3s link sin->fra clear duplicate 2%
                        at 4s link sin->fra blackhole loss 5% for 500ms
                        """);
        LinkSettings topology = s.settings(SIN_FRA);
        LinkSettings one = edit(s, 0).apply(topology, topology);
        assertThat(one.delayNs()).isEqualTo(228_500_000);
        assertThat(one.lossPpm()).isEqualTo(200_000);
        assertThat(one.marking()).isEqualTo(DscpMap.BLEACH);
        LinkSettings two = edit(s, 1).apply(one, topology);
        assertThat(two.delayNs()).isZero();
        assertThat(two.burstPpm()).as("cut to what the length allows").isEqualTo(500_000);
        LinkSettings three = edit(s, 2).apply(two, topology);
        assertThat(three.delayNs()).isEqualTo(topology.delayNs());
        assertThat(three.marking()).isEqualTo(DscpMap.KEEP);
        assertThat(three.duplicatePpm()).isEqualTo(20_000);
        LinkSettings four = edit(s, 3).apply(three, topology);
        assertThat(four.blackhole()).isTrue();
        TimelineEvent end = s.timeline().get(4);
        assertThat(end.atNs()).isEqualTo(4_500 * MS);
        assertThat(end.text()).isEqualTo("link sin->fra blackhole loss 5% ends");
        assertThat(end.heals()).isTrue();
        assertThat(((Change.OfLinks) end.change()).target()).isEqualTo(new LinkTarget.SameAs(4));
        LinkSettings five = edit(s, 4).apply(four, topology);
        assertThat(five)
                .as("only its own words")
                .isEqualTo(
                        new LinkSettings(
                                three.delayNs(),
                                0,
                                10_000,
                                0,
                                4,
                                0,
                                5 * MS,
                                20_000,
                                0,
                                100 * MS,
                                DscpMap.KEEP,
                                false));
    }

    @Test
    void repeatedChangesAreEventsOfTheirOwn() {
        Scenario s = Texts.parse("from 5s to 9.5s every 2s link busiest blackhole for 500ms\n");
        assertThat(s.timeline())
                .extracting(e -> e.number() + " " + e.atNs() / MS + " " + e.text())
                .containsExactly(
                        "1 5000 link busiest blackhole",
                        "2 5500 link busiest blackhole ends",
                        "3 7000 link busiest blackhole",
                        "4 7500 link busiest blackhole ends",
                        "5 9000 link busiest blackhole",
                        "6 9500 link busiest blackhole ends");
        assertThat(s.timeline())
                .filteredOn(TimelineEvent::heals)
                .extracting(e -> ((Change.OfLinks) e.change()).target())
                .containsExactly(
                        new LinkTarget.SameAs(1),
                        new LinkTarget.SameAs(3),
                        new LinkTarget.SameAs(5));
        assertThat(Texts.parse("at 2s pop nrt down for 1s\n").timeline())
                .extracting(TimelineEvent::change)
                .containsExactly(
                        new Change.OfPop(new PopId("nrt"), false),
                        new Change.OfPop(new PopId("nrt"), true));
    }

    @Test
    void expectationsOfEachKind() {
        Scenario s =
                Texts.parse(
                        """
                        stream call audio sin->fra duplex
                        at 5s link sin->fra loss 20%
                        expect stream call lost <= 5
                        expect stream call/back lost% <= 0.5
                        expect class audio p99 < 250ms
                        expect total corrupt == 0
                        expect recovered 1 <= 1000ms
                        expect path sin->fra audio avoids sin->fra at 9s
                        """);
        assertThat(s.expectations())
                .containsExactly(
                        new Expectation.OfStreams(
                                "stream call lost <= 5",
                                new Expectation.Scope.Stream("call"),
                                StreamMetric.LOST,
                                Comparison.AT_MOST,
                                5),
                        new Expectation.OfStreams(
                                "stream call/back lost% <= 0.5",
                                new Expectation.Scope.Stream("call/back"),
                                StreamMetric.LOST_SHARE,
                                Comparison.AT_MOST,
                                0.5),
                        new Expectation.OfStreams(
                                "class audio p99 < 250ms",
                                new Expectation.Scope.OfClass(TrafficClass.AUDIO),
                                StreamMetric.P99,
                                Comparison.LESS,
                                250 * MS),
                        new Expectation.OfStreams(
                                "total corrupt == 0",
                                new Expectation.Scope.Total(),
                                StreamMetric.CORRUPT,
                                Comparison.EQUAL,
                                0),
                        new Expectation.OfEvent(
                                "recovered 1 <= 1000ms",
                                Expectation.EventMetric.RECOVERED,
                                1,
                                Comparison.AT_MOST,
                                S),
                        new Expectation.OfPath(
                                "path sin->fra audio avoids sin->fra at 9s",
                                new PopId("sin"),
                                new PopId("fra"),
                                TrafficClass.AUDIO,
                                true,
                                SIN_FRA,
                                9 * S));
    }

    @Test
    void orderOfLinesDoesNotMatterAndDefaultsAreUsed() throws ScenarioException {
        Scenario s =
                ScenarioParser.parse(
                        "x",
                        "x",
                        "expect stream c lost == 0\nstream c audio b->a\nlink a<->b delay 1ms\npop b\npop a\n",
                        Texts.CITIES);
        assertThat(s.title()).isEqualTo("x");
        assertThat(s.controller()).isEqualTo(new PopId("b"));
        assertThat(s.durationNs()).isEqualTo(30 * S);
        assertThat(s.withSeed(9).seed()).isEqualTo(9);
    }

    @Test
    void anythingIsReadOrRefusedButNeverThrown() {
        Random random = new Random(42);
        List<String> words =
                Splitter.words(
                        "title duration seed pop controller delays link stream at from expect sin fra nrt sin->fra"
                                + " fra<->sin all busiest loss 20% burst 99% length 0 8 delay +5ms -3s 1e9s jitter"
                                + " rate 20mbps 10/s size queue remap EF->DF -> bleach blackhole clear for every to"
                                + " 2s 500ms up down call audio video live bulk log duplex stream class total"
                                + " recovered detected path avoids uses lost lost% p99 gap <= == 1 999999999999 #");
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? Texts.HEAD : "");
            int count = random.nextInt(40);
            for (int i = 0; i < count; i++) {
                text.append(
                                random.nextInt(30) == 0
                                        ? mangled(random)
                                        : words.get(random.nextInt(words.size())))
                        .append(random.nextInt(6) == 0 ? "\n" : " ");
            }
            assertThat(Texts.errorsOf(text.toString())).hasSizeLessThanOrEqualTo(Complaints.MAX);
        }
    }

    private static final class Splitter {
        static List<String> words(String text) {
            return List.of(text.split("\\s+", -1));
        }
    }

    private static String mangled(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            text.append((char) random.nextInt(0x250));
        }
        return text.toString();
    }

    private static LinkEdit edit(Scenario s, int index) {
        return ((Change.OfLinks) s.timeline().get(index).change()).edit();
    }
}
