package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.lsdb.Snapshot;
import rhumb.net.TrafficClass;
import rhumb.path.PathVerifier;
import rhumb.path.Sharing;
import rhumb.southbound.link.LinkSign;

class PlannerTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void avoidsTheLossyLinkEvenBeforeItCountsAsDegraded() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        world.set("a->b", Quality.up(40).loss(60_000));
        Plan plan = world.plan(SECOND, world.none());
        // 6 % of loss costs audio 124 ms, bulk 12 ms: a detour of 42 ms pays for one of them.
        assertThat(world.path(plan, "a", "b", TrafficClass.AUDIO)).matches("a > [cd] > b");
        assertThat(world.path(plan, "a", "b", TrafficClass.BULK)).isEqualTo("a > b");
        assertThat(world.path(plan, "b", "a", TrafficClass.AUDIO)).isEqualTo("b > a");
    }

    @Test
    void degradedForOneClassStaysBestForAnother() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        world.set("a->b", Quality.up(40).degraded(LinkSign.DELAY_STEP, TrafficClass.AUDIO));
        Plan plan = world.plan(SECOND, world.none());
        assertThat(world.path(plan, "a", "b", TrafficClass.AUDIO)).matches("a > [cd] > b");
        assertThat(world.path(plan, "a", "b", TrafficClass.VIDEO)).isEqualTo("a > b");
    }

    @Test
    void degradedIsBetterThanUnknownIsBetterThanDown() {
        PlanWorld world = new PlanWorld(Samples.mesh(2));
        Quality slow = Quality.up(40).degraded(LinkSign.LOSS, TrafficClass.values());
        CostModel model = world.planner.costModel();
        List<Long> costs = new ArrayList<>();
        for (Quality q :
                List.of(
                        Quality.up(3_000).loss(400_000),
                        slow,
                        Quality.up(1).unknown(),
                        slow.down())) {
            PlanWorld one = new PlanWorld(Samples.mesh(2));
            one.set("a->b", q);
            Snapshot snapshot = one.told(SECOND);
            costs.add(
                    (long)
                            model.cost(
                                            SECOND,
                                            snapshot.link(0),
                                            one.topology.link(0),
                                            TrafficClass.AUDIO)
                                    .total());
        }
        assertThat(costs).isSorted();
        assertThat(5 * costs.get(0)).isLessThan(costs.get(1));
        assertThat(5 * costs.get(1)).isLessThan(costs.get(2));
        assertThat(costs.get(2)).isLessThan(costs.get(3));
    }

    @Test
    void backupSharesNoRelayAndNoUplinkWhereThereAreTwo() {
        Intent intent =
                Intent.of(
                        1,
                        List.of(
                                Samples.pop("a", 1, "isp1", "isp2"),
                                Samples.pop("b", 2, "isp1", "isp2"),
                                Samples.pop("c", 3),
                                Samples.pop("d", 4)),
                        List.of());
        PlanWorld world = new PlanWorld(intent);
        Plan plan = world.plan(SECOND, world.none());
        Decision d = world.decision(plan, "a", "b", TrafficClass.AUDIO);
        assertThat(d.primary().text(world.topology)).isEqualTo("a/isp1 > b/isp1");
        assertThat(Objects.requireNonNull(d.backup()).text(world.topology))
                .isEqualTo("a/isp2 > b/isp2");
        Sharing sharing =
                Sharing.between(
                        world.topology.graph(), d.backup().array(), List.of(d.primary().array()));
        assertThat(sharing.isEmpty()).isTrue();
        assertThat(d.third()).isNotNull().isNotEqualTo(d.primary()).isNotEqualTo(d.backup());
    }

    @Test
    void onFailureTheBackupIsTakenWhenItIsAboutAsGood() {
        PlanWorld world = new PlanWorld(Samples.mesh(5));
        Plan first = world.plan(SECOND, world.none());
        String backup =
                Objects.requireNonNull(world.decision(first, "a", "b", TrafficClass.AUDIO).backup())
                        .text(world.topology);
        assertThat(backup).isEqualTo("a > c > b");
        // Another relay is better by 4 ms: less than a move is worth.
        world.set("d->b", Quality.up(36));
        world.set("a->b", Quality.up(40).down());
        Plan second = world.plan(2 * SECOND, first);
        assertThat(world.path(second, "a", "b", TrafficClass.AUDIO)).isEqualTo(backup);
        assertThat(world.decision(second, "a", "b", TrafficClass.AUDIO).held())
                .isNotNull()
                .satisfies(h -> assertThat(h.path().text(world.topology)).isEqualTo("a > d > b"));
    }

    @Test
    void nothingChangesWithoutReason() {
        PlanWorld world = new PlanWorld(Samples.mesh(6));
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < world.truth.length; i++) {
            world.truth[i] = Quality.up(20 + random.nextInt(200));
        }
        Plan before = world.plan(SECOND, world.none());
        Quality[] base = world.truth.clone();
        for (int round = 0; round < 50; round++) {
            for (int i = 0; i < base.length; i++) {
                Quality q = base[i];
                long noiseNs = random.nextLong(1_000_000);
                world.truth[i] =
                        new Quality(
                                q.status(),
                                q.degraded(),
                                q.sign(),
                                0,
                                q.delayNs() + noiseNs,
                                0,
                                random.nextLong(500_000));
            }
            Plan after = world.plan((2 + round) * SECOND, before);
            assertThat(after.changed().stream().filter(Plan.Changed::moved)).isEmpty();
            before = after;
        }
    }

    @Test
    void noiseMakesNoNewPlan() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        Plan plan = world.plan(SECOND, world.none());
        world.set("a->b", Quality.up(41));
        assertThat(world.plan(2 * SECOND, plan)).isSameAs(plan);
        // Small steps add up against the plan, not against the report before.
        world.set("a->b", Quality.up(42));
        assertThat(world.plan(3 * SECOND, plan)).isNotSameAs(plan);
    }

    @Test
    void everyPlanIsVerifiedByCodeOfItsOwn() {
        SplittableRandom random = new SplittableRandom(6);
        List<PopIntent> pops = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            pops.add(
                    random.nextBoolean()
                            ? Samples.pop("p" + i, i + 1)
                            : Samples.pop("p" + i, i + 1, "x", "y"));
        }
        PlanWorld world = new PlanWorld(Intent.of(1, pops, List.of()));
        PathVerifier verifier = new PathVerifier(world.topology.graph(), 3);
        Plan plan = world.none();
        for (int round = 1; round <= 15; round++) {
            for (int i = 0; i < world.truth.length; i++) {
                Quality q = Quality.up(10 + random.nextInt(200));
                world.truth[i] =
                        switch (random.nextInt(12)) {
                            case 0 -> q.down();
                            case 1 -> q.unknown();
                            case 2, 3 -> q.loss(50_000).degraded(LinkSign.LOSS, TrafficClass.AUDIO);
                            default -> q;
                        };
            }
            plan = world.plan(round * SECOND, plan);
            verify(world, plan, verifier);
        }
    }

    private static void verify(PlanWorld world, Plan plan, PathVerifier verifier) {
        int pops = plan.pops();
        for (TrafficClass c : TrafficClass.ALL) {
            int[] costs = plan.costs(c);
            for (int pair = 0; pair < pops * pops; pair++) {
                int from = pair / pops;
                int to = pair % pops;
                Decision d = plan.decision(from, to, c);
                assertThat(d == null).isEqualTo(from == to);
                if (d == null) {
                    continue;
                }
                assertThat(d.paths()).doesNotHaveDuplicates().hasSize(3);
                assertThat(
                                verifier.check(
                                        from,
                                        to,
                                        d.primary().array(),
                                        costs,
                                        plan.primaryCostUs(from, to, c)))
                        .isEmpty();
                for (OverlayPath path : d.paths()) {
                    long sum = 0;
                    for (int link : path.array()) {
                        sum += costs[link];
                    }
                    assertThat(verifier.check(from, to, path.array(), costs, sum)).isEmpty();
                }
            }
        }
        assertThat(world.topology.pops()).hasSize(pops);
    }

    @Test
    void termsAddUpToWhatThePlannerCounted() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        world.set("a->b", Quality.up(70).loss(3_000));
        Plan plan = world.plan(SECOND, world.none());
        Explainer explainer = new Explainer(world.topology, Samples.mesh(4).policy());
        for (TrafficClass c : TrafficClass.ALL) {
            Explanation e = Objects.requireNonNull(explainer.explain(plan, 0, 1, c));
            long sum = 0;
            for (Term term : Term.values()) {
                sum += e.chosen().term(term);
            }
            assertThat(sum).isEqualTo(e.chosen().totalUs()).isEqualTo(plan.primaryCostUs(0, 1, c));
            assertThat(e.runnersUp()).isNotEmpty().allMatch(r -> r.worseUs() >= 0);
        }
    }
}
