package rhumb.controller.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.explain.WhatIfSummary;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.plan.Plan;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;

class ExperimentTest {
    /** Each direct link 40 ms, so over a relay 80. */
    private static World mesh(int pops) {
        return new World(Samples.mesh(pops), 40).planAt(1);
    }

    private static List<WhatIf.Pair> pairs(WhatIf answer, WhatIf.Fate fate, TrafficClass c) {
        return answer.pairs().stream()
                .filter(p -> p.fate() == fate && p.trafficClass() == c)
                .toList();
    }

    private static String text(WhatIf.Pair p) {
        String before = p.before() == null ? "-" : p.before().path();
        String after = p.after() == null ? "-" : p.after().path();
        return p.from() + " " + p.to() + " " + p.trafficClass() + ": " + before + " => " + after;
    }

    /** An overlay with prices, rates, providers and a cable that two PoPs share. */
    private static Intent priced() {
        List<PopIntent> pops = new ArrayList<>();
        for (PopIntent pop : Samples.mesh(3).pops()) {
            boolean c = pop.name().name().equals("c");
            UplinkIntent u = pop.uplinks().getFirst();
            pops.add(
                    new PopIntent(
                            pop.name(),
                            pop.number(),
                            null,
                            c ? null : 50.0,
                            c ? null : 10.0 * pop.number(),
                            List.of(
                                    new UplinkIntent(
                                            u.name(),
                                            u.data(),
                                            u.probe(),
                                            u.stream(),
                                            c ? "fast" : "wan",
                                            c ? 20 : 2,
                                            c ? 5_000_000 : 20_000_000,
                                            c ? List.of("cable") : List.of()))));
        }
        return Intent.of(1, pops, List.of());
    }

    @Test
    void aLinkThatGoesDownMovesItsPairInEveryClass() {
        World world = mesh(4);
        WhatIf answer = world.whatIf("link a b down");
        assertThat(answer.changes()).containsExactly("link a->b down");
        assertThat(answer.pairs())
                .hasSize(TrafficClass.COUNT)
                .allMatch(p -> p.fate() == WhatIf.Fate.MOVES)
                .first()
                .satisfies(p -> {
                    assertThat(text(p)).isEqualTo("a b signalling: a > b => a > c > b");
                    assertThat(Objects.requireNonNull(p.before()).delayNs()).isEqualTo(40_000_000);
                    assertThat(Objects.requireNonNull(p.after()).delayNs()).isEqualTo(80_000_000);
                });
        assertThat(answer.unchanged()).isEqualTo(11L * TrafficClass.COUNT);
        assertThat(WhatIfSummary.lines(answer))
                .containsExactly(
                        "pairs x classes: 8 move, 88 unchanged",
                        "delay rises most for a -> b, signalling: +40.0 ms",
                        "load of uplinks not known: no forwarder has told its traffic twice");
    }

    @Test
    void whatIsAskedIsWhatThePlannerDoesWhenItHappens() {
        World world = mesh(5);
        WhatIf answer = world.whatIf("link a b down and link a c loss 5%");
        Plan asked = world.plan;
        world.set("a->b", Quality.up(40).down())
                .set(
                        "a->c",
                        Quality.up(40)
                                .loss(50_000)
                                .degraded(
                                        LinkSign.LOSS,
                                        TrafficClass.SIGNALLING,
                                        TrafficClass.AUDIO,
                                        TrafficClass.VIDEO_KEY,
                                        TrafficClass.VIDEO,
                                        TrafficClass.LIVE))
                .planAt(2);
        assertThat(world.plan.number()).isGreaterThan(asked.number());
        for (WhatIf.Pair p : answer.pairs()) {
            assertThat(world.path(p.from().name(), p.to().name(), p.trafficClass()))
                    .as(text(p))
                    .isEqualTo(Objects.requireNonNull(p.after()).path());
        }
        assertThat(answer.assumed())
                .containsExactly(
                        "a->c would be degraded for signalling,audio,video-key,video,live, by their"
                                + " targets");
    }

    @Test
    void nothingIsChangedByAsking() {
        World world = mesh(4);
        Plan plan = world.plan;
        Snapshot snapshot = world.snapshot;
        world.whatIf("pop c down and link a b loss 3% and add pop x near a and link b a price 9");
        assertThat(world.plan).isSameAs(plan);
        assertThat(world.plan.number()).isEqualTo(1);
        assertThat(world.snapshot).isSameAs(snapshot);
        assertThat(world.planAt(2).plan).isSameAs(plan);
        assertThat(world.topology.pops()).hasSize(4);
    }

