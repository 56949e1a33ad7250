package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

class StabilityTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TrafficClass C = TrafficClass.AUDIO;

    @Test
    void linkKeepsItsPriceUntilTheChangeMattersAndReasonsTellThatPrice() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        Plan first = world.plan(SECOND, world.none());
        int quiet = world.topology.linkIndex(LinkId.parse("a->b"));
        int loud = world.topology.linkIndex(LinkId.parse("c->d"));
        world.set("a->b", Quality.up(41)); // 1 ms: noise
        world.set("c->d", Quality.up(60));
        Plan second = world.plan(2 * SECOND, first);
        assertThat(second).isNotSameAs(first);
        assertThat(second.priced(quiet)).isSameAs(first.priced(quiet));
        assertThat(second.pricedAtNs(quiet)).isEqualTo(SECOND);
        assertThat(second.pricedAtNs(loud)).isEqualTo(2 * SECOND);
        assertThat(second.priced(loud).delayNs()).isEqualTo(60_000_000);
        Explanation e =
                Objects.requireNonNull(
                        new Explainer(world.topology, world.intent.policy())
                                .explain(second, 0, 1, C));
        assertThat(e.chosen().term(Term.DELAY)).isEqualTo(40_000);
        assertThat(e.chosen().totalUs()).isEqualTo(second.primaryCostUs(0, 1, C));
    }

    @Test
    void whatWasSeenToBeNoiseIsNotPricedAgainAndNothingNewIsThePlanItself() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        Plan first = world.plan(SECOND, world.none());
        world.set("a->b", Quality.up(41));
        assertThat(world.plan(2 * SECOND, first)).isSameAs(first);
        assertThat(world.plan(3 * SECOND, first)).isSameAs(first);
        // Another planner of the same policy finds the same: the memory is no input.
        assertThat(
                        new Planner(world.topology, world.intent.policy())
                                .plan(3 * SECOND, world.told(3 * SECOND), first))
                .isSameAs(first);
    }

    @Test
    void gainThatDoesNotLastMovesNothing() {
        PlanWorld world = new PlanWorld(Samples.mesh(3));
        Plan plan = world.plan(0, world.none());
        world.set("a->b", Quality.up(160));
        plan = world.plan(SECOND, plan);
        Held held = Objects.requireNonNull(world.decision(plan, "a", "b", C).held());
        assertThat(held.reason()).isEqualTo(Held.Reason.SETTLING);
        assertThat(held.untilNs()).isEqualTo(61 * SECOND);
        assertThat(plan.timed()).isTrue();
        world.set("a->b", Quality.up(40));
        plan = world.plan(50 * SECOND, plan);
        assertThat(world.decision(plan, "a", "b", C).held()).isNull();
        world.set("a->b", Quality.up(160));
        plan = world.plan(60 * SECOND, plan);
        world.set("a->b", Quality.up(170));
        plan = world.plan(119 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > b");
        plan = world.plan(120 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > c > b");
    }

    @Test
    void pairThatMovesOftenWaitsLongerEachTime() {
        PlanWorld world = new PlanWorld(Samples.eager(Samples.mesh(3)));
        Plan plan = world.plan(0, world.none());
        List<Long> movedAt = new ArrayList<>();
        Held.Reason last = Held.Reason.HOLD_DOWN;
        boolean direct = true;
        for (long second = 1; second < 3_600; second++) {
            // Whatever path is taken, the other one is soon better.
            world.set("a->b", Quality.up(direct ? 160 : 40));
            Plan next = world.plan(second * SECOND, plan);
            Decision d = world.decision(next, "a", "b", C);
            if (d.sinceNs() == second * SECOND) {
                movedAt.add(second);
                direct = !direct;
            } else if (d.held() != null && d.held().reason().timed()) {
                last = d.held().reason();
            }
            plan = next;
        }
        List<Long> gaps = new ArrayList<>();
        for (int i = 1; i < movedAt.size(); i++) {
            gaps.add(movedAt.get(i) - movedAt.get(i - 1));
        }
        assertThat(gaps).isSorted().startsWith(10L, 10L, 10L, 20L, 40L, 80L);
        assertThat(gaps).hasSizeLessThan(12);
        assertThat(last).isEqualTo(Held.Reason.FLAPPING);
    }

    @Test
    void pairsAreSpreadOverEqualRelaysAndStayThere() {
        List<PopIntent> pops = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            pops.add(Samples.pop(String.format("p%02d", i), i + 1));
        }
        PlanWorld world = new PlanWorld(Intent.of(1, pops, List.of()));
        // From the first ten to the last ten only over a relay; relays differ by less than the
        // band.
        for (int from = 0; from < 10; from++) {
            for (int to = 10; to < 20; to++) {
                world.set(String.format("p%02d->p%02d", from, to), Quality.up(300));
            }
        }
        for (int relay = 8; relay < 10; relay++) {
            for (int to = 10; to < 20; to++) {
                world.set(String.format("p%02d->p%02d", relay, to), Quality.up(50 + relay % 2));
            }
        }
        Plan plan = world.plan(SECOND, world.none());
        Map<Integer, Integer> pairsOver = new TreeMap<>();
        for (int from = 0; from < 8; from++) {
            for (int to = 10; to < 20; to++) {
                OverlayPath path = Objects.requireNonNull(plan.decision(from, to, C)).primary();
                assertThat(path.length()).isEqualTo(2);
                pairsOver.merge(world.topology.link(path.link(1)).from(), 1, Integer::sum);
            }
        }
        assertThat(pairsOver).containsOnlyKeys(8, 9);
        assertThat(pairsOver.values()).allMatch(pairs -> pairs > 20);
        Plan second = world.plan(100 * SECOND, plan);
        world.set("p08->p10", Quality.up(53));
        Plan third = world.plan(101 * SECOND, second);
        assertThat(third.changed().stream().filter(Plan.Changed::moved)).isEmpty();
        assertThat(
                        third.decisions(C).all().stream()
                                .filter(d -> d != null && d.held() != null)
                                .map(d -> d.held().reason()))
                .contains(Held.Reason.SPREAD)
                .doesNotContain(Held.Reason.HOLD_DOWN);
    }
}
