package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;
import static rhumb.net.Protection.Copies.ALWAYS;
import static rhumb.net.Protection.Copies.NEVER;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.forward.protect.StreamCounters;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.RouteRule;

/** What protection gives back and what it costs, over forwarders in virtual time. */
class ProtectionTest {
    private static final int UNTOUCHED = 0;

    /** What became of the packets of one run. */
    private record Outcome(
            int sent, int came, double residual, double overhead, long p50Ns, long worstNs) {}

    /** Three PoPs, and all from the first to the third over the second. */
    private static TestNet twoLinks(long delayNs) {
        TestNet net = new TestNet(3).installAll();
        for (var c : TrafficClass.ALL) {
            for (int[] ends : new int[][] {{1, 3}, {3, 1}}) {
                var route =
                        new RouteRule(
                                ends[1],
                                c,
                                RouteRule.Direction.TO,
                                List.of(TestNet.path(2, ends[1])));
                net.install(
                        ends[0],
                        rules -> {
                            rules.replaceAll(r -> r.key().equals(route.key()) ? route : r);
                            rules.replaceAll(r ->
                                    r instanceof RouteRule other && other.pop() == ends[1]
                                            ? new RouteRule(
                                                    ends[1],
                                                    other.trafficClass(),
                                                    other.direction(),
                                                    List.of(TestNet.path(2, ends[1])))
                                            : r);
                            return rules;
                        });
            }
        }
        net.wires.values().forEach(wire -> wire.delayNs = delayNs);
        return net;
    }

    private static void lossy(TestNet net, double loss, double burst) {
        int[][] hops = {{1, 2}, {2, 1}, {2, 3}, {3, 2}};
        for (int[] hop : hops) {
            net.wire(hop[0], hop[1]).loss = loss;
            net.wire(hop[0], hop[1]).burst = burst;
        }
    }

    private static Outcome play(TestNet net, int octet, long everyNs, int packets, int bytes) {
        long[] sentNs = new long[packets];
        net.every(
                everyNs,
                packets,
                i -> {
                    sentNs[i] = net.nowNs;
                    net.node(1).client(4_000, octet, TestNet.payload(i, bytes));
                });
        net.run(everyNs * packets + 2 * S);
        net.assertConserved();
        var came = new HashSet<Integer>();
        long[] delays =
                net.node(3).toTargets.stream()
                        .peek(d -> assertThat(d.length()).isEqualTo(bytes))
                        .peek(d -> assertThat(came.add(d.number())).isTrue())
                        .mapToLong(d -> d.atNs() - sentNs[d.number()])
                        .sorted()
                        .toArray();
        double sent = 0;
        double extra = 0;
        for (int n = 1; n <= 3; n++) {
            for (var port : net.node(n).core.links()) {
                StreamCounters c =
                        Objects.requireNonNull(port.send().protection()).counters(classOf(octet));
                if (c != null) {
                    sent += c.sentBytes;
                    extra += c.resentBytes + c.repairBytes + c.nackBytes;
                }
            }
        }
        return new Outcome(
                packets,
                came.size(),
                1 - came.size() / (double) packets,
                sent == 0 ? 0 : extra / sent,
                delays[delays.length / 2],
                delays[delays.length - 1]);
    }

    private static TrafficClass classOf(int octet) {
        return TrafficClass.ofDscp(octet >>> 2);
    }

    @Test
    void audioOverTwoLossyLinksOfFortyMilliseconds() {
        TestNet net = twoLinks(40 * MS);
        lossy(net, 0.05, 1);
        Outcome audio = play(net, TestNet.AUDIO, 20 * MS, 20_000, 160);
        assertThat(audio.residual).isLessThanOrEqualTo(0.0005);
        assertThat(audio.overhead).isLessThanOrEqualTo(0.20);
    }

    @Test
    void fourCallsCostNoMoreThanOne() {
        TestNet net = twoLinks(40 * MS);
        lossy(net, 0.05, 1);
        Outcome audio = play(net, TestNet.AUDIO, 5 * MS, 40_000, 160);
        assertThat(audio.residual).isLessThanOrEqualTo(0.0005);
        assertThat(audio.overhead).isLessThanOrEqualTo(0.20);
    }

    @Test
    void audioMayCostMoreWhereThreeOfTenAreLostInBursts() {
        TestNet net = twoLinks(15 * MS);
        lossy(net, 0.3, 5);
        Outcome audio = play(net, TestNet.AUDIO, 5 * MS, 20_000, 160);
        assertThat(audio.residual).isLessThan(0.02);
        assertThat(audio.overhead).isBetween(0.4, 1.05);
    }

    @Test
    void withoutLossesNothingIsAdded() {
        TestNet net = twoLinks(40 * MS);
        Outcome audio = play(net, TestNet.AUDIO, 5 * MS, 2_000, 160);
        assertThat(audio.came).isEqualTo(audio.sent);
        assertThat(audio.overhead).isZero();
        assertThat(audio.worstNs).isEqualTo(80 * MS);
    }

    /** A net of three in which the first sends to the third directly, protected as rules say. */
    private static TestNet governed(ProtectionRule... rules) {
        TestNet net = new TestNet(3).installAll();
        govern(net, rules);
        net.wires.values().forEach(wire -> wire.delayNs = 20 * MS);
        net.wire(1, 3).loss = 0.1;
        net.wire(3, 1).loss = 0.1;
        return net;
    }