    @Test
    void aLostPopTakesItsOwnPairsAndThoseThatHaveNoOtherWay() {
        World world = new World(Samples.mesh(3), 40);
        world.both("a->b", Quality.up(40).down()).planAt(1);
        WhatIf answer = world.whatIf("pop c down", new Demand[0]);
        assertThat(pairs(answer, WhatIf.Fate.STRANDED, TrafficClass.AUDIO))
                .extracting(ExperimentTest::text)
                .containsExactly("a b audio: a > c > b => -", "b a audio: b > c > a => -");
        assertThat(pairs(answer, WhatIf.Fate.GONE, TrafficClass.AUDIO)).hasSize(4);
        assertThat(WhatIfSummary.lines(answer).getFirst())
                .isEqualTo(
                        "pairs x classes: 16 WITHOUT A PATH, 32 of PoPs that are lost, 0 unchanged");
        // And when it comes back, it is there again.
        WhatIf back = world.whatIf("pop c down and link a c up and link c b up");
        assertThat(pairs(back, WhatIf.Fate.STRANDED, TrafficClass.AUDIO))
                .extracting(ExperimentTest::text)
                .containsExactly("b a audio: b > c > a => -");
    }

    @Test
    void worseButNotLeftStays() {
        WhatIf answer = mesh(4).whatIf("link a b delay +10ms");
        assertThat(answer.changes())
                .containsExactly("link a->b delay 50.0 ms one way (now 40.0 ms)");
        assertThat(answer.pairs())
                .hasSize(TrafficClass.COUNT)
                .allMatch(p -> p.fate() == WhatIf.Fate.STAYS);
    }

