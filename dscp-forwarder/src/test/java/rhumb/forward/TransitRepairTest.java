package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import rhumb.forward.path.BypassSelector;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;

/** Traffic of PoP 1 to PoP 4 goes over PoP 2, whose link to PoP 4 fails. PoP 3 is the way round. */
class TransitRepairTest {
    private static final LinkId SECOND = TestNet.link(2, 4);

    /** All routes from 1 to 4 over 2 first, then directly; 2 knows a way to 4 over 3 or not. */
    private static TestNet net(boolean wayRound) {
        TestNet net = new TestNet(4).installAll();
        net.install(1, TestNet.routed(4, TestNet.path(2, 4), TestNet.path(4)));
        net.install(
                2,
                wayRound
                        ? TestNet.routed(4, TestNet.path(4), TestNet.path(3, 4))
                        : TestNet.routed(4, TestNet.path(4)));
        return net;
    }

    private static void health(TestNet net, LinkStatus status, ClassSet degraded) {
        net.node(2)
                .core
                .onHealth(
                        net.nowNs,
                        new LinkHealth(
                                List.of(
                                        new LinkHealth.Entry(
                                                SECOND, status, degraded, LinkSign.LOSS, null))));
    }

    private static long bypassed(TestNet net, TrafficClass c) {
        return net.node(2).core.links().stream()
                .filter(port -> port.send().id().equals(SECOND))
                .mapToLong(port -> port.bypass().packets(c))
                .sum();
    }

    private static int lost(TestNet net, int sent) {
        return sent - net.node(4).targetNumbers().stream().collect(Collectors.toSet()).size();
    }

    @Test
    void aDegradedLinkIsGoneRoundByTheClassesItIsBadFor() {
        TestNet net = net(true);
        health(net, LinkStatus.DEGRADED, ClassSet.of(TrafficClass.AUDIO));
        net.every(10 * MS, 100, i -> net.node(1).client(4_000, AUDIO, i));
        net.every(10 * MS, 100, i -> net.node(1).client(4_001, BULK, 1_000 + i));
        net.run(2 * S);
        assertThat(net.wire(2, 4).octets).contains(BULK).doesNotContain(AUDIO);
        assertThat(net.wire(2, 3).octets).contains(AUDIO).doesNotContain(BULK);
        assertThat(net.node(4).toTargets).hasSize(200);
        assertThat(bypassed(net, TrafficClass.AUDIO)).isEqualTo(100);
        assertThat(bypassed(net, TrafficClass.BULK)).isZero();
        TestNet.Bypass begun = net.node(2).bypasses.getFirst();
        assertThat(begun.classes()).isEqualTo(ClassSet.of(TrafficClass.AUDIO));
        assertThat(begun.cause()).isEqualTo(BypassSelector.Cause.LINK_HEALTH);
        net.assertConserved();
    }

    @Test
    void aSilentSecondLinkLosesFewerPacketsThanTheIngressCanSave() {
        int[] lost = new int[2];
        for (boolean bothWays : new boolean[] {false, true}) {
            for (int way = 0; way < 2; way++) {
                TestNet net = net(way == 1);
                net.wire(1, 2).delayNs = 40 * MS;
                net.wire(2, 1).delayNs = 40 * MS;
                net.every(2 * MS, 2_000, i -> net.node(1).client(4_000, AUDIO, i));
                net.run(2 * S + 3 * MS);
                net.wire(2, 4).blackhole = true;
                net.wire(4, 2).blackhole = bothWays;
                net.run(4 * S);
                lost[way] = lost(net, 2_000);
                net.assertConserved();
            }
            // The ingress alone needs three intervals and the way there and back.
            assertThat(lost[0]).as("without, both ways: %s", bothWays).isGreaterThan(40);
            assertThat(lost[1]).as("with, both ways: %s", bothWays).isLessThan(lost[0] * 2 / 3);
            // The gap is 100 ms at most, and needs no round trip of the path.
            assertThat(lost[1]).isLessThanOrEqualTo(100 / 2);
        }
    }

    @Test
    void aLinkThatIsBadForOneClassIsGoneRoundByAllWhenItFallsSilent() {
        TestNet net = net(true);
        health(net, LinkStatus.DEGRADED, ClassSet.of(TrafficClass.AUDIO));
        net.every(2 * MS, 1_500, i -> net.node(1).client(4_000, BULK, i));
        net.run(1 * S);
        net.wire(2, 4).blackhole = true;
        net.run(4 * S);
        assertThat(bypassed(net, TrafficClass.BULK)).isPositive();
        assertThat(lost(net, 1_500)).isLessThanOrEqualTo(100 / 2);
    }

