package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.dscp.OuterMarking;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.message.OuterMarks;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;

class ForwarderCoreTest {
    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static List<Rule> withPaths(
            List<Rule> rules, int pop, TrafficClass c, List<rhumb.southbound.rule.PathRule> paths) {
        List<Rule> changed = new ArrayList<>(rules);
        changed.replaceAll(rule ->
                rule.key().equals(RouteRule.key(pop, c, RouteRule.Direction.TO))
                        ? new RouteRule(pop, c, RouteRule.Direction.TO, paths)
                        : rule);
        return changed;
    }

    @Test
    void carriesBothWaysAndRestoresTheInnerOctet() {
        TestNet net = new TestNet(3).installAll();
        net.wire(1, 3).bleach = true;
        net.every(10 * MS, 50, i -> net.node(1).client(4_000, AUDIO | 2, i));
        net.run(100 * MS);
        int session = net.node(3).toTargets.getFirst().where();
        net.every(10 * MS, 50, i -> net.node(3).answer(session, BULK, i));
        net.run(2 * S);
        assertThat(net.node(3).targetNumbers()).isEqualTo(upTo(50));
        assertThat(net.node(1).clientNumbers()).isEqualTo(upTo(50));
        assertThat(net.node(3).toTargets).allMatch(d -> d.octet() == (AUDIO | 2));
        assertThat(net.node(1).toClients).allMatch(d -> d.octet() == BULK && d.where() == 4_000);
        assertThat(net.wire(1, 3).octets)
                .filteredOn(octet -> octet == (TrafficClass.AUDIO.dscp().trafficClassOctet() | 2))
                .hasSize(50);
        assertThat(net.wire(3, 1).octets).filteredOn(octet -> octet == BULK).hasSize(50);
        net.assertConserved();
    }

