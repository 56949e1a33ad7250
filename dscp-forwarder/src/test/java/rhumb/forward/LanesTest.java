package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import rhumb.forward.link.LaneCipher;
import rhumb.forward.link.LinkPort;
import rhumb.forward.link.LinkSecrets;
import rhumb.forward.link.LinkSilence;
import rhumb.forward.queue.QueueLimits;
import rhumb.forward.session.SessionLimits;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.message.LinkPassive;
import rhumb.southbound.rule.LinkSecurity;

/** Forwarders that send by several lanes: what each numbers for itself belongs together still. */
class LanesTest {
    private static final int FLOWS = 48;

    private static TestNet net(int pops, int lanes) {
        return new TestNet(pops).lanes(lanes).secured(LinkSecurity.ENCRYPT);
    }

    private static long drops(TestNet net, int n, DropReason reason) {
        return net.node(n).core.counters().drops(reason);
    }

    private static LinkPort port(TestNet net, int at, int to) {
        return net.node(at).core.links().stream()
                .filter(port -> port.send().id().equals(TestNet.link(at, to)))
                .findFirst()
                .orElseThrow();
    }

    /** Each flow in turn, a packet a millisecond. */
    private static void media(TestNet net, int count) {
        net.every(1 * MS, count, i -> net.node(1).client(4_000 + i % FLOWS, AUDIO, i));
    }

    private static Set<Integer> lanesOf(TestNet net, int from, int to) {
        Set<Integer> lanes = new TreeSet<>();
        net.wire(from, to)
                .captured
                .forEach(d -> lanes.add(OverlayHeader.lane(ByteBuffer.wrap(d), 0)));
        return lanes;
    }

    private static void viaTwo(TestNet net) {
        net.install(1, TestNet.routed(3, TestNet.path(2, 3)));
    }

    /** Lanes that are later than others by far: each flow keeps its order, over a relay too. */
    @Test
    void aFlowStaysInItsLaneOnEachLink() {
        TestNet net = net(3, 4);
        viaTwo(net);
        net.wires
                .values()
                .forEach(wire -> {
                    wire.laneDelayNs = 7 * MS;
                    wire.capture = true;
                });
        media(net, 4_800);
        net.run(6 * S);
        assertThat(lanesOf(net, 1, 2)).containsExactly(0, 1, 2, 3);
        assertThat(lanesOf(net, 2, 3)).containsExactly(0, 1, 2, 3);
        TreeMap<Integer, List<Integer>> bySession = new TreeMap<>();
        net.node(3)
                .toTargets
                .forEach(d ->
                        bySession
                                .computeIfAbsent(d.where(), _ -> new ArrayList<>())
                                .add(d.number()));
        assertThat(bySession).hasSize(FLOWS);
        bySession.values().forEach(numbers -> assertThat(numbers).hasSize(100).isSorted());
        assertThat(net.node(3).targetNumbers()).as("lanes were late").doesNotHaveDuplicates();
        assertThat(port(net, 3, 2).receive().reordered()).isZero();
        net.assertConserved();
    }

    @Test
    void dataMayLeaveTheFirstLaneAlone() {
        TestNet net = new TestNet(2).lanes(4, 1).secured(LinkSecurity.ENCRYPT);
        net.wire(1, 2).capture = true;
        media(net, 480);
        net.run(1 * S);
        assertThat(net.node(2).targetNumbers()).hasSize(480);
        int inFirst = 0;
        for (byte[] datagram : net.wire(1, 2).captured) {
            inFirst += OverlayHeader.lane(ByteBuffer.wrap(datagram), 0) == 0 ? 1 : 0;
        }
        assertThat(lanesOf(net, 1, 2)).containsExactly(0, 1, 2, 3);
        assertThat(net.wire(1, 2).captured.size() - inFirst).isEqualTo(480);
    }

    /** The sum of lanes is what reports speak of: nothing is lost that was not. */
    @Test
    void reportsAddTheLanesUp() {
        TestNet net = net(2, 4);
        net.wires.values().forEach(wire -> wire.laneDelayNs = 2 * MS);
        media(net, 3_000);
        net.run(8 * S);
        for (int n = 1; n <= 2; n++) {
            assertThat(net.node(n).passive.stream().mapToLong(LinkPassive.Entry::lost).sum())
                    .isZero();
        }
        assertThat(port(net, 2, 1).receive().highestSeq())
                .isEqualTo(port(net, 1, 2).send().lastSeq());
        assertThat(port(net, 2, 1).receive().received())
                .isEqualTo(port(net, 1, 2).send().packets());
    }

    /** What a node has told to be lost on the link from 1 to 2. */
    private static long lost(TestNet net, int node) {
        return net.node(node).passive.stream()
                .filter(e -> e.link().equals(TestNet.link(1, 2)))
                .mapToLong(LinkPassive.Entry::lost)
                .sum();
    }

