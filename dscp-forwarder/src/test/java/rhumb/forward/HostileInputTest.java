package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;

/** What strangers, liars and broken networks send. */
class HostileInputTest {
    private int linkSeq;

    /** A data packet from PoP 1, as PoP 2 gets it. */
    private ByteBuffer packet(TestNet net, int target, int... labels) {
        ByteBuffer b = ByteBuffer.allocate(OverlayHeader.FIXED_BYTES + labels.length * 2 + 8);
        OverlayHeader.begin(b, 0, OverlayHeader.TYPE_DATA, 0, AUDIO, 1, 3);
        OverlayHeader.pops(b, 0, 1, target);
        OverlayHeader.flow(b, 0, TestNet.SERVICE, 77, ++linkSeq);
        OverlayHeader.budget(b, 0, 1_000);
        OverlayHeader.labelCount(b, 0, labels.length);
        OverlayHeader.stamp(b, 0, 0, TestNet.LIFE, linkSeq, (int) (net.nowNs / 1_000) + linkSeq);
        for (int i = 0; i < labels.length; i++) {
            OverlayHeader.label(b, 0, i, labels[i]);
        }
        return b;
    }

    private static DropReason fate(TestNet net, int to, ByteBuffer packet) {
        var counters = net.node(to).core.counters();
        long[] before = new long[DropReason.values().length];
        for (DropReason reason : DropReason.values()) {
            before[reason.ordinal()] = counters.drops(reason);
        }
        net.inject(to, TestNet.address(1), packet);
        for (DropReason reason : DropReason.values()) {
            if (counters.drops(reason) > before[reason.ordinal()]) {
                return reason;
            }
        }
        return DropReason.UNJUDGED;
    }

    @Test
    void eachCheckNamesItsDrop() {
        TestNet net = new TestNet(3).installAll();
        assertThat(fate(net, 2, packet(net, 3))).isEqualTo(DropReason.WRONG_EGRESS);
        assertThat(fate(net, 2, packet(net, 3, 99))).isEqualTo(DropReason.UNKNOWN_LABEL);
        assertThat(fate(net, 2, packet(net, 3, 0))).isEqualTo(DropReason.UNKNOWN_LABEL);
        assertThat(fate(net, 2, packet(net, 3, TestNet.LABEL + 1))).isEqualTo(DropReason.LOOP);
        ByteBuffer own = packet(net, 3, TestNet.LABEL + 3);
        OverlayHeader.pops(own, 0, 2, 3);
        assertThat(fate(net, 2, own)).isEqualTo(DropReason.LOOP);
        ByteBuffer tired = packet(net, 3, TestNet.LABEL + 3);
        OverlayHeader.hops(tired, 0, 0);
        assertThat(fate(net, 2, tired)).isEqualTo(DropReason.HOP_LIMIT);
        ByteBuffer late = packet(net, 3, TestNet.LABEL + 3);
        OverlayHeader.budget(late, 0, 0);
        assertThat(fate(net, 2, late)).isEqualTo(DropReason.DEADLINE);
        ByteBuffer foreign = packet(net, 3);
        OverlayHeader.pops(foreign, 0, 99, 3);
        assertThat(fate(net, 3, foreign)).isEqualTo(DropReason.UNKNOWN_POP);
        ByteBuffer other = packet(net, 3);
        OverlayHeader.flow(other, 0, 501, 77, 1);
        assertThat(fate(net, 3, other)).isEqualTo(DropReason.UNKNOWN_SERVICE);
        ByteBuffer answer = packet(net, 3);
        OverlayHeader.flags(answer, 0, OverlayHeader.FLAG_ANSWER);
        assertThat(fate(net, 3, answer)).isEqualTo(DropReason.UNKNOWN_SESSION);
        ByteBuffer twice = packet(net, 3);
        net.inject(3, TestNet.address(1), twice);
        OverlayHeader.stamp(
                twice, 0, 0, TestNet.LIFE, ++linkSeq, (int) (net.nowNs / 1_000) + linkSeq);
        assertThat(fate(net, 3, twice)).isEqualTo(DropReason.DUPLICATE);
        assertThat(fate(net, 3, twice)).isEqualTo(DropReason.REPLAYED);
        ByteBuffer former = packet(net, 3);
        former.putInt(4, 0);
        assertThat(fate(net, 3, former)).isEqualTo(DropReason.REPLAYED);
        ByteBuffer sealed = packet(net, 3);
        sealed.put(0, (byte) 0x2f);
        assertThat(fate(net, 3, sealed)).isEqualTo(DropReason.BAD_MODE);
        net.assertConserved();
    }

