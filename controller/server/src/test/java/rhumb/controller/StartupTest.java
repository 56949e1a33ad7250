package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.TestOverlay.SECOND;
import static rhumb.controller.TestOverlay.pop;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.controller.event.EventCode;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.rule.RuleBook;
import rhumb.net.Epoch;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.Welcome;

class StartupTest {
    private final TestOverlay overlay = new TestOverlay(Samples.eager(Samples.mesh(4)));

    @Test
    void freshOverlayGetsRulesAsSoonAsTheMapIsWhole() {
        for (String name : List.of("a", "b", "c", "d")) {
            overlay.hello(name, Role.FORWARDER);
            overlay.hello(name, Role.AGENT);
        }
        overlay.run(SECOND / 100);
        assertThat(overlay.probePlans).hasSize(4);
        assertThat(overlay.probePlans.get(pop("a")))
                .isNotNull()
                .satisfies(p -> assertThat(p.links()).hasSize(3));
        overlay.report("a", true, List.of());
        overlay.report("b", true, List.of());
        overlay.report("c", true, List.of());
        overlay.report("d", false, List.of());
        overlay.run(SECOND);
        assertThat(overlay.core.view().phase()).isEqualTo(Startup.Phase.AGENTS_HEARD);
        assertThat(overlay.forwarder("a").updates).isEmpty();
        overlay.report("d", true, List.of());
        overlay.run(0);
        assertThat(overlay.core.view().phase()).isEqualTo(Startup.Phase.FIRST_UPDATE);
        assertThat(overlay.forwarder("a").updates)
                .singleElement()
                .isInstanceOf(RuleUpdate.FullSync.class);
        assertThat(overlay.core.view().books()).allMatch(b -> b.state() == RuleBook.State.IN_SYNC);
    }

    @Test
    void missingAgentIsWaitedForAndThenNot() {
        for (String name : List.of("a", "b", "c")) {
            overlay.hello(name, Role.FORWARDER);
            overlay.hello(name, Role.AGENT);
        }
        overlay.reportAll();
        overlay.run(2 * SECOND);
        assertThat(overlay.core.view().phase()).isEqualTo(Startup.Phase.WAITING);
        overlay.run(2 * SECOND);
        assertThat(overlay.core.view().phase()).isEqualTo(Startup.Phase.FIRST_UPDATE);
        assertThat(overlay.count(EventCode.STARTUP_PARTIAL)).isEqualTo(1);
    }

