package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.BULK;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.LinkSecurity;

/** Traffic of PoP 1 to PoP 3 goes over PoP 2, where it comes in batches. */
class RelayBatchTest {
    private final TestNet net = new TestNet(3).installAll();
    private final List<byte[]> came = new ArrayList<>();

    /** What reaches PoP 2: bulk and audio in turn, and the probes of the path, in the clear. */
    private void collect() {
        net.install(1, TestNet.routed(3, TestNet.path(2, 3)));
        net.run(S);
        TestNet.Wire into = net.wire(1, 2);
        into.capture = true;
        into.blackhole = true;
        for (int i = 0; i < 20; i++) {
            net.node(1).client(4_000, BULK, i);
            net.node(1).client(4_001, AUDIO, 100 + i);
            net.run(i % 5 == 4 ? 25 * MS : 0);
        }
        came.addAll(into.captured);
        net.wire(2, 3).capture = true;
    }

    private void arrive(List<byte[]> datagrams) {
        for (byte[] datagram : datagrams) {
            net.inject(2, TestNet.address(1), datagram.clone());
        }
    }

    private static int type(byte[] datagram) {
        return OverlayHeader.type(ByteBuffer.wrap(datagram), 0);
    }

    private static int grade(byte[] datagram) {
        return OverlayHeader.classCode(ByteBuffer.wrap(datagram), 0);
    }

    private static int flowSeq(byte[] datagram) {
        return OverlayHeader.flowSeq(ByteBuffer.wrap(datagram), 0);
    }

    private List<byte[]> onward() {
        return net.wire(2, 3).captured.stream()
                .filter(d -> type(d) <= OverlayHeader.TYPE_PATH_PROBE)
                .toList();
    }

    @Test
    void mediaGoOnClassByClassAndProbesKeepTheirPlace() {
        collect();
        net.node(2).core.beginBatch();
        arrive(came);
        long mediaFirst = came.stream().filter(d -> type(d) == OverlayHeader.TYPE_DATA).count();
        assertThat(mediaFirst).isEqualTo(40);
        net.node(2).core.endBatch(net.nowNs);
        List<byte[]> gone = onward();
        int probes = 0;
        int before = -1;
        for (int i = 0; i < gone.size(); i++) {
            byte[] datagram = gone.get(i);
            assertThat(OverlayHeader.linkSeq(ByteBuffer.wrap(datagram), 0))
                    .as("numbered as it goes")
                    .isEqualTo(OverlayHeader.linkSeq(ByteBuffer.wrap(gone.getFirst()), 0) + i);
            if (type(datagram) == OverlayHeader.TYPE_DATA) {
                assertThat(grade(datagram)).as("audio before bulk").isGreaterThanOrEqualTo(before);
                before = grade(datagram);
            } else {
                probes++;
                before = -1;
                assertThat(dataBeforeProbe(gone, probes))
                        .as("what the probe counts")
                        .isEqualTo(dataBeforeProbe(came, probes));
            }
        }
        assertThat(probes).isGreaterThan(1);
        for (TrafficClass c : List.of(TrafficClass.AUDIO, TrafficClass.BULK)) {
            assertThat(gone.stream().filter(d -> isOf(c, d)).mapToInt(RelayBatchTest::flowSeq))
                    .as("order of " + c)
                    .isSorted()
                    .hasSize(20);
        }
        assertThat(classChanges(gone)).isLessThan(classChanges(came));
    }

    private static boolean isOf(TrafficClass c, byte[] datagram) {
        return type(datagram) == OverlayHeader.TYPE_DATA && grade(datagram) == c.code();
    }

    private static long dataBeforeProbe(List<byte[]> all, int probe) {
        long data = 0;
        int probes = 0;
        for (byte[] datagram : all) {
            if (type(datagram) == OverlayHeader.TYPE_DATA) {
                data++;
            } else if (type(datagram) == OverlayHeader.TYPE_PATH_PROBE && ++probes == probe) {
                return data;
            }
        }
        return -1;
    }

    private static int classChanges(List<byte[]> all) {
        int changes = 0;
        for (int i = 1; i < all.size(); i++) {
            changes += grade(all.get(i)) != grade(all.get(i - 1)) ? 1 : 0;
        }
        return changes;
    }

    /** More than is held, on links of every kind: each arrives once, and nothing is unaccounted. */
    @ParameterizedTest
    @EnumSource(LinkSecurity.class)
    void nothingIsLostOrTwice(LinkSecurity security) {
        net.secured(security);
        collect();
        for (int i = 0; i < RelayBatch.MOST; i++) {
            net.node(1).client(4_000 + i % 2, i % 2 == 0 ? BULK : AUDIO, 1_000 + i);
        }
        List<byte[]> all = List.copyOf(net.wire(1, 2).captured);
        net.node(2).core.beginBatch();
        arrive(all);
        net.node(2).core.endBatch(net.nowNs);
        arrive(all);
        net.run(S);
        List<Integer> numbers = net.node(3).targetNumbers();
        assertThat(numbers).doesNotHaveDuplicates().hasSize(40 + RelayBatch.MOST);
        net.assertConserved();
    }

    /** What strangers and broken neighbours send is judged in a batch as it is by itself. */
    @Test
    void hostileDatagramsFareInABatchAsAlone() {
        RelayBatchTest alone = new RelayBatchTest();
        collect();
        alone.collect();
        Random random = new Random(7);
        int number = 10_000;
        for (int round = 0; round < 400; round++) {
            List<byte[]> batch = new ArrayList<>();
            for (int i = random.nextInt(1, 130); i > 0; i--) {
                batch.add(mutated(random, number++, came.get(random.nextInt(came.size()))));
            }
            net.node(2).core.beginBatch();
            arrive(batch);
            net.node(2).core.endBatch(net.nowNs);
            alone.arrive(batch);
        }
        var together = net.node(2).core.counters();
        var byItself = alone.net.node(2).core.counters();
        assertThat(together.dropped()).isPositive().isEqualTo(byItself.dropped());
        for (DropReason reason : DropReason.values()) {
            assertThat(together.drops(reason)).as(reason.label()).isEqualTo(byItself.drops(reason));
        }
        assertThat(net.wire(2, 3).carried)
                .isGreaterThan(100)
                .isEqualTo(alone.net.wire(2, 3).carried);
        net.assertConserved();
        alone.net.assertConserved();
    }

    /** Numbers of the link that mostly rise; a new life would make replays of all others. */
    private static byte[] mutated(Random random, int number, byte[] datagram) {
        byte[] bad = datagram.clone();
        ByteBuffer.wrap(bad).putInt(8, number - random.nextInt(20));
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(bad.length);
            bad[at] = at / 4 == 1 ? bad[at] : (byte) random.nextInt();
        }
        return random.nextInt(10) == 0 ? Arrays.copyOf(bad, random.nextInt(bad.length)) : bad;
    }
}