    @Test
    void writesTheCodePointThatSurvivesOnThisLinkAlone() {
        TestNet net = new TestNet(3);
        List<Dscp> marks = new ArrayList<>(OuterMarking.OWN);
        marks.set(TrafficClass.AUDIO.code(), Dscp.CS5);
        // Told before any rule names the link, and kept over new rules.
        net.node(1).core.onMarks(marks("p1->p3", marks));
        net.installAll();
        net.every(10 * MS, 5, i -> net.node(1).client(4_000, AUDIO, i));
        net.every(10 * MS, 5, i -> net.node(1).client(4_000, BULK, i));
        net.run(100 * MS);
        assertThat(net.wire(1, 3).octets)
                .filteredOn(octet -> octet == Dscp.CS5.trafficClassOctet())
                .hasSizeGreaterThanOrEqualTo(5);
        assertThat(net.wire(1, 3).octets).doesNotContain(AUDIO).contains(BULK);
        net.node(1).core.onMarks(marks("p1->p3", OuterMarking.OWN));
        net.wire(1, 3).octets.clear();
        net.every(10 * MS, 5, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(100 * MS);
        assertThat(net.wire(1, 3).octets).contains(AUDIO);
        assertThat(net.node(3).toTargets).filteredOn(d -> d.octet() == AUDIO).hasSize(10);
    }

    private static OuterMarks marks(String link, List<Dscp> codePoints) {
        return new OuterMarks(List.of(new OuterMarks.Entry(LinkId.parse(link), codePoints)));
    }

    @Test
    void everyClientHasItsOwnSession() {
        TestNet net = new TestNet(2).installAll();
        for (int port = 1; port <= 20; port++) {
            net.node(1).client(port, AUDIO, port);
        }
        net.run(50 * MS);
        for (TestNet.Delivery d : List.copyOf(net.node(2).toTargets)) {
            net.node(2).answer(d.where(), AUDIO, d.number());
        }
        net.run(50 * MS);
        assertThat(net.node(1).toClients).hasSize(20).allMatch(d -> d.number() == d.where());
        net.run(61 * S);
        assertThat(net.node(2).closed).hasSize(20).doesNotHaveDuplicates();
        assertThat(net.node(1).core.clientSessions()).isZero();
        assertThat(net.node(2).core.egressSessions()).isZero();
        net.assertConserved();
    }

    @Test
    void relaysOverTwoTransitPops() {
        TestNet net = new TestNet(4).installAll();
        net.install(
                1,
                rules -> withPaths(rules, 4, TrafficClass.AUDIO, List.of(TestNet.path(2, 3, 4))));
        net.every(10 * MS, 20, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        assertThat(net.node(4).targetNumbers()).isEqualTo(upTo(20));
        assertThat(net.node(4).toTargets.getFirst().atNs() - 5 * S).isEqualTo(30 * MS);
        assertThat(net.wire(2, 3).octets).contains(TrafficClass.AUDIO.dscp().trafficClassOctet());
        assertThat(net.wire(1, 4).octets)
                .doesNotContain(TrafficClass.AUDIO.dscp().trafficClassOctet());
        net.assertConserved();
    }

    @Test
    void deliversLocallyWithoutAnOverlay() {
        TestNet net = new TestNet(1);
        ServiceRule both =
                new ServiceRule(
                        TestNet.SERVICE,
                        "calls",
                        ServiceRule.Kind.RTM,
                        1,
                        TestNet.LISTEN,
                        TestNet.SERVER,
                        null);
        net.install(
                1,
                rules -> {
                    rules.removeIf(ServiceRule.class::isInstance);
                    rules.add(both);
                    return rules;
                });
        net.node(1).client(4_000, AUDIO, 1);
        net.node(1).answer(net.node(1).toTargets.getFirst().where(), AUDIO, 2);
        assertThat(net.node(1).targetNumbers()).containsExactly(1);
        assertThat(net.node(1).clientNumbers()).containsExactly(2);
        assertThat(net.node(1).services).containsExactly(both);
        net.assertConserved();
    }

    @Test
    void aNewFibUnderTrafficLosesNothing() {
        TestNet net = new TestNet(3).installAll();
        net.every(1 * MS, 2_000, i -> net.node(1).client(4_000, AUDIO, i));
        for (int change = 0; change < 90; change++) {
            List<rhumb.southbound.rule.PathRule> paths =
                    change % 2 == 0
                            ? List.of(TestNet.path(2, 3), TestNet.path(3))
                            : List.of(TestNet.path(3), TestNet.path(2, 3));
            net.at(
                    net.nowNs + 20L * change * MS + 1,
                    () -> net.install(1, r -> withPaths(r, 3, TrafficClass.AUDIO, paths)));
        }
        net.run(3 * S);
        assertThat(net.node(3).targetNumbers()).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(net.node(3).core.egressSessions()).isEqualTo(1);
        assertThat(net.node(1).core.counters().dropped()).isZero();
        assertThat(net.node(3).core.counters().dropped()).isZero();
        net.assertConserved();
    }

    @Test
    void refusesAnUpdateWholeAndKeepsForwarding() {
        TestNet net = new TestNet(2).installAll();
        Epoch before = net.node(1).core.highestEpoch();
        net.install(1, rules -> withPaths(rules, 2, TrafficClass.AUDIO, List.of(TestNet.path(9))));
        RuleAck ack = net.node(1).sent(RuleAck.class).getLast();
        assertThat(ack.reason()).isEqualTo("unknown-label");
        assertThat(ack.installed()).isEqualTo(before);
        assertThat(net.node(1).core.highestEpoch()).isEqualTo(before);
        net.node(1).client(4_000, AUDIO, 1);
        net.run(50 * MS);
        assertThat(net.node(2).targetNumbers()).containsExactly(1);
    }

    @Test
    void runsRulesFromDiskWithoutAController() {
        TestNet net = new TestNet(2).installAll();
        InstalledRules saved = net.node(1).core.installed();
        TestNet fresh = new TestNet(2).installAll();
        fresh.nodes[1] = fresh.new Node(1, ForwarderOptions.STANDARD, TestNet.credentials(1, 2));
        assertThat(fresh.node(1).core.restore(fresh.nowNs, saved)).isEmpty();
        fresh.node(1).client(4_000, AUDIO, 1);
        fresh.run(50 * MS);
        assertThat(fresh.node(2).targetNumbers()).containsExactly(1);
        assertThat(fresh.node(1).core.highestEpoch()).isEqualTo(saved.epoch());
        fresh.node(1).core.onControllerEstablished(fresh.nowNs, true);
        assertThat(fresh.node(1).sent(InstalledRules.class)).containsExactly(saved);
    }

    @Test
    void countsLossOfEachLinkFromTheMedia() {
        TestNet net = new TestNet(2).installAll();
        net.wire(1, 2).loss = 0.1;
        net.every(2 * MS, 5_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(12 * S);
        long sent = net.wire(1, 2).carried;
        for (LinkView view : LinkView.values()) {
            List<LinkPassive.Entry> entries = new ArrayList<>(net.node(1).passive);
            entries.addAll(net.node(2).passive);
            entries.removeIf(e -> e.view() != view || !e.link().equals(TestNet.link(1, 2)));
            long counted = entries.stream().mapToLong(LinkPassive.Entry::sent).sum();
            long lost = entries.stream().mapToLong(LinkPassive.Entry::lost).sum();
            assertThat(counted).as("%s sent", view).isBetween(sent - 80, sent);
            assertThat(lost / (double) counted).as("%s loss", view).isBetween(0.08, 0.12);
            assertThat(entries).allMatch(e -> e.transitNsMin() == 10 * MS);
        }
        net.assertConserved();
    }

    @Test
    void reportsLiveFlowsEachSecond() {
        TestNet net = new TestNet(3).installAll();
        net.every(10 * MS, 300, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(3 * S + 500 * MS);
        List<TrafficReport> reports = net.node(1).sent(TrafficReport.class);
        assertThat(reports).hasSize(3);
        TrafficReport.Flow flow = reports.get(1).flows().getFirst();
        assertThat(flow.service()).isEqualTo(TestNet.SERVICE);
        assertThat(flow.peerPop()).isEqualTo(3);
        assertThat(flow.trafficClass()).isEqualTo(TrafficClass.AUDIO);
        assertThat(flow.labels()).isEqualTo(TestNet.path(3).labels());
        assertThat(flow.packets()).isBetween(195L, 205L);
        assertThat(flow.bytes()).isEqualTo(flow.packets() * 100);
    }

    @Test
    void boundsSessionsPerSourceAndPerService() {
        var limits = new rhumb.forward.session.SessionLimits(30, 10, 15, 60 * S);
        TestNet net =
                new TestNet(
                        2,
                        new ForwarderOptions(
                                rhumb.forward.queue.QueueLimits.STANDARD,
                                limits,
                                10 * S,
                                ForwarderOptions.REKEY_NS));
        net.installAll();
        for (int host = 0; host < 5; host++) {
            for (int port = 1; port <= 20; port++) {
                Endpoint from = Endpoint.ofIpv4(0xc6336400 | host, port);
                byte[] payload = TestNet.payload(port, 50);
                net.node(1)
                        .core
                        .onClient(
                                net.nowNs,
                                TestNet.SERVICE,
                                from,
                                AUDIO,
                                java.nio.ByteBuffer.wrap(payload),
                                0,
                                payload.length);
            }
        }
        net.run(100 * MS);
        var counters = net.node(1).core.counters();
        assertThat(net.node(1).core.clientSessions()).isEqualTo(30);
        assertThat(counters.drops(DropReason.SOURCE_LIMIT)).isEqualTo(20);
        assertThat(counters.drops(DropReason.SESSION_LIMIT)).isEqualTo(50);
        assertThat(net.node(2).core.egressSessions()).isEqualTo(15);
        assertThat(net.node(2).core.counters().drops(DropReason.SESSION_LIMIT)).isEqualTo(15);
        net.assertConserved();
    }
}