    @Test
    void restartedControllerMovesNothing() {
        overlay.start();
        // Takes c for audio a -> b; then all is well again, but dearer than the start would
        // choose.
        overlay.set("a->d", Samples.Quality.up(44)); // c and d are no equals, so no spreading
        overlay.set("a->b", Samples.Quality.up(110));
        overlay.live(12);
        String before = overlay.path("a", "b", TrafficClass.AUDIO);
        assertThat(before).isEqualTo("a > c > b");
        overlay.set("a->b", Samples.Quality.up(80));
        overlay.restartController();
        overlay.start();
        overlay.live(30);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo(before);
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).cause().reason())
                .isEqualTo(MoveCause.Reason.INSTALLED);
        assertThat(overlay.forwarder("a").updates).isEmpty();
        assertThat(overlay.forwarder("c").updates).isEmpty();
        assertThat(overlay.count(EventCode.PATH_MOVED)).isZero();
        assertThat(overlay.count(EventCode.RULES_ADOPTED)).isEqualTo(4);
    }

    @Test
    void restartedControllerStillLeavesABadLink() {
        overlay.start();
        overlay.restartController();
        overlay.set("a->b", overlay.quality("a->b").down());
        overlay.start();
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isNotEqualTo("a > b");
        assertThat(overlay.decision("a", "b", TrafficClass.AUDIO).cause().reason())
                .isEqualTo(MoveCause.Reason.FAILED);
        assertThat(overlay.forwarder("a").updates).isNotEmpty();
    }

    @Test
    void forwarderThatComesLateIsTakenOverToo() {
        overlay.start();
        overlay.set("a->d", Samples.Quality.up(44)); // c and d are no equals, so no spreading
        overlay.set("a->b", Samples.Quality.up(110));
        overlay.live(12);
        overlay.restartController();
        for (String name : List.of("a", "b", "c", "d")) {
            overlay.hello(name, Role.AGENT);
        }
        overlay.set("a->b", Samples.Quality.up(80));
        overlay.reportAll();
        overlay.run(SECOND);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > b");
        overlay.hello("a", Role.FORWARDER);
        overlay.run(SECOND);
        assertThat(overlay.path("a", "b", TrafficClass.AUDIO)).isEqualTo("a > c > b");
        assertThat(overlay.forwarder("a").updates).isEmpty();
    }

    @Test
    void reconnectedForwarderThatRunsOtherRulesGetsAllOfThem() {
        overlay.start();
        Epoch was = overlay.forwarder("b").epoch;
        overlay.core.onPeerLost(overlay.nowNs, pop("b"), Role.FORWARDER, "reset");
        overlay.forwarder("b").epoch = Epoch.NONE;
        overlay.forwarder("b").rules = List.of();
        overlay.forwarder("b").updates.clear();
        overlay.hello("b", Role.FORWARDER);
        overlay.run(SECOND);
        assertThat(overlay.forwarder("b").updates)
                .singleElement()
                .isInstanceOf(RuleUpdate.FullSync.class);
        assertThat(was.isBefore(overlay.forwarder("b").epoch)).isTrue();
    }

    @Test
    void reconnectedForwarderThatRunsTheRulesGetsNone() {
        overlay.start();
        overlay.core.onPeerLost(overlay.nowNs, pop("b"), Role.FORWARDER, "reset");
        overlay.forwarder("b").updates.clear();
        overlay.hello("b", Role.FORWARDER);
        overlay.run(SECOND);
        assertThat(overlay.forwarder("b").updates).isEmpty();
    }

    @Test
    void onePopAloneGetsItsRulesToo() {
        TestOverlay alone =
                new TestOverlay(
                        rhumb.controller.intent.Intent.of(
                                1, List.of(Samples.pop("a", 1)), List.of()));
        alone.start();
        assertThat(alone.forwarder("a").updates).hasSize(1);
        assertThat(alone.core.view().phase()).isEqualTo(Startup.Phase.FIRST_UPDATE);
    }

    @Test
    void strangersAreTurnedAway() {
        Hello stranger = new Hello(pop("zz"), Role.AGENT, 1, 1, Set.of(), Epoch.NONE);
        assertThat(overlay.core.onHello(1, stranger))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo("unknown-pop"));
        Hello ancient = new Hello(pop("a"), Role.AGENT, 1, 0, Set.of(), Epoch.NONE);
        assertThat(overlay.core.onHello(1, ancient))
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo("version"));
        Hello modern = new Hello(pop("a"), Role.AGENT, 1, 9, Set.of("new"), Epoch.NONE);
        assertThat(overlay.core.onHello(1, modern))
                .isInstanceOfSatisfying(
                        Welcome.class, w -> assertThat(w.version()).isEqualTo(Hello.VERSION));
    }

    @Test
    void secondSessionReplacesTheFirst() {
        overlay.hello("a", Role.AGENT);
        // The same process on another stream: it went to a nearer controller.
        overlay.hello("a", Role.AGENT);
        assertThat(overlay.count(EventCode.PEER_REPLACED)).isZero();
        Hello twin = new Hello(pop("a"), Role.AGENT, 8, Hello.VERSION, Set.of(), Epoch.NONE);
        overlay.core.onHello(1, twin);
        assertThat(overlay.count(EventCode.PEER_REPLACED)).isEqualTo(1);
        assertThat(overlay.core.view().peers())
                .singleElement()
                .satisfies(p -> assertThat(p.sessions()).isEqualTo(3));
    }

    @Test
    void epochsStartAboveEverythingHeard() {
        overlay.forwarder("c").epoch = new Epoch(500, 9);
        overlay.start();
        assertThat(new Epoch(500, 9).isBefore(overlay.forwarder("a").epoch)).isTrue();
    }
}
