package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.forward.fib.FibPath;
import rhumb.net.ClassSet;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** Leaving a bad path and coming back to a good one, without a controller. */
class LocalRepairTest {
    private static final int UNPROTECTED = 0;

    private static LinkHealth health(LinkId link, LinkStatus status, ClassSet degraded) {
        return new LinkHealth(
                List.of(new LinkHealth.Entry(link, status, degraded, LinkSign.LOSS, null)));
    }

    private static int hops(TestNet net, TrafficClass c) {
        FibPath path = net.node(1).core.activePath(net.size, c);
        return Objects.requireNonNull(path).length();
    }

    @Test
    void leavesADegradedLinkForTheBrokenClassOnly() {
        TestNet net = new TestNet(3).installAll();
        ConvergenceTrace trace = ConvergenceTrace.begin(7, TestNet.link(1, 3));
        LinkHealth.Entry entry =
                new LinkHealth.Entry(
                        TestNet.link(1, 3),
                        LinkStatus.DEGRADED,
                        ClassSet.of(TrafficClass.AUDIO),
                        LinkSign.LOSS,
                        trace);
        net.node(1).core.onHealth(net.nowNs, new LinkHealth(List.of(entry)));
        net.every(10 * MS, 50, i -> net.node(1).client(4_000, AUDIO, i));
        net.every(10 * MS, 50, i -> net.node(1).client(4_001, BULK, 1_000 + i));
        net.run(1 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        assertThat(hops(net, TrafficClass.BULK)).isEqualTo(1);
        assertThat(net.wire(1, 3).octets).doesNotContain(AUDIO).contains(BULK);
        assertThat(net.wire(1, 2).octets).contains(AUDIO).doesNotContain(BULK);
        assertThat(net.node(3).toTargets).hasSize(100);
        TraceReport report = net.node(1).sent(TraceReport.class).getFirst();
        assertThat(report.traces().getFirst().id()).isEqualTo(7);
        assertThat(report.traces().getFirst().stamps().getFirst().stage())
                .isEqualTo(Stage.LOCAL_SWITCH);
        assertThat(report.traces().getFirst().stamps().getFirst().node()).isEqualTo("p1/forwarder");
    }

    @Test
    void comesBackOnlyAfterTheHoldDown() {
        TestNet net = new TestNet(3).installAll();
        var core = net.node(1).core;
        core.onHealth(net.nowNs, health(TestNet.link(1, 3), LinkStatus.DOWN, ClassSet.ALL));
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        net.run(1 * S);
        core.onHealth(net.nowNs, health(TestNet.link(1, 3), LinkStatus.UP, ClassSet.NONE));
        net.run(8 * S);
        // A relapse begins the wait anew.
        core.onHealth(net.nowNs, health(TestNet.link(1, 3), LinkStatus.DOWN, ClassSet.ALL));
        core.onHealth(net.nowNs, health(TestNet.link(1, 3), LinkStatus.UP, ClassSet.NONE));
        net.run(10 * S - 1);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        net.run(1);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
    }

    @Test
    void aLostAgentSwitchesNothing() {
        TestNet net = new TestNet(3).installAll();
        var core = net.node(1).core;
        LinkHealth bad =
                health(TestNet.link(1, 3), LinkStatus.DEGRADED, ClassSet.of(TrafficClass.AUDIO));
        core.onHealth(net.nowNs, bad);
        core.onAgentLost(net.nowNs);
        // The path answers probes all the while, which is no proof that it serves audio.
        net.every(10 * MS, 3_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(30 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        assertThat(hops(net, TrafficClass.BULK)).isEqualTo(1);
        core.onHealth(net.nowNs, health(TestNet.link(1, 3), LinkStatus.UP, ClassSet.NONE));
        net.run(11 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
    }

    @Test
    void leavesASilentPathWithinAFewProbesAndReturnsWhenItAnswers() {
        TestNet net = new TestNet(3).installAll();
        net.every(2 * MS, 20_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(2 * S);
        net.wire(1, 3).blackhole = true;
        long failedNs = net.nowNs;
        net.run(3 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        long resumedNs =
                net.node(3).toTargets.stream()
                        .mapToLong(TestNet.Delivery::atNs)
                        .filter(at -> at > failedNs + 15 * MS)
                        .findFirst()
                        .orElseThrow();
        // 3 intervals of 20 ms, one to notice, the variation and the delay of the new path.
        assertThat(resumedNs - failedNs).isLessThan(130 * MS);
        net.wire(1, 3).blackhole = false;
        net.run(9 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
        net.run(3 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
        net.assertConserved();
    }

    @Test
    void aBrokenWayBackAccusesNoPathWhenThereIsAnother() {
        TestNet net = new TestNet(3).installAll();
        net.every(5 * MS, 2_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(2 * S);
        net.wire(3, 1).blackhole = true;
        net.run(5 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
        assertThat(net.node(3).targetNumbers()).doesNotHaveDuplicates().hasSizeGreaterThan(1_390);
    }

    @Test
    void aPathThatNeverAnsweredIsGivenASecond() {
        TestNet net = new TestNet(3).installAll();
        net.wire(1, 3).blackhole = true;
        net.every(5 * MS, 500, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(990 * MS);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
        net.run(100 * MS);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(2);
    }

    @Test
    void withoutAnyGoodPathThePrimaryStays() {
        TestNet net = new TestNet(3).installAll();
        net.wire(1, 3).blackhole = true;
        net.wire(1, 2).blackhole = true;
        net.every(5 * MS, 1_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(4 * S);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
        // Both were accused together or one after the other: no flapping in either case.
        assertThat(net.node(1).core.pathSwitches()).isLessThanOrEqualTo(2L * 8);
    }

    @Test
    void aProcessThatPausesAccusesNoPath() {
        for (int paused : new int[] {1, 3}) {
            TestNet net = new TestNet(3).installAll();
            net.wire(1, 2).delayNs = 35 * MS;
            net.every(5 * MS, 1_000, i -> net.node(1).client(4_000, AUDIO, i));
            net.run(2 * S + 7 * MS);
            net.node(paused).pausedUntilNs = net.nowNs + 400 * MS;
            net.run(3 * S);
            assertThat(net.node(1).core.pathSwitches()).as("pause of %s", paused).isZero();
            assertThat(net.node(3).targetNumbers()).hasSize(1_000);
        }
    }

    @Test
    void aRelayThatPausesIsLeft() {
        TestNet net = new TestNet(3).installAll();
        Rule overRelay =
                new RouteRule(
                        3,
                        TrafficClass.AUDIO,
                        RouteRule.Direction.TO,
                        List.of(TestNet.path(2, 3), TestNet.path(3)));
        net.install(
                1,
                rules -> {
                    rules.replaceAll(r -> r.key().equals(overRelay.key()) ? overRelay : r);
                    return rules;
                });
        net.every(5 * MS, 500, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        net.node(2).pausedUntilNs = net.nowNs + 400 * MS;
        net.run(150 * MS);
        assertThat(hops(net, TrafficClass.AUDIO)).isEqualTo(1);
    }

    @Test
    void countsTheLossOfAWholePath() {
        TestNet net = new TestNet(3).installAll();
        net.wire(1, 3).loss = 0.05;
        net.every(2 * MS, 5_000, i -> net.node(1).client(4_000, UNPROTECTED, i));
        net.run(10 * S);
        var direct =
                net.node(1).core.paths().stream()
                        .filter(p -> p.path().pop() == 3 && p.path().length() == 1)
                        .findFirst()
                        .orElseThrow();
        assertThat(direct.sentTotal()).isGreaterThan(1_000);
        double loss = 1 - direct.receivedTotal() / (double) direct.sentTotal();
        assertThat(loss).isBetween(0.03, 0.07);
        assertThat(direct.rttNs()).isEqualTo(20 * MS);
    }

    @Test
    void stampsTheFirstPacketOnATracedChange() {
        TestNet net = new TestNet(3).installAll();
        ConvergenceTrace trace = ConvergenceTrace.begin(9, TestNet.link(1, 3));
        Rule changed =
                new RouteRule(
                        3,
                        TrafficClass.AUDIO,
                        RouteRule.Direction.TO,
                        List.of(TestNet.path(2, 3), TestNet.path(3)));
        Epoch base = net.node(1).core.installed().epoch();
        net.node(1)
                .core
                .onRules(
                        net.nowNs,
                        new RuleUpdate.Delta(
                                base.next(1), base, List.of(changed), List.of(), List.of(trace)));
        RuleAck ack = net.node(1).sent(RuleAck.class).getLast();
        assertThat(ack.accepted()).isTrue();
        assertThat(ack.traces().getFirst().at(Stage.ACKED)).isPresent();
        net.node(1).client(4_000, BULK, 1);
        assertThat(net.node(1).sent(TraceReport.class)).isEmpty();
        net.run(5 * MS);
        net.node(1).client(4_000, AUDIO, 2);
        net.node(1).client(4_000, AUDIO, 3);
        List<TraceReport> reports = net.node(1).sent(TraceReport.class);
        assertThat(reports).hasSize(1);
        ConvergenceTrace stamped = reports.getFirst().traces().getFirst();
        assertThat(stamped.between(Stage.ACKED, Stage.FIRST_PACKET)).hasValue(5 * MS);
    }
}
