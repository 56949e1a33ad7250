package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.TestOverlay.SECOND;
import static rhumb.controller.TestOverlay.link;
import static rhumb.controller.TestOverlay.pop;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples.Quality;
import rhumb.controller.event.Event;
import rhumb.controller.event.EventCode;
import rhumb.controller.explain.PathExplanation;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.lsdb.ReportReject;
import rhumb.controller.plan.Explainer;
import rhumb.controller.plan.Explanation;
import rhumb.controller.plan.Held;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.plan.Term;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

class ConvergenceTest {
    private static final TrafficClass[] REAL_TIME = {
        TrafficClass.SIGNALLING,
        TrafficClass.AUDIO,
        TrafficClass.VIDEO_KEY,
        TrafficClass.VIDEO,
        TrafficClass.LIVE
    };

    private final TestOverlay overlay = new TestOverlay(Samples.eager(Samples.mesh(5)));

    private Quality lossy() {
        return overlay.quality("a->b").loss(40_000).degraded(LinkSign.LOSS, REAL_TIME);
    }

    @Test
    void degradationMovesAudioAtOnceAndLeavesBulk() {
        overlay.start();
        overlay.live(2);
        overlay.forwarder("a").updates.clear();
        overlay.forwarder("c").updates.clear();
        overlay.set("a->b", lossy());
        overlay.report("b", true, List.of());
        overlay.run(0);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(overlay.path("a", "b", TrafficClass.BULK)).isEqualTo("a > b");
        assertThat(overlay.path("b", "a", TrafficClass.AUDIO)).isEqualTo("b > a");
        assertThat(overlay.forwarder("a").updates)
                .singleElement()
                .isInstanceOf(RuleUpdate.Delta.class);
        List<Event> told =
                overlay.events.stream().filter(e -> e.code() == EventCode.PATH_MOVED).toList();
        assertThat(told).as("one event for all classes that move alike").hasSize(1);
        Event moved = told.getFirst();
        assertThat(moved.classes()).isEqualTo(lossy().degraded());
        assertThat(moved.link()).isEqualTo(link("a->b"));
        assertThat(moved.text())
                .contains("a > b => a > c > b", "a link degraded: a->b", "sign loss");
    }