    @Test
    void lossOfLanesIsLossOfTheLink() {
        TestNet net = net(2, 4);
        net.wire(1, 2).loss = 0.1;
        media(net, 4_000);
        net.run(5 * S);
        long lost = lost(net, 2);
        assertThat(lost).isBetween(300L, 600L);
    }

    /** Somebody lets the first port through alone: the far end never hears of the others. */
    @Test
    void aLaneOfWhichNothingComesIsLoss() {
        TestNet net = net(2, 2);
        net.wire(1, 2).lostLane = 1;
        media(net, 4_000);
        net.run(5 * S);
        long told = lost(net, 1);
        long vanished = port(net, 1, 2).send().lastSeq() - port(net, 2, 1).receive().received();
        assertThat(vanished).isGreaterThan(2_000);
        assertThat(told).as("but for what no report was of yet").isBetween(vanished - 50, vanished);
        assertThat(net.node(2).targetNumbers()).hasSizeLessThan(3_000);
    }

    /** The last packets of a lane get lost and it has no more: the link is not silent for that. */
    @Test
    void aLaneThatEndsInALossSilencesNothing() {
        TestNet net = net(2, 2);
        media(net, 480);
        net.run(600 * MS);
        net.wire(1, 2).lostLane = 1;
        media(net, 48);
        net.run(100 * MS);
        // From now on the other lane alone has something to send, and that seldom.
        int sole = soleFlow(net);
        for (int i = 0; i < 150; i++) {
            int number = 10_000 + i;
            net.at(net.nowNs, () -> net.node(1).client(sole, AUDIO, number));
            net.run(20 * MS);
            assertThat(port(net, 1, 2).send().silence().evidence(net.nowNs))
                    .as("after %d", i)
                    .isNotEqualTo(LinkSilence.Evidence.SILENT);
        }
        assertThat(net.node(2).targetNumbers()).contains(10_000, 10_149);
    }

    /** A client whose flow is not of the lane that is lost. */
    private static int soleFlow(TestNet net) {
        for (int client = 4_000; ; client++) {
            int before = net.node(2).toTargets.size();
            int port = client;
            net.at(net.nowNs, () -> net.node(1).client(port, AUDIO, 1));
            net.run(30 * MS);
            if (net.node(2).toTargets.size() > before) {
                return client;
            }
        }
    }

    @Test
    void eachLaneRefusesWhatItSawBefore() {
        TestNet net = net(3, 8);
        net.wire(1, 3).capture = true;
        media(net, 960);
        net.run(2 * S);
        assertThat(lanesOf(net, 1, 3)).hasSize(8);
        int delivered = net.node(3).toTargets.size();
        long refused = drops(net, 3, DropReason.REPLAYED);
        List<byte[]> record = new ArrayList<>(net.wire(1, 3).captured);
        Collections.shuffle(record, new Random(1));
        for (byte[] datagram : record) {
            int lane = OverlayHeader.lane(ByteBuffer.wrap(datagram), 0);
            Endpoint from = TestNet.address(1).withPort(TestNet.address(1).port() + lane);
            net.inject(3, from, datagram.clone());
            net.inject(3, TestNet.address(1), datagram.clone());
        }
        assertThat(net.node(3).toTargets).hasSize(delivered);
        assertThat(drops(net, 3, DropReason.REPLAYED) - refused).isGreaterThanOrEqualTo(2 * 960);
        net.assertConserved();
    }

    /** What a lane found out is worth nothing for another link, and nobody opens it again. */
    @Test
    void aLaneProvesForItsLinkAlone() {
        TestNet net = net(3, 4);
        net.wire(1, 3).capture = true;
        media(net, 480);
        net.run(1 * S);
        long before = drops(net, 3, DropReason.UNAUTHENTICATED);
        int changed = 0;
        List<byte[]> media = net.wire(1, 3).captured.stream().filter(d -> d.length > 150).toList();
        assertThat(media).hasSize(480);
        for (byte[] datagram : media) {
            int lane = OverlayHeader.lane(ByteBuffer.wrap(datagram), 0);
            Endpoint from = TestNet.address(1).withPort(TestNet.address(1).port() + lane);
            byte[] forged = datagram.clone();
            forged[forged.length - 1 - changed % 40] ^= 4;
            net.inject(3, from, forged);
            changed++;
        }
        assertThat(drops(net, 3, DropReason.UNAUTHENTICATED) - before).isEqualTo(changed);
        worked(net, media.getLast(), new LaneCipher.Opened(new LinkSecrets(), true), 0);
        assertThat(drops(net, 3, DropReason.UNAUTHENTICATED) - before).isEqualTo(changed + 1);
        net.assertConserved();
    }