    @Test
    void theAgentsWordIsFollowedAtOnce() {
        TestNet net = net(true);
        net.every(2 * MS, 1_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        net.wire(2, 4).blackhole = true;
        net.run(20 * MS);
        health(net, LinkStatus.DOWN, ClassSet.ALL);
        net.run(4 * S);
        // 20 ms, and what was under way.
        assertThat(lost(net, 1_000)).isBetween(8, 18);
    }

    @Test
    void packetsTakeTheLinkAgainAfterTheHoldDownAndThePathIsNeverLeftForThat() {
        TestNet net = net(true);
        long installed = net.node(1).core.pathSwitches();
        net.every(5 * MS, 2_800, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        health(net, LinkStatus.DOWN, ClassSet.ALL);
        net.wire(2, 4).blackhole = true;
        net.run(1 * S);
        net.wire(2, 4).blackhole = false;
        health(net, LinkStatus.UP, ClassSet.NONE);
        long carried = net.wire(2, 3).carried;
        net.run(9 * S);
        assertThat(net.wire(2, 3).carried - carried).isGreaterThan(1_700);
        net.run(2 * S);
        long after = net.wire(2, 3).carried;
        net.run(2 * S);
        // Only probes still go there.
        assertThat(net.wire(2, 3).carried - after).isLessThan(300);
        assertThat(net.node(1).core.pathSwitches()).isEqualTo(installed);
        assertThat(lost(net, 2_800)).isZero();
        assertThat(net.node(2).bypasses)
                .extracting(TestNet.Bypass::begins)
                .containsExactly(true, false);
        assertThat(net.node(2).bypasses.getLast().cause())
                .isEqualTo(BypassSelector.Cause.HELD_DOWN);
    }

    @Test
    void aPathThatWasLeftIsNotComeBackToWhileItGoesRound() {
        TestNet net = net(true);
        // The way round is so long that the ingress is first.
        net.wire(2, 3).delayNs = 150 * MS;
        long left = net.node(1).core.pathSwitches() + TrafficClass.COUNT;
        net.every(5 * MS, 8_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        net.wire(2, 4).blackhole = true;
        net.run(25 * S);
        // Left once for all classes; the probes that come over the way round call it back never.
        assertThat(net.node(1).core.pathSwitches()).isEqualTo(left);
        net.wire(2, 4).blackhole = false;
        net.run(14 * S);
        assertThat(net.node(1).core.pathSwitches()).isEqualTo(left);
    }

    @Test
    void aSilentLinkIsFoundGoodAgainByTheProbesOfItsOwnPoP() {
        TestNet net = net(true);
        net.every(5 * MS, 8_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        net.wire(2, 4).blackhole = true;
        net.run(20 * S);
        List<TestNet.Bypass> first = new ArrayList<>(net.node(2).bypasses);
        assertThat(first).hasSize(1);
        assertThat(first.getFirst().cause()).isEqualTo(BypassSelector.Cause.SILENCE);
        net.wire(2, 4).blackhole = false;
        net.run(9 * S);
        assertThat(net.node(2).bypasses).hasSize(1);
        net.run(3 * S);
        assertThat(net.node(2).bypasses).hasSize(2);
    }

    @Test
    void neitherALossyLinkNorAPauseIsSilence() {
        TestNet net = net(true);
        net.wire(2, 4).loss = 0.03;
        net.wire(4, 2).loss = 0.03;
        net.every(5 * MS, 12_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(10 * S);
        net.node(4).pausedUntilNs = net.nowNs;
        net.run(20 * S);
        net.node(2).pausedUntilNs = net.nowNs + 400 * MS;
        net.run(30 * S);
        assertThat(net.node(2).bypasses).isEmpty();
    }

    @Test
    void noPacketGoesBackWhereItCameFromNorRoundTwice() {
        TestNet net = new TestNet(4).installAll();
        net.install(1, TestNet.routed(4, TestNet.path(2, 4)));
        // The only way round is over the source.
        net.install(2, TestNet.routed(4, TestNet.path(4), TestNet.path(1, 4)));
        health(net, LinkStatus.DOWN, ClassSet.ALL);
        net.every(10 * MS, 50, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        assertThat(net.wire(2, 1).octets).doesNotContain(AUDIO);
        assertThat(net.node(4).toTargets).hasSize(50);

        TestNet twice = net(true);
        health(twice, LinkStatus.DOWN, ClassSet.ALL);
        LinkId third = TestNet.link(3, 4);
        twice.node(3)
                .core
                .onHealth(
                        twice.nowNs,
                        new LinkHealth(
                                List.of(
                                        new LinkHealth.Entry(
                                                third,
                                                LinkStatus.DOWN,
                                                ClassSet.ALL,
                                                LinkSign.LOSS,
                                                null))));
        twice.every(10 * MS, 50, i -> twice.node(1).client(4_000, AUDIO, i));
        twice.run(1 * S);
        // Both are called down and work: the second PoP that would go round does not.
        assertThat(twice.node(4).toTargets).hasSize(50);
        assertThat(twice.node(3).core.links().get(2).bypass().packets(TrafficClass.AUDIO)).isZero();
        assertThat(twice.node(3).core.links().get(2).bypass().unfit(TrafficClass.AUDIO))
                .isEqualTo(50);
        twice.assertConserved();
    }
}
