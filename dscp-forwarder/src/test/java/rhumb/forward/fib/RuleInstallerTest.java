package rhumb.forward.fib;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.RouteRule.Direction;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

class RuleInstallerTest {
    private static final PopId SIN = new PopId("sin");
    private static final PopId FRA = new PopId("fra");
    private static final PopId BOM = new PopId("bom");
    private static final Endpoint AT_FRA = Endpoint.parse("192.0.2.2:4789");
    private static final Endpoint AT_BOM = Endpoint.parse("192.0.2.3:4789");

    private static NeighborRule neighbor(int label, PopId to, int number, Endpoint at) {
        return new NeighborRule(
                new Label(label), LinkId.between(SIN, to), number, at, at.withPort(4_790));
    }

    private static PathRule path(int... labels) {
        List<Label> list = new ArrayList<>();
        for (int label : labels) {
            list.add(new Label(label));
        }
        return new PathRule(list, -1);
    }

    private static RouteRule audio(int pop, PathRule... paths) {
        return new RouteRule(pop, TrafficClass.AUDIO, Direction.TO, List.of(paths));
    }

    private static ServiceRule listener(int number, String listen) {
        Endpoint at = Endpoint.parse(listen);
        return new ServiceRule(number, "s" + number, ServiceRule.Kind.RTM, 2, at, null, null);
    }

    private static List<Rule> good() {
        return new ArrayList<>(
                List.of(
                        // A route before its neighbour: the order in an update means nothing.
                        audio(2, path(2), path(3, 1_026)),
                        new PopRule(1, SIN, true),
                        new PopRule(2, FRA, false),
                        new PopRule(3, BOM, false),
                        new UplinkRule("main", 0),
                        neighbor(2, FRA, 2, AT_FRA),
                        neighbor(3, BOM, 3, AT_BOM),
                        listener(500, "192.0.2.1:5000")));
    }

    private static String fault(Consumer<List<Rule>> change) {
        List<Rule> rules = good();
        change.accept(rules);
        return FibCheck.check(SIN, rules);
    }

    private static RuleUpdate full(long counter, List<Rule> rules) {
        return new RuleUpdate.FullSync(new Epoch(counter, 1), rules, List.of());
    }

    @Test
    void lookupsFindWhatTheRulesSay() {
        RuleInstaller installer = new RuleInstaller(SIN);
        assertThat(installer.apply(full(3, good()), 0).accepted()).isTrue();
        Fib fib = installer.fib();
        assertThat(fib.self()).isEqualTo(1);
        assertThat(fib.pop(3)).isEqualTo(BOM);
        assertThat(fib.pop(4)).isNull();
        assertThat(fib.number(FRA)).isEqualTo(2);
        assertThat(fib.link(3)).isNotNull().extracting(l -> l.rule().data()).isEqualTo(AT_BOM);
        assertThat(fib.link(7)).isNull();
        assertThat(fib.service(500)).isNotNull();
        assertThat(fib.route(2, TrafficClass.BULK, Direction.TO)).isNull();
        assertThat(fib.route(2, TrafficClass.AUDIO, Direction.FROM)).isNull();
        FibRoute route = Objects.requireNonNull(fib.route(2, TrafficClass.AUDIO, Direction.TO));
        assertThat(route.candidates()).extracting(FibPath::length).containsExactly(1, 2);
        assertThat(route.candidates().get(1).first().rule().data()).isEqualTo(AT_BOM);
        assertThat(route.candidates().get(1).label(1)).isEqualTo(1_026);
    }

