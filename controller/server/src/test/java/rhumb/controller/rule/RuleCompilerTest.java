package rhumb.controller.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.Samples.Quality;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.ProtectionIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.controller.plan.Plan;
import rhumb.controller.plan.Planner;
import rhumb.net.IpPrefix;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;

class RuleCompilerTest {
    private static final int A = 0;
    private static final int B = 1;

    private final Intent intent =
            Samples.with(
                    Samples.mesh(4),
                    new LinkIntent(List.of(LinkId.parse("a->d")), List.of()),
                    PolicyIntent.standard());
    private final Topology topology = new Topology(intent);
    private final RuleCompiler compiler = new RuleCompiler(intent, topology);
    private Plan plan = Plan.empty(4);

    @BeforeEach
    void makePlan() {
        LinkStateDatabase lsdb =
                new LinkStateDatabase(topology, LinkStateDatabase.Timing.STANDARD, 0);
        for (int pop = 0; pop < 4; pop++) {
            lsdb.onSession(topology.pop(pop), 1);
            List<LinkEstimate> estimates = new ArrayList<>();
            for (Topology.Link link : topology.outgoing(pop)) {
                // b -> a is so slow that its traffic goes over c, which is nearer than d.
                boolean slow = link.id().equals(LinkId.parse("b->a"));
                boolean slower = link.id().equals(LinkId.parse("b->d"));
                Quality q = Quality.up(slow ? 300 : slower ? 50 : 40);
                estimates.add(Samples.estimate(link.id(), LinkView.SENDER, q));
            }
            lsdb.onReport(1, topology.pop(pop), new LinkReport(1, true, estimates, List.of()));
        }
        plan = new Planner(topology, intent.policy()).plan(1, lsdb.snapshot(1), plan);
    }

    @Test
    void onlyWhoHasANetworkBehindItKnowsWhereNetworksAre() {
        List<PopIntent> pops = new ArrayList<>(Samples.mesh(3).pops());
        IpPrefix near = IpPrefix.parse("172.16.0.0/16");
        IpPrefix far = IpPrefix.parse("2001:db8:2::/48");
        pops.set(0, with(pops.get(0), near));
        pops.set(1, with(pops.get(1), far));
        Intent routed = Intent.of(1, pops, List.of());
        RuleCompiler some = new RuleCompiler(routed, new Topology(routed));
        List<Rule> expected = List.of(new PrefixRule(near, 1), new PrefixRule(far, 2));
        assertThat(prefixes(some, A)).isEqualTo(expected);
        assertThat(prefixes(some, B)).isEqualTo(expected);
        assertThat(prefixes(some, 2)).isEmpty();
    }

    @Test
    void onlyProtectionThatIsNotUsualIsSaid() {
        assertThat(compiler.compile(plan, A).rules()).noneMatch(ProtectionRule.class::isInstance);
        var cheap = new ProtectionIntent(null, false, 50_000, null, null, null);
        PolicyIntent policy =
                PolicyIntent.standard()
                        .withProtection(
                                Map.of(
                                        TrafficClass.VIDEO,
                                        cheap,
                                        TrafficClass.BULK,
                                        new ProtectionIntent(null, null, null, null, null, null)));
        Intent changed = intent.with(policy);
        RuleSet rules = new RuleCompiler(changed, topology).compile(plan, A);
        assertThat(compiler.compile(plan, A).to(rules).put())
                .containsExactly(
                        new ProtectionRule(
                                TrafficClass.VIDEO,
                                new Protection(
                                        true,
                                        false,
                                        50_000,
                                        50_000,
                                        200_000_000L,
                                        Protection.Copies.NEVER)));
        assertThat(
                        rhumb.controller.commit.IntentDiff.between(intent, changed).stream()
                                .map(l -> l.path() + " " + l.before() + " " + l.after()))
                .containsExactly(
                        "policy.protection[video].lossy-overhead 20% 5%",
                        "policy.protection[video].overhead 20% 5%",
                        "policy.protection[video].repair true false");
    }

    private static PopIntent with(PopIntent pop, IpPrefix prefix) {
        return new PopIntent(
                pop.name(), pop.number(), null, null, null, null, pop.uplinks(), List.of(prefix));
    }