    /** A path that goes round and round, which no check of rules at one PoP can see. */
    @Test
    void theHopLimitEndsALoop() {
        TestNet net = new TestNet(4).installAll();
        int over = TestNet.LABEL;
        ByteBuffer b = packet(net, 1, over + 3, over + 4, over + 2, over + 3);
        OverlayHeader.hops(b, 0, 2);
        net.inject(2, TestNet.address(1), b);
        net.run(1 * S);
        long dropped = 0;
        for (int n = 2; n <= 4; n++) {
            dropped += net.node(n).core.counters().drops(DropReason.HOP_LIMIT);
        }
        assertThat(dropped).isEqualTo(1);
        net.assertConserved();
    }

    @Test
    void clientsAndServersCannotSendWhatIsTooLongOrForNobody() {
        TestNet net = new TestNet(2).installAll();
        var core = net.node(1).core;
        net.node(1).client(4_000, AUDIO, new byte[1_380]);
        net.node(1).client(4_000, AUDIO, new byte[1_381]);
        net.node(1).client(4_000, AUDIO, new byte[0]);
        Endpoint client = Endpoint.parse("198.51.100.1:4000");
        core.onClient(net.nowNs, 9, client, AUDIO, ByteBuffer.allocate(4), 0, 4);
        core.onTarget(net.nowNs, 0, AUDIO, ByteBuffer.allocate(4), 0, 4);
        core.onTarget(net.nowNs, -1, AUDIO, ByteBuffer.allocate(4), 0, 4);
        net.run(50 * MS);
        assertThat(net.node(2).toTargets)
                .extracting(TestNet.Delivery::length)
                .containsExactly(1_380, 0);
        assertThat(core.counters().drops(DropReason.TOO_LONG)).isEqualTo(1);
        assertThat(core.counters().drops(DropReason.UNKNOWN_SERVICE)).isEqualTo(1);
        assertThat(core.counters().drops(DropReason.UNKNOWN_SESSION)).isEqualTo(2);
        net.assertConserved();
    }