    @Test
    void aWrongRuleSetIsRefusedWithItsReason() {
        assertThat(fault(r -> {})).isEqualTo(FibCheck.OK);
        assertThat(fault(r -> r.set(0, audio(2, path(9))))).isEqualTo("unknown-label");
        assertThat(fault(r -> r.set(0, audio(2, path(3))))).isEqualTo("path-misses-target");
        assertThat(fault(r -> r.set(0, audio(1, path(2))))).isEqualTo("route-to-self");
        assertThat(fault(r -> r.set(0, audio(9, path(2))))).isEqualTo("unknown-pop");
        assertThat(fault(r -> r.remove(1))).isEqualTo("no-self");
        assertThat(fault(r -> r.set(2, new PopRule(2, FRA, true)))).isEqualTo("two-selves");
        assertThat(FibCheck.check(FRA, good())).isEqualTo("wrong-self");
        assertThat(fault(r -> r.add(new PopRule(4, FRA, false))))
                .isEqualTo("two-numbers-for-a-pop");
        assertThat(fault(r -> r.add(r.get(0)))).isEqualTo("two-rules-with-one-key");
        assertThat(fault(r -> r.add(neighbor(1_026, FRA, 2, AT_FRA.withPort(1)))))
                .isEqualTo("two-labels-for-a-link");
        assertThat(fault(r -> r.set(6, neighbor(3, BOM, 3, AT_FRA))))
                .isEqualTo("two-neighbors-at-one-address");
        assertThat(fault(r -> r.set(6, neighbor(3, BOM, 2, AT_BOM))))
                .isEqualTo("wrong-link-target");
        assertThat(fault(r -> r.set(6, neighbor(3, BOM, 9, AT_BOM)))).isEqualTo("unknown-pop");
        NeighborRule foreign =
                new NeighborRule(
                        new Label(3), LinkId.between(FRA, BOM), 3, AT_BOM, AT_BOM.withPort(1));
        assertThat(fault(r -> r.set(6, foreign))).isEqualTo("foreign-link");
        assertThat(fault(r -> r.add(listener(501, "0.0.0.0:5000"))))
                .isEqualTo("two-listeners-on-one-port");
        assertThat(fault(r -> r.add(listener(501, "192.0.2.1:5001")))).isEqualTo(FibCheck.OK);
        Endpoint listen = Endpoint.parse("192.0.2.1:5002");
        ServiceRule here = new ServiceRule(502, "x", ServiceRule.Kind.RTM, 1, listen, null, null);
        assertThat(fault(r -> r.add(here))).isEqualTo("service-without-target");
        TenantRule acme = new TenantRule("acme", List.of(500), 0, 0);
        assertThat(fault(r -> r.add(acme))).isEqualTo(FibCheck.OK);
        RuleInstaller installer = new RuleInstaller(SIN);
        List<Rule> withTenant = good();
        withTenant.add(acme);
        assertThat(installer.apply(full(5, withTenant), 0).accepted()).isTrue();
        assertThat(installer.installed().rules()).contains(acme).hasSize(withTenant.size());
        assertThat(fault(r -> r.addAll(List.of(acme, new TenantRule("b", List.of(500), 0, 0)))))
                .isEqualTo("two-tenants-of-a-service");
        assertThat(
                        fault(r -> {
                            for (int i = 0; i <= TenantRule.MAX_TENANTS; i++) {
                                r.add(new TenantRule("t" + i, List.of(), 0, 0));
                            }
                        }))
                .isEqualTo("too-many-tenants");
    }

    @Test
    void lowerEpochsAreRefusedForEver() {
        RuleInstaller installer = new RuleInstaller(SIN);
        assertThat(installer.apply(full(5, good()), 0).accepted()).isTrue();
        RuleAck older = installer.apply(full(4, good()), 0);
        assertThat(older.reason()).isEqualTo("older-epoch");
        assertThat(older.installed()).isEqualTo(new Epoch(5, 1));
        assertThat(older.refused()).isEqualTo(new Epoch(4, 1));
        assertThat(installer.apply(full(5, good()), 0).accepted()).isTrue();

        RuleInstaller restarted = new RuleInstaller(SIN);
        assertThat(restarted.restore(installer.installed())).isEmpty();
        assertThat(restarted.apply(full(4, good()), 0).reason()).isEqualTo("older-epoch");
        assertThat(restarted.installed()).isEqualTo(installer.installed());
    }

    @Test
    void rulesFromDiskThatNoLongerFitStillFence() {
        RuleInstaller installer = new RuleInstaller(FRA);
        assertThat(installer.restore(new InstalledRules(new Epoch(8, 1), good())))
                .isEqualTo("wrong-self");
        assertThat(installer.fib().self()).isZero();
        assertThat(installer.apply(full(7, List.of()), 0).reason()).isEqualTo("older-epoch");
    }

    @Test
    void aDeltaFitsOnlyItsBase() {
        RuleInstaller installer = new RuleInstaller(SIN);
        installer.apply(full(5, good()), 0);
        ConvergenceTrace trace = ConvergenceTrace.begin(1, LinkId.between(SIN, FRA));
        RuleUpdate.Delta delta =
                new RuleUpdate.Delta(
                        new Epoch(6, 1),
                        new Epoch(5, 1),
                        List.of(audio(2, path(3, 1_026))),
                        List.of(listener(500, "192.0.2.1:5000").key()),
                        List.of(trace));
        RuleAck ack = installer.apply(delta, 1_234);
        assertThat(ack.accepted()).isTrue();
        assertThat(ack.traces().getFirst().at(Stage.ACKED)).hasValue(1_234);
        assertThat(ack.traces().getFirst().stamps().getFirst().node()).isEqualTo("sin/forwarder");
        assertThat(installer.fib().service(500)).isNull();
        assertThat(installer.fib().routes().getFirst().candidates()).hasSize(1);
        assertThat(installer.fib().links()).hasSize(2);
        RuleUpdate.Delta gap =
                new RuleUpdate.Delta(
                        new Epoch(8, 1), new Epoch(7, 1), List.of(), List.of(), List.of());
        assertThat(installer.apply(gap, 0).reason()).isEqualTo("wrong-base");
        assertThat(installer.highest()).isEqualTo(new Epoch(6, 1));
    }
}