    @Test
    void pathThatOnlyPassesTheLinkMovesToo() {
        overlay.set("a->b", Quality.up(200));
        overlay.set("a->c", Quality.up(35)); // c and d are no equals, so no spreading
        overlay.start();
        overlay.live(1);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        overlay.set("c->b", overlay.quality("c->b").down());
        overlay.reportAll();
        overlay.run(0);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > d > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).cause().reason())
                .isEqualTo(MoveCause.Reason.FAILED);
    }

    @Test
    void linkThatMisbehavedIsTrustedAgainSlowly() {
        overlay.start();
        overlay.set("a->b", lossy());
        overlay.live(5);
        overlay.set("a->b", Quality.up(40));
        overlay.live(60);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        overlay.live(260);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).cause().reason())
                .isEqualTo(MoveCause.Reason.BETTER);
    }

    @Test
    void flappingLinkIsLeftOnceAndNotComeBackTo() {
        overlay.start();
        for (int flap = 0; flap < 10; flap++) {
            overlay.set("a->b", lossy());
            overlay.live(2);
            overlay.set("a->b", Quality.up(40));
            overlay.live(2);
        }
        long moves =
                overlay.events.stream()
                        .filter(e -> e.code() == EventCode.PATH_MOVED)
                        .filter(e -> e.classes().contains(TrafficClass.AUDIO))
                        .filter(e -> pop("a").equals(e.pop()) && pop("b").equals(e.peerPop()))
                        .count();
        assertThat(moves).isEqualTo(1);
    }

    @Test
    void smallGainIsHeldBack() {
        overlay.set("a->b", Quality.up(80));
        overlay.set("a->c", Quality.up(45));
        overlay.set("c->b", Quality.up(45));
        overlay.start();
        overlay.live(2);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        overlay.set("a->c", Quality.up(37));
        overlay.set("c->b", Quality.up(37));
        overlay.live(3);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).held())
                .isNotNull()
                .satisfies(h -> assertThat(h.reason()).isEqualTo(Held.Reason.GAIN_TOO_SMALL));
        overlay.set("a->c", Quality.up(30));
        overlay.set("c->b", Quality.up(30));
        overlay.live(1);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        // A better one again, within the hold-down.
        overlay.set("a->d", Quality.up(20));
        overlay.set("d->b", Quality.up(20));
        overlay.live(5);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).held())
                .isNotNull()
                .satisfies(h -> assertThat(h.reason()).isEqualTo(Held.Reason.HOLD_DOWN));
        // The hold-down ends by itself, without news.
        overlay.run(6 * SECOND);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > d > b");
    }

    @Test
    void deadPopIsLeftAlthoughItsAgentSaysNothing() {
        overlay.set("a->b", Quality.up(300));
        overlay.set("a->c", Quality.up(20));
        overlay.set("c->b", Quality.up(20));
        overlay.start();
        overlay.live(2);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        overlay.dead.add(pop("c"));
        overlay.run(SECOND / 2);
        for (String other : List.of("a", "b", "d", "e")) {
            overlay.set(other + "->c", overlay.quality(other + "->c").down());
            overlay.set("c->" + other, overlay.quality("c->" + other).down());
        }
        overlay.reportAll();
        overlay.run(0);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > d > b");
        assertThat(overlay.path("a", "c", TrafficClass.AUDIO)).isEqualTo("a > c");
        assertThat(overlay.count(EventCode.NO_GOOD_PATH)).isPositive();
    }

    @Test
    void deadAgentAloneTakesNothingDown() {
        overlay.start();
        overlay.core.onPeerLost(overlay.nowNs, pop("c"), Role.AGENT, "killed");
        overlay.dead.add(pop("c"));
        overlay.live(40);
        assertThat(overlay.count(EventCode.LINK_DOWN)).isZero();
        assertThat(overlay.count(EventCode.PATH_MOVED)).isZero();
        assertThat(overlay.core.view().snapshot().links())
                .allMatch(l -> l.status() == LinkStatus.UP);
    }

    @Test
    void silentLinkBecomesUnknownAndIsNeverBest() {
        overlay.set("a->b", Quality.up(1));
        overlay.start();
        overlay.set("a->b", overlay.quality("a->b").unknown());
        overlay.live(35);
        assertThat(
                        overlay.core
                                .view()
                                .snapshot()
                                .link(overlay.topology.linkIndex(link("a->b")))
                                .status())
                .isEqualTo(LinkStatus.UNKNOWN);
        for (TrafficClass c : TrafficClass.ALL) {
            assertThat(overlay.path("a", "b", c)).isNotEqualTo("a > b");
        }
    }

    @Test
    void liarAboutAForeignLinkIsNotBelieved() {
        overlay.start();
        overlay.say(
                "d",
                true,
                List.of(
                        Samples.estimate(
                                link("a->b"), LinkView.RECEIVER, overlay.quality("a->b").down())),
                List.of());
        overlay.run(SECOND);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        assertThat(overlay.core.view().counters().rejected())
                .containsEntry(ReportReject.FOREIGN_LINK, 1L);
        assertThat(overlay.count(EventCode.REPORT_REJECTED)).isEqualTo(1);
    }

    @Test
    void refusedDeltaIsFollowedByEverything() {
        overlay.start();
        TestOverlay.Forwarder a = overlay.forwarder("a");
        a.updates.clear();
        a.epoch = new rhumb.net.Epoch(a.epoch.counter() + 50, 7);
        overlay.set("a->b", lossy());
        overlay.reportAll();
        overlay.run(0);
        assertThat(a.updates).hasSize(2);
        assertThat(a.updates.get(0)).isInstanceOf(RuleUpdate.Delta.class);
        assertThat(a.updates.get(1)).isInstanceOf(RuleUpdate.FullSync.class);
        assertThat(a.epoch).isEqualTo(a.updates.get(1).epoch());
        assertThat(overlay.count(EventCode.RULES_REFUSED)).isEqualTo(1);
    }

    @Test
    void forwarderThatRefusesEverythingIsNotPestered() {
        overlay.start();
        TestOverlay.Forwarder a = overlay.forwarder("a");
        a.updates.clear();
        a.refuseWith = "no-memory";
        overlay.set("a->b", lossy());
        overlay.live(5);
        assertThat(a.updates.size()).isBetween(3, 8);
        a.refuseWith = null;
        overlay.live(2);
        assertThat(overlay.core.view().books().getFirst().state())
                .isEqualTo(rhumb.controller.rule.RuleBook.State.IN_SYNC);
    }

    @Test
    void traceTellsEveryStep() {
        overlay.start();
        long unixNs = 1_700_000_000L * SECOND + overlay.nowNs;
        ConvergenceTrace begun =
                ConvergenceTrace.begin(42, link("a->b"))
                        .with(Stage.FIRST_SIGN, "a/agent", unixNs - 90_000_000)
                        .with(Stage.DEGRADED, "a/agent", unixNs - 50_000_000)
                        .with(Stage.REPORTED, "a/agent", unixNs - 40_000_000);
        ConvergenceTrace foreign = ConvergenceTrace.begin(43, link("c->d"));
        overlay.set("a->b", lossy());
        overlay.report("a", true, List.of(begun, foreign));
        overlay.run(0);
        RuleUpdate update = overlay.forwarder("a").updates.getLast();
        assertThat(update.traces())
                .singleElement()
                .satisfies(t ->
                        assertThat(t.stamps())
                                .extracting("stage")
                                .endsWith(Stage.IN_LSDB, Stage.PLANNED, Stage.SENT));
        ConvergenceTrace last =
                update.traces()
                        .getFirst()
                        .with(Stage.LOCAL_SWITCH, "a/forwarder", unixNs - 20_000_000)
                        .with(Stage.FIRST_PACKET, "a/forwarder", unixNs - 10_000_000);
        overlay.core.onMessage(
                overlay.nowNs, pop("a"), Role.FORWARDER, new TraceReport(List.of(last)));
        TraceLedger.Convergence convergence = overlay.core.view().traces().getFirst();
        assertThat(convergence.degradeToSwitchNs()).hasValue(70_000_000);
        assertThat(convergence.trace().stamps())
                .extracting("stage")
                .contains((Object[]) Stage.values());
        assertThat(overlay.core.view().counters().rejected())
                .containsEntry(ReportReject.FOREIGN_TRACE, 1L);
    }

    @Test
    void explanationNamesThePlantedCause() {
        overlay.set("a->c", Quality.up(60));
        overlay.start();
        overlay.set("a->b", lossy());
        overlay.live(1);
        ControllerView view = overlay.core.view();
        Explainer explainer = new Explainer(overlay.topology, overlay.intent.policy());
        Explanation e =
                java.util.Objects.requireNonNull(
                        explainer.explain(view.plan(), 0, 1, TrafficClass.AUDIO));
        assertThat(e.chosen().text()).isEqualTo("a > d > b");
        assertThat(e.cause().reason()).isEqualTo(MoveCause.Reason.DEGRADED);
        assertThat(e.cause().culprit()).isNotNull();
        assertThat(e.runnersUp())
                .anySatisfy(r -> {
                    assertThat(r.path().text()).isEqualTo("a > b");
                    assertThat(r.decisive()).isEqualTo(Term.DEGRADED);
                })
                .anySatisfy(r -> {
                    assertThat(r.path().text()).isEqualTo("a > c > b");
                    assertThat(r.decisive()).isEqualTo(Term.DELAY);
                    assertThat(r.decisiveUs()).isEqualTo(20_000);
                });
        assertThat(e.chosen().totalUs())
                .isEqualTo(view.plan().primaryCostUs(0, 1, TrafficClass.AUDIO));
        assertThat(PathExplanation.text(e, overlay.nowNs))
                .contains(
                        "a -> b, class audio: a > d > b",
                        "why: a link degraded: a->b degraded, sign loss, loss 4%",
                        "before: a->b",
                        "most in degraded");
    }

    @Test
    void sameInputsGiveTheSameMessages() {
        assertThat(story()).isEqualTo(story());
    }

    private static List<String> story() {
        TestOverlay overlay = new TestOverlay(Samples.mesh(6));
        java.util.SplittableRandom random = new java.util.SplittableRandom(5);
        overlay.truth.replaceAll((l, q) -> Quality.up(20 + random.nextInt(150)));
        overlay.start();
        for (int i = 0; i < 60; i++) {
            overlay.truth.replaceAll((l, q) ->
                    switch (random.nextInt(40)) {
                        case 0 -> q.loss(50_000).degraded(LinkSign.LOSS, REAL_TIME);
                        case 1 -> q.down();
                        case 2, 3, 4 -> Quality.up(20 + random.nextInt(150));
                        default -> q;
                    });
            overlay.live(1);
        }
        assertThat(overlay.count(EventCode.PATH_MOVED)).isPositive();
        return overlay.log;
    }

    @Test
    void rulesAddedAtRunTimeMoveTrafficAndTakenBackLetItReturn() {
        overlay.start();
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        RuleIntent pin =
                new RuleIntent(
                        "by d",
                        List.of(TrafficClass.AUDIO),
                        null,
                        null,
                        new RuleIntent.Pin(List.of(pop("a"), pop("d"), pop("b")), List.of(), false),
                        null,
                        null,
                        null,
                        null);
        overlay.core.onAddedRules(overlay.nowNs, List.of(pin));
        overlay.live(2);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > d > b");
        assertThat(overlay.path("a", "b", TrafficClass.VIDEO)).isEqualTo("a > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).cause().by()).isEqualTo("by d");
        overlay.core.onAddedRules(overlay.nowNs, List.of());
        overlay.live(120);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
    }
}