    private static void govern(TestNet net, ProtectionRule... rules) {
        for (int n = 1; n <= 3; n++) {
            net.install(
                    n,
                    all -> {
                        all.addAll(List.of(rules));
                        return all;
                    });
        }
    }

    private static ProtectionRule rule(
            TrafficClass c, boolean on, long overheadPpm, Protection.Copies copies) {
        return new ProtectionRule(
                c, new Protection(on, on, overheadPpm, overheadPpm, on ? 200 * MS : 0, copies));
    }

    @Test
    void aRuleProtectsWhatIsNotUsuallyProtected() {
        Outcome plain =
                play(
                        governed(rule(TrafficClass.DEFAULT, true, 500_000, NEVER)),
                        UNTOUCHED,
                        5 * MS,
                        4_000,
                        200);
        assertThat(plain.residual).isLessThan(0.005);
        assertThat(plain.overhead).isBetween(0.1, 0.5);
    }

    @Test
    void aRuleTakesProtectionAwayAndBoundsWhatItCosts() {
        Outcome off =
                play(
                        governed(rule(TrafficClass.VIDEO, false, 0, NEVER)),
                        36 << 2,
                        5 * MS,
                        4_000,
                        200);
        assertThat(off.residual).isBetween(0.07, 0.13);
        assertThat(off.overhead).isZero();
        Outcome cheap =
                play(
                        governed(rule(TrafficClass.VIDEO, true, 30_000, NEVER)),
                        36 << 2,
                        5 * MS,
                        4_000,
                        200);
        // What NACKs cost comes on top of the budget of packets.
        assertThat(cheap.overhead).isLessThan(0.13);
        assertThat(cheap.residual).isBetween(0.03, 0.10);
    }

    /** Rules come to one forwarder before the other: meanwhile less is made good, and no more. */
    @Test
    void aRuleThatOnlyOneEndHasLosesNothing() {
        for (int end : new int[] {1, 3}) {
            for (boolean on : new boolean[] {true, false}) {
                TestNet net = new TestNet(3).installAll();
                net.wires.values().forEach(wire -> wire.delayNs = 20 * MS);
                TrafficClass c = on ? TrafficClass.DEFAULT : TrafficClass.VIDEO;
                net.install(
                        end,
                        all -> {
                            all.add(rule(c, on, on ? 500_000 : 0, NEVER));
                            return all;
                        });
                Outcome outcome = play(net, on ? UNTOUCHED : 36 << 2, 5 * MS, 1_000, 200);
                assertThat(outcome.came).isEqualTo(outcome.sent);
                assertThat(outcome.overhead).isZero();
                net.wire(1, 3).loss = 0.1;
                net.every(
                        5 * MS,
                        1_000,
                        i -> net.node(1).client(4_000, c.dscp().codePoint() << 2, i));
                net.run(7 * S);
                net.assertConserved();
                assertThat(net.node(3).toTargets).hasSizeBetween(1_860, 2_000);
            }
        }
    }

    @Test
    void aRuleSendsCopiesAndItsEndTakesThemAwayWithoutALoss() {
        TestNet net = governed(rule(TrafficClass.VIDEO, false, 0, ALWAYS));
        Outcome twice = play(net, 36 << 2, 5 * MS, 2_000, 200);
        assertThat(twice.came).isEqualTo(twice.sent);
        assertThat(net.node(1).core.counters().copies).isGreaterThan(1_990);
        net.wires.values().forEach(wire -> wire.loss = 0);
        long before = net.node(1).core.counters().copies;
        int delivered = net.node(3).toTargets.size();
        net.every(5 * MS, 1_000, i -> net.node(1).client(4_000, 36 << 2, 2_000 + i));
        net.at(net.nowNs + 2_500 * MS, () -> govern(net));
        net.run(7 * S);
        assertThat(net.node(3).toTargets).hasSize(delivered + 1_000);
        assertThat(net.node(1).core.counters().copies - before).isBetween(495L, 505L);
        net.assertConserved();
    }

    @Test
    void classesWithoutProtectionAreLeftAlone() {
        TestNet net = twoLinks(10 * MS);
        lossy(net, 0.1, 1);
        Outcome plain = play(net, UNTOUCHED, 5 * MS, 4_000, 200);
        assertThat(plain.residual).isBetween(0.16, 0.22);
        assertThat(plain.overhead).isZero();
        assertThat(net.node(1).core.protectionBytes()).isZero();
    }

    @Test
    void aLinkTooLongToAskOverIsRepaired() {
        TestNet net = twoLinks(150 * MS);
        lossy(net, 0.03, 1);
        Outcome video = play(net, 36 << 2, 3 * MS, 20_000, 1_100);
        assertThat(video.residual).isLessThan(0.002);
        assertThat(video.overhead).isLessThanOrEqualTo(0.22);
    }

    @Test
    void burstsOnAShortLink() {
        TestNet net = twoLinks(15 * MS);
        lossy(net, 0.05, 5);
        Outcome video = play(net, 34 << 2, 3 * MS, 20_000, 1_100);
        assertThat(video.residual).isLessThan(0.002);
    }
}