    private static List<Rule> prefixes(RuleCompiler compiler, int pop) {
        return compiler.compile(Plan.empty(3), pop).rules().stream()
                .filter(PrefixRule.class::isInstance)
                .toList();
    }

    private RouteRule route(int at, int number, TrafficClass c, RouteRule.Direction direction) {
        Rule rule = compiler.compile(plan, at).rule(RouteRule.key(number, c, direction));
        return (RouteRule) Objects.requireNonNull(rule);
    }

    /** The PoPs that the labels lead to. */
    private List<String> walk(int from, PathRule path) {
        List<String> pops = new ArrayList<>();
        int at = from;
        for (Label label : path.labels()) {
            Topology.Link link = Objects.requireNonNull(topology.byLabel(at, label));
            at = link.to();
            pops.add(topology.pop(at).name());
        }
        return pops;
    }

    @Test
    void routesToEveryPopForEveryClass() {
        for (int pop = 0; pop < 4; pop++) {
            RuleSet rules = compiler.compile(plan, pop);
            long routes =
                    rules.rules().stream()
                            .filter(r ->
                                    r instanceof RouteRule route
                                            && route.direction() == RouteRule.Direction.TO)
                            .count();
            assertThat(routes).isEqualTo(3L * TrafficClass.COUNT);
        }
        RouteRule ab = route(A, 2, TrafficClass.AUDIO, RouteRule.Direction.TO);
        assertThat(ab.paths()).hasSizeBetween(2, 3);
        assertThat(walk(A, ab.paths().getFirst())).containsExactly("b");
        assertThat(ab.paths().getFirst().delayNs()).isEqualTo(40 * Samples.MS);
        for (PathRule path : ab.paths()) {
            assertThat(walk(A, path)).endsWith("b");
        }
    }

    @Test
    void streamsFromAPopFollowItsOwnPathBackwards() {
        RouteRule there = route(B, 1, TrafficClass.LIVE, RouteRule.Direction.TO);
        assertThat(walk(B, there.paths().getFirst())).containsExactly("c", "a");
        RouteRule here = route(A, 2, TrafficClass.LIVE, RouteRule.Direction.FROM);
        assertThat(walk(A, here.paths().getFirst())).containsExactly("c", "b");
        assertThat(
                        compiler.compile(plan, A)
                                .rule(
                                        RouteRule.key(
                                                2, TrafficClass.AUDIO, RouteRule.Direction.FROM)))
                .isNull();
    }

    @Test
    void pathWithoutAWayBackIsLeftOutOfStreams() {
        // d -> a exists, a -> d does not: nobody at a can open a connection straight to d.
        RouteRule there = route(3, 1, TrafficClass.LIVE, RouteRule.Direction.TO);
        assertThat(walk(3, there.paths().getFirst())).containsExactly("a");
        RouteRule here = route(A, 4, TrafficClass.LIVE, RouteRule.Direction.FROM);
        assertThat(here.paths()).hasSizeLessThan(there.paths().size());
        for (PathRule path : here.paths()) {
            assertThat(walk(A, path)).hasSizeGreaterThan(1).endsWith("d");
        }
    }

    @Test
    void neighborsAndServicesOfOnePop() {
        RuleSet rules = compiler.compile(plan, A);
        List<NeighborRule> neighbors =
                rules.rules().stream()
                        .filter(NeighborRule.class::isInstance)
                        .map(NeighborRule.class::cast)
                        .toList();
        assertThat(neighbors).extracting(n -> n.link().target().name()).containsExactly("b", "c");
        assertThat(neighbors)
                .allSatisfy(n ->
                        assertThat(n.data())
                                .isEqualTo(
                                        topology.pops()
                                                .get(topology.popIndex(n.link().target()))
                                                .uplinks()
                                                .getFirst()
                                                .data()));
        List<Rule> services = rules.rules().stream().filter(ServiceRule.class::isInstance).toList();
        assertThat(services).hasSize(2);
        ServiceRule atIngress = (ServiceRule) services.getFirst();
        assertThat(atIngress.listen()).isNotNull();
        assertThat(atIngress.target()).isNull();
        assertThat(
                        compiler.compile(plan, topology.popIndex(new PopId("c"))).rules().stream()
                                .filter(ServiceRule.class::isInstance))
                .isEmpty();
        assertThat(compiler.compile(plan, A).rules()).isEqualTo(rules.rules());
    }
}
