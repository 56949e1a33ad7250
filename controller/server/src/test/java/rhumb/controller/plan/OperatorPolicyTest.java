package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.UplinkIntent;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;

/** The cause is planted, and the decision names it. */
class OperatorPolicyTest {
    private static final long SECOND = 1_000_000_000L;
    private static final TrafficClass C = TrafficClass.AUDIO;

    private static PlanWorld world(int pops, RuleIntent... rules) {
        PolicyIntent policy = PolicyIntent.standard().withSettleNs(0).withRules(List.of(rules));
        return new PlanWorld(Samples.with(Samples.mesh(pops), LinkIntent.FULL_MESH, policy));
    }

    private static Decision aToB(PlanWorld world, Plan plan) {
        return world.decision(plan, "a", "b", C);
    }

    private static Held held(Decision decision) {
        return Objects.requireNonNull(decision.held());
    }

    @Test
    void pinHoldsWhileItDoesAndNamesItself() {
        PlanWorld world = world(4, Rules.pin(false, "a", "d", "b"));
        Plan plan = world.plan(SECOND, world.none());
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(aToB(world, plan).cause().text()).contains("pinned by rule pin");
        // Other classes and pairs do not know of it.
        assertThat(world.path(plan, "a", "b", TrafficClass.BULK)).isEqualTo("a > b");
        assertThat(world.path(plan, "a", "c", C)).isEqualTo("a > c");
        world.set("c->b", Quality.up(41));
        world.set("a->c", Quality.up(90));
        plan = world.plan(2 * SECOND, plan);
        assertThat(held(aToB(world, plan)).text()).isEqualTo("pinned elsewhere by rule pin");
        assertThat(held(aToB(world, plan)).path().text(world.topology)).isEqualTo("a > b");

        world.set("d->b", Quality.up(40).loss(50_000).degraded(LinkSign.LOSS, C));
        plan = world.plan(3 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > b");
        assertThat(aToB(world, plan).cause().text()).contains("a link degraded: d->b");
        world.set("d->b", Quality.up(40));
        plan = world.plan(5 * SECOND, plan);
        assertThat(held(aToB(world, plan)).reason()).isEqualTo(Held.Reason.HOLD_DOWN);
        plan = world.plan(15 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(aToB(world, plan).cause().reason()).isEqualTo(MoveCause.Reason.PINNED);
    }

    @Test
    void hardPinHoldsWhateverComes() {
        PlanWorld world = world(4, Rules.pin(true, "a", "d", "b"));
        Plan plan = world.plan(SECOND, world.none());
        world.set("d->b", Quality.up(40).down());
        plan = world.plan(2 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(held(aToB(world, plan)).by()).isEqualTo("pin");
    }

    @Test
    void drainMovesBackupsFirstThenPairsOneAfterTheOther() {
        PlanWorld before = world(8);
        before.set("a->b", Quality.up(120));
        // a -> b over c; many pairs have their backup over c.
        for (char from = 'a'; from < 'i'; from++) {
            for (char to = 'a'; to < 'i'; to++) {
                if (from != to && from != 'c' && to != 'c') {
                    before.set(from + "->" + to, Quality.up(120));
                }
            }
        }
        Plan plan = before.plan(SECOND, before.none());
        assertThat(before.path(plan, "a", "b", C)).isEqualTo("a > c > b");

        PlanWorld after = new PlanWorld(before, withRules(before, Rules.drainPop("c")));
        Plan first = after.plan(2 * SECOND, plan);
        assertThat(first.changed().stream().filter(Plan.Changed::moved)).isEmpty();
        assertThat(first.timed()).isTrue();
        Held waits = held(aToB(after, first));
        assertThat(waits.text()).isEqualTo("waits its turn to leave what is drained by rule drain");
        for (Plan.Changed change : first.changed()) {
            for (OverlayPath path : change.after().paths().subList(1, 3)) {
                assertThat(path.text(after.topology)).doesNotContain(" c ");
            }
        }
        List<Long> perSecond = new ArrayList<>();
        Plan next = first;
        for (int second = 3; second <= 33; second++) {
            Plan then = after.plan(second * SECOND, next);
            perSecond.add(
                    then == next ? 0 : then.changed().stream().filter(Plan.Changed::moved).count());
            next = then;
        }
        // 7 x 6 pairs of two classes, and none of the others.
        assertThat(perSecond.stream().mapToLong(l -> l).sum()).isEqualTo(84);
        assertThat(perSecond).allMatch(moves -> moves <= 12);
        assertThat(aToB(after, next).cause().text()).contains("drained by rule drain");
        assertThat(after.path(next, "a", "c", C)).isEqualTo("a > c");
        assertThat(after.path(next, "c", "a", C)).isEqualTo("c > a");
        assertThat(next.primaryUses(2, 0, C, next.unusable())).isFalse();
    }

    private static PolicyIntent withRules(PlanWorld world, RuleIntent... rules) {
        return world.intent.policy().withRules(List.of(rules));
    }

    @Test
    void failureOnADrainedPathDoesNotWait() {
        PlanWorld before = world(4);
        before.set("a->b", Quality.up(200));
        before.set("a->c", Quality.up(30));
        Plan plan = before.plan(SECOND, before.none());
        PlanWorld after = new PlanWorld(before, withRules(before, Rules.drainPop("c")));
        Plan first = after.plan(2 * SECOND, plan);
        assertThat(held(aToB(after, first)).reason()).isEqualTo(Held.Reason.DRAINING);
        after.set("c->b", Quality.up(40).down());
        Plan second = after.plan(3 * SECOND, first);
        assertThat(after.path(second, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(aToB(after, second).cause().reason()).isEqualTo(MoveCause.Reason.FAILED);
    }

    @Test
    void avoidAndPreferAreTermsWithTheirNames() {
        PlanWorld world = world(4, Rules.avoidLink(null, null, "a->b", 60_000));
        Plan plan = world.plan(SECOND, world.none());
        assertThat(world.path(plan, "a", "b", C)).matches("a > [cd] > b");
        Explainer explainer = new Explainer(world.topology, world.intent.policy());
        Explanation e = Objects.requireNonNull(explainer.explain(plan, 0, 1, C));
        Explanation.RunnerUp direct =
                e.runnersUp().stream()
                        .filter(r -> r.path().text().equals("a > b"))
                        .findFirst()
                        .orElseThrow();
        assertThat(direct.decisive()).isEqualTo(Term.POLICY);
        assertThat(direct.path().links().getFirst().cost().rules())
                .containsExactly(new LinkCost.Rule("avoid", 60_000));
        assertThat(world.path(plan, "a", "b", TrafficClass.LOG)).isEqualTo("a > b");

        PlanWorld preferring = world(4, Rules.preferPop(null, null, "d", 60_000));
        preferring.set("a->b", Quality.up(60));
        Plan other = preferring.plan(SECOND, preferring.none());
        assertThat(preferring.path(other, "a", "b", C)).isEqualTo("a > d > b");
    }

    @Test
    void rulesOfOnePairTouchNoOther() {
        PlanWorld world = world(4, Rules.avoidLink("a", "b", "a->b", 60_000));
        Plan plan = world.plan(SECOND, world.none());
        assertThat(world.path(plan, "a", "b", C)).matches("a > [cd] > b");
        world.set("c->d", Quality.up(300));
        world.set("c->b", Quality.up(300));
        plan = world.plan(2 * SECOND, plan);
        assertThat(world.path(plan, "c", "b", C)).isEqualTo("c > a > b");
        assertThat(held(aToB(world, plan)).text()).isEqualTo("not taken because of rule avoid");

        PlanWorld preferring = world(4, Rules.preferPop("a", "b", "d", 60_000));
        preferring.set("a->b", Quality.up(60));
        Plan other = preferring.plan(SECOND, preferring.none());
        assertThat(preferring.path(other, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(preferring.path(other, "a", "c", C)).isEqualTo("a > c");
    }

    @Test
    void maxDelayTakesTheCheapestPathThatHoldsIt() {
        PlanWorld world = world(4, Rules.maxDelay("a", "b", 100));
        world.set("a->b", Quality.up(105));
        world.set("a->c", Quality.up(40).loss(20_000));
        world.set("a->d", Quality.up(30).loss(30_000));
        Plan plan = world.plan(SECOND, world.none());
        // a > c > b costs 80 ms and 40 ms of loss, a > b only 105, but that is too long.
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > c > b");
        assertThat(plan.notes(0, 1, C)).isEmpty();
        world.set("c->b", Quality.up(80));
        plan = world.plan(20 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > d > b");
        assertThat(aToB(world, plan).cause().text()).contains("broke the limit of rule limit");
        world.set("d->b", Quality.up(80));
        plan = world.plan(40 * SECOND, plan);
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > b");
        assertThat(plan.notes(0, 1, C))
                .singleElement()
                .satisfies(n -> assertThat(n.kind()).isEqualTo(Note.Kind.LIMIT_BROKEN))
                .satisfies(n -> assertThat(n.by()).isEqualTo("limit"));
    }

    @Test
    void maxLinksOfAllPairs() {
        PlanWorld world = world(4, Rules.maxLinks(1));
        world.set("a->b", Quality.up(300));
        Plan plan = world.plan(SECOND, world.none());
        assertThat(world.path(plan, "a", "b", C)).isEqualTo("a > b");
        assertThat(world.path(plan, "a", "b", TrafficClass.SIGNALLING)).matches("a > [cd] > b");
    }

    @Test
    void forbiddenPlacesAreUsedOnlyWhereNothingElseLeads() {
        List<PopIntent> pops = new ArrayList<>();
        for (PopIntent pop : Samples.mesh(3).pops()) {
            List<UplinkIntent> uplinks = new ArrayList<>();
            for (UplinkIntent u : pop.uplinks()) {
                String provider = pop.name().name().equals("b") ? "dear" : "cheap";
                uplinks.add(
                        new UplinkIntent(
                                u.name(),
                                u.data(),
                                u.probe(),
                                u.stream(),
                                provider,
                                0,
                                50_000_000,
                                List.of()));
            }
            String country = pop.name().name().equals("c") ? "xx" : "de";
            pops.add(new PopIntent(pop.name(), pop.number(), null, country, null, null, uplinks));
        }
        Intent intent = Intent.of(1, pops, List.of());
        for (RuleIntent rule :
                List.of(
                        Rules.forbidPop("c"),
                        Rules.forbidCountry("xx"),
                        Rules.forbidProvider("dear"),
                        Rules.minRate(60_000_000))) {
            PlanWorld world =
                    new PlanWorld(
                            Samples.with(
                                    intent,
                                    LinkIntent.FULL_MESH,
                                    PolicyIntent.standard()
                                            .withSettleNs(0)
                                            .withRules(List.of(rule))));
            world.set("a->b", Quality.up(900));
            Plan plan = world.plan(SECOND, world.none());
            boolean noWay = rule.name().equals("limit") || forbidsProvider(rule);
            // Every way to b is of b's provider: of those the cheapest.
            assertThat(world.path(plan, "a", "b", C))
                    .isEqualTo(forbidsProvider(rule) ? "a > c > b" : "a > b");
            assertThat(plan.notes(0, 1, C)).hasSize(noWay ? 1 : 0);
            assertThat(world.path(plan, "a", "b", TrafficClass.SIGNALLING)).isEqualTo("a > c > b");
            // Traffic from a forbidden PoP is not forbidden.
            assertThat(plan.notes(2, 0, C)).hasSize(rule.name().equals("limit") ? 1 : 0);
        }
    }

    private static boolean forbidsProvider(RuleIntent rule) {
        RuleIntent.Forbid forbid = rule.limit() == null ? null : rule.limit().forbid();
        return forbid != null && !forbid.providers().isEmpty();
    }

    @Test
    void termsAddUpWhateverRulesApply() {
        PlanWorld world = world(4, Rules.preferPop(null, null, "a", 900_000), Rules.forbidPop("c"));
        world.set("a->b", Quality.up(40).down());
        world.set("a->c", Quality.up(5_000).unknown());
        Plan plan = world.plan(SECOND, world.none());
        Explainer explainer = new Explainer(world.topology, world.intent.policy());
        for (int to = 1; to < 4; to++) {
            Explanation e = Objects.requireNonNull(explainer.explain(plan, 0, to, C));
            for (Explanation.PricedLink link : e.chosen().links()) {
                long sum = 0;
                for (Term term : Term.values()) {
                    sum += link.cost().term(term);
                }
                assertThat(sum).isEqualTo(link.cost().total());
            }
            assertThat(e.chosen().totalUs()).isEqualTo(plan.primaryCostUs(0, to, C));
        }
    }
}
