package rhumb.forward.fib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.RouteRule.Direction;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;

/** What updates of routes alone lead to is what all rules at once lead to. */
class FibUpdateTest {
    private static final PopId SELF = new PopId("p1");
    private static final int POPS = 9;
    private final Random random = new Random(11);

    private static List<Rule> topology() {
        List<Rule> rules = new ArrayList<>();
        for (int n = 1; n <= POPS; n++) {
            PopId pop = new PopId("p" + n);
            rules.add(new PopRule(n, pop, n == 1));
            if (n > 1) {
                Endpoint at = Endpoint.ofIpv4(0x0a000000 | n, 4_789);
                rules.add(new NeighborRule(new Label(n), LinkId.between(SELF, pop), n, at, at));
            }
        }
        return rules;
    }

    private RouteRule route() {
        int pop = 2 + random.nextInt(POPS - 1);
        List<PathRule> paths = new ArrayList<>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            int via = 2 + random.nextInt(POPS - 1);
            List<Label> labels =
                    via == pop ? List.of(new Label(pop)) : List.of(new Label(via), new Label(pop));
            paths.add(new PathRule(labels, random.nextInt(3)));
        }
        TrafficClass c = TrafficClass.ALL.get(random.nextInt(TrafficClass.COUNT));
        return new RouteRule(pop, c, Direction.values()[random.nextInt(2)], paths);
    }

    @Test
    void isTheSameAsAllRulesAtOnce() {
        RuleInstaller installer = new RuleInstaller(SELF);
        Map<RuleKey, Rule> model = new LinkedHashMap<>();
        topology().forEach(rule -> model.put(rule.key(), rule));
        Epoch epoch = new Epoch(1, 1);
        installer.apply(new RuleUpdate.FullSync(epoch, topology(), List.of()), 0);
        for (int round = 0; round < 500; round++) {
            List<Rule> put = new ArrayList<>();
            List<RuleKey> remove = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                remove.add(route().key());
            }
            for (int i = random.nextInt(10); i > 0; i--) {
                put.add(route());
            }
            remove.forEach(model::remove);
            put.forEach(rule -> model.put(rule.key(), rule));
            Fib before = installer.fib();
            Epoch next = epoch.next(1);
            var update = new RuleUpdate.Delta(next, epoch, put, remove, List.of());
            assertThat(installer.apply(update, 0).accepted()).isTrue();
            epoch = next;
            Fib fib = installer.fib();
            assertThat(fib.sameBut(before)).isTrue();
            assertSame(fib, Fib.of(epoch, List.copyOf(model.values())));
            assertThat(new HashSet<>(fib.rules())).isEqualTo(new HashSet<>(model.values()));
            assertThat(fib.size()).isEqualTo(model.size());
            Set<Integer> touched = new HashSet<>();
            put.forEach(rule -> touched.add(rule.key().a()));
            remove.forEach(key -> touched.add(key.a()));
            for (int pop = 1; pop <= POPS; pop++) {
                if (!touched.contains(pop)) {
                    assertThat(fib.sameRoutes(before, pop)).isTrue();
                }
            }
        }
    }

    private static void assertSame(Fib updated, Fib whole) {
        Set<Integer> routePlaces = new HashSet<>();
        Set<Integer> pathPlaces = new HashSet<>();
        for (int pop = 0; pop < Fib.POPS; pop++) {
            assertThat(updated.routes(pop)).hasSameSizeAs(whole.routes(pop));
            for (FibRoute route : updated.routes(pop)) {
                FibRoute other =
                        Objects.requireNonNull(
                                whole.route(pop, route.trafficClass(), route.direction()));
                assertThat(route.index()).isEqualTo(other.index()).isLessThan(Fib.ROUTE_PLACES);
                assertThat(routePlaces.add(route.index())).isTrue();
                assertThat(route.sameCandidates(other)).isTrue();
                assertThat(updated.paths(pop)).containsAll(route.candidates());
            }
            assertThat(updated.paths(pop)).hasSameSizeAs(whole.paths(pop));
            for (FibPath path : updated.paths(pop)) {
                assertThat(pathPlaces.add(path.index())).isTrue();
                assertThat(path.index()).isLessThan(Fib.PATH_PLACES);
                assertThat(path.first()).isSameAs(updated.link(path.label(0)));
            }
        }
    }

    @Test
    void aPathThatStaysKeepsItsPlace() {
        RuleInstaller installer = new RuleInstaller(SELF);
        Epoch epoch = new Epoch(1, 1);
        installer.apply(new RuleUpdate.FullSync(epoch, topology(), List.of()), 0);
        for (int round = 0; round < 300; round++) {
            Fib before = installer.fib();
            Epoch next = epoch.next(1);
            List<Rule> put = List.of(route(), route(), route());
            installer.apply(new RuleUpdate.Delta(next, epoch, put, List.of(), List.of()), 0);
            epoch = next;
            for (int pop = 1; pop <= POPS; pop++) {
                for (FibPath path : installer.fib().paths(pop)) {
                    before.paths(pop).stream()
                            .filter(path::samePath)
                            .forEach(old -> assertThat(path.index()).isEqualTo(old.index()));
                }
            }
        }
    }

    @Test
    void badRoutesAndKeysOfADeltaAreRefusedOrMeanNothing() {
        RuleInstaller installer = new RuleInstaller(SELF);
        Epoch epoch = new Epoch(1, 1);
        installer.apply(new RuleUpdate.FullSync(epoch, topology(), List.of()), 0);
        assertThat(fault(installer, 2, path(900))).isEqualTo("unknown-label");
        assertThat(fault(installer, 2, path(3, 900 << 1 | 1))).isEqualTo("unknown-label");
        assertThat(fault(installer, 3, path(2, 4, 2, 3))).isEqualTo("loop");
        assertThat(fault(installer, 3, path(2, 1, 3))).isEqualTo("loop");
        assertThat(fault(installer, 3, path(2))).isEqualTo("path-misses-target");
        assertThat(fault(installer, 1, path(2, 1))).isEqualTo("route-to-self");
        RuleKey wild = new RuleKey(RuleKey.Kind.ROUTE, 70_000, 99, "");
        var update =
                new RuleUpdate.Delta(epoch.next(1), epoch, List.of(), List.of(wild), List.of());
        assertThat(installer.apply(update, 0).accepted()).isTrue();
    }

    private static PathRule path(int... labels) {
        List<Label> list = new ArrayList<>();
        for (int label : labels) {
            list.add(new Label(label));
        }
        return new PathRule(list, -1);
    }

    private static String fault(RuleInstaller installer, int pop, PathRule path) {
        Epoch at = installer.fib().epoch();
        Rule route = new RouteRule(pop, TrafficClass.AUDIO, Direction.TO, List.of(path));
        return installer
                .apply(
                        new RuleUpdate.Delta(at.next(1), at, List.of(route), List.of(), List.of()),
                        0)
                .reason();
    }
}