    /** A lane to which somebody plays what another lane heard may take it for 2^32 packets ago. */
    @Test
    void whatIsGenuineUnderAnotherNumberIsNot() {
        TestNet net = net(3, 4);
        net.wire(1, 3).capture = true;
        media(net, 480);
        net.run(1 * S);
        byte[] seen =
                net.wire(1, 3).captured.stream().filter(d -> d.length > 150).toList().getLast();
        var genuine =
                new LaneCipher.Opened(
                        Objects.requireNonNull(port(net, 3, 1).cipher().secrets()), true);
        long before = drops(net, 3, DropReason.UNAUTHENTICATED);
        worked(net, seen, genuine, 0);
        assertThat(drops(net, 3, DropReason.UNAUTHENTICATED)).isEqualTo(before);
        worked(net, seen, genuine, 1L << 32);
        assertThat(drops(net, 3, DropReason.UNAUTHENTICATED) - before).isOne();
        net.assertConserved();
    }

    /** Node 3 gets a packet that a lane took for one so many packets later. */
    private static void worked(TestNet net, byte[] datagram, LaneCipher.Opened opened, long later) {
        ByteBuffer b = ByteBuffer.wrap(datagram.clone());
        long seq = Integer.toUnsignedLong(OverlayHeader.linkSeq(b, 0)) + later;
        b.putLong(datagram.length - OverlayHeader.TAG_BYTES, seq);
        var node = net.node(3);
        Endpoint from = TestNet.address(1);
        node.core.onOverlay(
                net.nowNs, net.nowNs, node.uplink, from, 0, b, 0, datagram.length, opened);
    }

    /** Rotations, restarts of either end and new rules under way: no nonce twice, nothing lost. */
    @Test
    void keysAndRulesChangeUnderAllLanes() {
        ForwarderOptions options =
                new ForwarderOptions(QueueLimits.STANDARD, SessionLimits.STANDARD, 1 * S, 2 * S);
        TestNet net = new TestNet(3, options).lanes(4).secured(LinkSecurity.ENCRYPT);
        net.wires.values().forEach(wire -> wire.capture = true);
        media(net, 12_000);
        net.run(5 * S);
        viaTwo(net);
        net.run(4 * S);
        net.installConnected();
        net.run(4 * S);
        assertThat(net.node(1).core.keyRotations()).isGreaterThan(2);
        assertThat(net.node(3).targetNumbers()).doesNotHaveDuplicates().hasSize(12_000);
        for (int n = 1; n <= 3; n++) {
            assertThat(drops(net, n, DropReason.NO_KEY)).isZero();
            assertThat(drops(net, n, DropReason.UNAUTHENTICATED)).isZero();
            assertThat(drops(net, n, DropReason.UNKNOWN_LABEL)).isZero();
        }
        for (int restarted : new int[] {1, 3}) {
            net.restart(restarted);
            net.run(300 * MS);
            int before = net.node(3).toTargets.size();
            media(net, 480);
            net.run(1 * S);
            assertThat(net.node(3).toTargets).hasSize(before + 480);
        }
        List<String> nonces =
                net.wire(1, 3).captured.stream()
                        .map(d -> HexFormat.of().formatHex(d, 0, 12))
                        .toList();
        // The receiver began anew once, and the sender's numbers with it, under another key.
        assertThat(new TreeSet<>(nonces).size()).isGreaterThan(nonces.size() - 700);
        net.assertConserved();
    }

    /** The ports behind a neighbour's are its own where a tag proves it, and nobody's elsewhere. */
    @Test
    void lanesAreKnownByTheirPortsWhereLinksAreSealed() {
        TestNet sealed = net(2, 1);
        TestNet clear = new TestNet(2).lanes(4).installAll();
        Endpoint first = TestNet.address(1);
        for (int port = 1; port <= OverlayHeader.MAX_SENDERS; port++) {
            boolean known = port < OverlayHeader.MAX_SENDERS;
            long before = drops(sealed, 2, DropReason.UNKNOWN_SOURCE);
            sealed.inject(2, first.withPort(first.port() + port), new byte[60]);
            assertThat(drops(sealed, 2, DropReason.UNKNOWN_SOURCE) - before)
                    .isEqualTo(known ? 0 : 1);
            clear.inject(2, first.withPort(first.port() + port), new byte[60]);
            assertThat(drops(clear, 2, DropReason.UNKNOWN_SOURCE)).isEqualTo(port);
        }
        clear.wire(1, 2).capture = true;
        media(clear, 200);
        clear.run(1 * S);
        assertThat(lanesOf(clear, 1, 2)).as("a link in the clear has one").containsExactly(0);
        assertThat(clear.node(2).toTargets).hasSize(200);
    }

    @Test
    void whatIsLostBetweenThreadsIsCountedAsDropped() {
        TestNet net = net(2, 2);
        media(net, 100);
        net.run(1 * S);
        var counters = net.node(2).core.counters();
        long in = counters.in();
        counters.lostInLanes(7, 2, 1);
        assertThat(counters.in()).isEqualTo(in + 10);
        assertThat(counters.drops(DropReason.LANE_FULL)).isEqualTo(10);
        net.assertConserved();
    }
}