    @Test
    void moneyMovesTheClassesThatCountIt() {
        // Over c both links are quick and dear.
        World world = new World(priced(), 40);
        world.both("a->b", Quality.up(250)).planAt(1);
        assertThat(world.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(world.path("a", "b", TrafficClass.LOG)).isEqualTo("a > b");
        WhatIf cheap = world.whatIf("uplink c price x0.05");
        assertThat(cheap.changes()).containsExactly("uplink c price 1 c/GB (now 20)");
        assertThat(cheap.pairs())
                .filteredOn(p -> p.fate() == WhatIf.Fate.MOVES)
                .extracting(ExperimentTest::text)
                .contains("a b log: a > b => a > c > b")
                .noneMatch(text -> text.contains("audio"));
        assertThat(world.whatIf("link a c price +30000").pairs())
                .filteredOn(p -> p.fate() == WhatIf.Fate.MOVES)
                .extracting(ExperimentTest::text)
                .contains("a b video: a > c > b => a > b");
        assertThat(world.whatIf("provider fast down").pairs())
                .extracting(ExperimentTest::text)
                .contains("a b audio: a > c > b => a > b", "a c audio: a > c => -")
                .isEqualTo(
                        world.whatIf("risk cable down").pairs().stream()
                                .map(ExperimentTest::text)
                                .toList());
    }

    @Test
    void loadFollowsTheMoves() {
        World world = new World(priced(), 40).planAt(1);
        Demand calls = new Demand(new PopId("a"), new PopId("b"), TrafficClass.AUDIO, 6_000_000);
        Demand back = new Demand(new PopId("b"), new PopId("a"), TrafficClass.AUDIO, 1_000_000);
        WhatIf.Load load = world.whatIf("link a b down", calls, back).load();
        assertThat(load.known()).isTrue();
        assertThat(load.demandBps()).isEqualTo(7_000_000);
        assertThat(load.uplinks())
                .extracting(Object::toString)
                .containsExactly(
                        "UplinkLoad[uplink=c, rateBps=5000000, beforeBps=0, afterBps=6000000]",
                        "UplinkLoad[uplink=a, rateBps=20000000, beforeBps=6000000, afterBps=6000000]",
                        "UplinkLoad[uplink=b, rateBps=20000000, beforeBps=1000000, afterBps=1000000]");
        assertThat(WhatIfSummary.lines(world.whatIf("link a b down", calls, back)).getLast())
                .isEqualTo("OVERLOADED uplinks: c at 120% (now 0%)");
        assertThat(WhatIfSummary.lines(world.whatIf("pop b down", calls, back)).getLast())
                .isEqualTo("no uplink would pass its rate, the fullest: a at 0% (now 30%)");
    }

    @Test
    void aPopMoreIsARelayToo() {
        World world = mesh(4).both("a->b", Quality.up(200)).both("a->c", Quality.up(150));
        world.both("a->d", Quality.up(150)).planAt(2);
        String before = world.path("a", "b", TrafficClass.AUDIO);
        WhatIf answer = world.whatIf("add pop x delays a=20ms b=30ms");
        assertThat(pairs(answer, WhatIf.Fate.MOVES, TrafficClass.AUDIO))
                .extracting(ExperimentTest::text)
                .contains("a b audio: " + before + " => a > x > b");
        assertThat(pairs(answer, WhatIf.Fate.REACHED, TrafficClass.AUDIO))
                .extracting(ExperimentTest::text)
                .hasSize(8)
                .contains("x a audio: - => x > a", "x c audio: - => x > b > c");
        assertThat(answer.assumed())
                .containsExactly(
                        "x: no loss, no jitter, no trouble, the same delay both ways",
                        "x: one uplink at 0 c/GB, no limit of its rate");
        WhatIf near = world.whatIf("add pop x near b apart 2ms and link x b down");
        assertThat(pairs(near, WhatIf.Fate.REACHED, TrafficClass.AUDIO))
                .extracting(ExperimentTest::text)
                .contains(
                        "c x audio: - => c > x",
                        "b x audio: - => b > x",
                        "x b audio: - => x > d > b");
        assertThat(near.changes()).containsExactly("add pop x near b", "link x->b down");
    }

    @Test
    void distanceTellsWhatNobodyMeasured() {
        World world = new World(priced(), 10).planAt(1);
        WhatIf answer = world.whatIf("add pop x at 50,15");
        // a at 10 and b at 20 degrees east are 715 km apart: 10 ms are 2.8 times light in fibre.
        assertThat(answer.assumed())
                .containsExactly(
                        "x: delays by the great circle at 200 km/ms, times 2.80 (as the links of"
                                + " this overlay have on the median); no loss, no jitter, no trouble",
                        "x: no links to c: no coordinates",
                        "x: one uplink at 2 c/GB, no limit of its rate");
        assertThat(pairs(answer, WhatIf.Fate.REACHED, TrafficClass.AUDIO))
                .filteredOn(p -> text(p).equals("x a audio: - => x > a"))
                .singleElement()
                .satisfies(p ->
                        assertThat(Objects.requireNonNull(p.after()).delayNs())
                                .isBetween(4_900_000L, 5_100_000L));
        assertThat(world.whatIf("add pop x at 50 15 detour 2").assumed().getFirst())
                .contains("times 2.00;");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | expected link A B down",
                "link a | the words end before the PoP where link a ... ends",
                "link a zz down | there is no PoP zz; there are a, b, c, d",
                "link a/x b down | there is no uplink a/x; there are a/main",
                "link a- down | the shell took the rest for a file to write to; write link A B",
                "link a a down | a link leads to another PoP",
                "link a b loss 5 | \"5\": expected a share with %, such as 5%",
                "link a b delay 5 | expected a duration with its unit, such as 30ms",
                "link a b delay -50ms | \"-50ms\": the delay is 40.0 ms now",
                "link a b explode | \"explode\": expected link A B down",
                "link a b down now | \"now\" in \"link a b down now\" is one word too many",
                "link a b price x2 | costs nothing now: give a price in cents per gigabyte",
                "link a b down and link a b loss 1% | is DOWN, so its figures decide nothing: ask",
                "pop a up | all that PoP a can be asked to do is to go down",
                "provider wan down | there is no provider wan",
                "risk cable down | there is no risk group cable",
                "add pop a near b | there is a PoP a already",
                "add pop x at 50,10 | no PoP of the intent has a latitude",
                "add pop x beside b | expected near POP, delays POP=8ms ... or at LAT,LON",
                "add pop X near b | PoP name \"X\": expected 1 to 24 of a-z",
            })
    void complaintsSayWhatToAskInstead(String asked, String complaint) {
        assertThatThrownBy(() -> mesh(4).whatIf(asked))
                .isInstanceOf(Unanswerable.class)
                .hasMessageContaining(complaint);
    }

    @Test
    void ofManyNamesTheCloseOnesAreTold() {
        List<String> known = new ArrayList<>(List.of("fra", "fra-2", "sin", "sjc"));
        for (int i = 0; i < 40; i++) {
            known.add("edge-" + i);
        }
        assertThat(Names.missing("PoP", "frra", known))
                .isEqualTo(
                        "there is no PoP frra; of 44, close to it are fra, fra-2, sin, sjc, edge-0");
    }
}