    @Test
    void strangersGetNothingAndChangeNothing() {
        TestNet net = new TestNet(2).installAll();
        ByteBuffer good = packet(net, 2);
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            net.inject(2, Endpoint.ofIpv4(random.nextInt(), 4_789), good);
            net.node(2)
                    .core
                    .onOverlay(
                            net.nowNs,
                            net.nowNs,
                            7,
                            TestNet.address(1),
                            0,
                            good,
                            0,
                            good.capacity(),
                            null);
        }
        var counters = net.node(2).core.counters();
        assertThat(counters.drops(DropReason.UNKNOWN_SOURCE)).isEqualTo(2_000);
        assertThat(counters.out()).isZero();
        assertThat(net.node(2).core.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void nothingCapturedIsAcceptedTwice() {
        TestNet net = new TestNet(3).installAll();
        net.wire(1, 3).capture = true;
        net.every(1 * MS, 3_000, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(4 * S);
        net.wire(1, 3).capture = false;
        // What is still on its way arrives once first.
        net.run(20 * MS);
        int delivered = net.node(3).toTargets.size();
        assertThat(delivered).isEqualTo(3_000);
        List<byte[]> record = new ArrayList<>(net.wire(1, 3).captured);
        record.addAll(net.wire(1, 3).captured);
        Collections.shuffle(record, new Random(1));
        for (int wait = 0; wait < 3; wait++) {
            record.forEach(d -> net.inject(3, TestNet.address(1), d.clone()));
            assertThat(net.node(3).core.counters().drops(DropReason.REPLAYED))
                    .isEqualTo((wait + 1L) * record.size());
            net.run(3 * S);
        }
        // In their old order too.
        net.wire(1, 3).captured.forEach(d -> net.inject(3, TestNet.address(1), d.clone()));
        assertThat(net.node(3).toTargets).hasSize(delivered);
        assertThat(net.node(3).core.counters().drops(DropReason.REPLAYED))
                .isEqualTo(3L * record.size() + record.size() / 2);
        net.assertConserved();
    }

    @Test
    void aNetworkThatDuplicatesDeliversOnce() {
        TestNet net = new TestNet(3).installAll();
        net.wires.values().forEach(wire -> wire.copies = 3);
        net.every(2 * MS, 500, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(2 * S);
        assertThat(net.node(3).targetNumbers()).hasSize(500).doesNotHaveDuplicates();
        net.assertConserved();
    }

    @Test
    void anyBytesOnAnyInputAreCountedAndNothingBreaks() {
        TestNet net = new TestNet(3).installAll();
        net.wires.values().forEach(wire -> wire.capture = true);
        Random random = new Random(11);
        net.every(5 * MS, 100, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(1 * S);
        List<byte[]> seeds = new ArrayList<>();
        net.wires.values().forEach(wire -> seeds.addAll(wire.captured));
        net.wires.values().forEach(wire -> wire.capture = false);
        for (int i = 0; i < 120_000; i++) {
            byte[] bytes = mutated(random, seeds);
            int to = 1 + random.nextInt(3);
            switch (random.nextInt(8)) {
                case 0 ->
                        net.node(to).client(random.nextInt(3_000), random.nextInt(257) - 1, bytes);
                case 1 ->
                        net.node(to)
                                .core
                                .onTarget(
                                        net.nowNs,
                                        random.nextInt(20) - 1,
                                        random.nextInt(257) - 1,
                                        ByteBuffer.wrap(bytes),
                                        0,
                                        bytes.length);
                default -> {
                    int from = 1 + to % 3;
                    // Fresh link numbers get the rest of the packet past the replay check.
                    if (bytes.length >= OverlayHeader.FIXED_BYTES && random.nextBoolean()) {
                        int us = (int) ((1_700_000_000L * S + net.nowNs) / 1_000);
                        ByteBuffer fresh = ByteBuffer.wrap(bytes);
                        OverlayHeader.stamp(fresh, 0, 0, TestNet.LIFE, 1_000_000 + i, us);
                    }
                    net.inject(to, TestNet.address(from), bytes);
                }
            }
            if (i % 200 == 0) {
                net.run(1 * MS);
            }
        }
        net.run(5 * S);
        net.assertConserved();
        for (int n = 1; n <= 3; n++) {
            assertThat(net.node(n).core.counters().drops(DropReason.UNJUDGED)).isZero();
        }
    }

    private static byte[] mutated(Random random, List<byte[]> seeds) {
        if (random.nextInt(4) == 0) {
            byte[] bytes = new byte[random.nextInt(10) == 0 ? 3_000 : random.nextInt(100)];
            random.nextBytes(bytes);
            return bytes;
        }
        byte[] seed = seeds.get(random.nextInt(seeds.size()));
        int length = Math.max(0, seed.length + random.nextInt(9) - 6);
        byte[] bytes = Arrays.copyOf(seed, random.nextInt(3) == 0 ? length : seed.length);
        for (int flips = random.nextInt(4); flips > 0 && bytes.length > 0; flips--) {
            bytes[random.nextInt(Math.min(bytes.length, 60))] ^= (byte) random.nextInt(256);
        }
        return bytes;
    }
}
