package rhumb.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.forward.TestNet.AUDIO;
import static rhumb.forward.TestNet.MS;
import static rhumb.forward.TestNet.S;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import rhumb.forward.io.Aeads;
import rhumb.forward.wire.DropReason;
import rhumb.forward.wire.Introduction;
import rhumb.forward.wire.OverlayHeader;
import rhumb.net.Endpoint;
import rhumb.southbound.rule.LinkSecurity;

/**
 * What somebody can do who writes any source address he likes and has heard all packets: random
 * ones, genuine ones with some bits changed, genuine ones again. The system property {@value
 * #COUNT} says how many; 10,000,000 is what docs/security.md reports.
 */
class HostileFloodTest {
    private static final String COUNT = "rhumb.hostile.packets";
    private static final int STANDARD_COUNT = 300_000;

    @Test
    void nothingIsForwardedAnsweredOrAllocated() {
        Assumptions.assumeTrue(
                !Aeads.open().name().equals("jdk"), "the JDK's allocates for each packet");
        int count = Integer.getInteger(COUNT, STANDARD_COUNT);
        TestNet net = new TestNet(3);
        net.aead = Aeads::open;
        net.rebuild();
        net.wires.values().forEach(wire -> wire.capture = true);
        net.secured(LinkSecurity.ENCRYPT);
        net.every(5 * MS, 200, i -> net.node(1).client(4_000, AUDIO, i));
        net.run(3 * S);
        List<byte[]> genuine = new ArrayList<>(net.wire(1, 3).captured);
        genuine.addAll(net.wire(2, 3).captured);
        net.wires.values().forEach(wire -> wire.capture = false);
        assertThat(genuine.size()).isGreaterThan(300);

        flood(net, genuine, 20_000, 1); // warm
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var counters = net.node(3).core.counters();
        long out = counters.out();
        long dropped = counters.dropped();
        long heap = heapAfterCollection();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        flood(net, genuine, count, 2);
        allocated = threads.getCurrentThreadAllocatedBytes() - allocated;
        long grown = heapAfterCollection() - heap;
        assertThat(counters.out()).as("forwarded, delivered, consumed or answered").isEqualTo(out);
        assertThat(counters.dropped() - dropped).isEqualTo(count);
        assertThat(allocated).as("bytes allocated").isLessThan(count);
        assertThat(grown).as("bytes the heap grew").isLessThan(1_000_000);
        assertThat(counters.drops(DropReason.UNJUDGED)).isZero();
        assertThat(counters.drops(DropReason.UNAUTHENTICATED)).isGreaterThan(count / 10);
        assertThat(counters.drops(DropReason.REPLAYED)).isGreaterThan(count / 20);
        System.out.printf(
                "hostile packets=%,d forwarded=0 answered=0 allocated=%,d B heap grew by %,d B%n",
                count, allocated, grown);
        // And the link works on.
        int before = net.node(3).toTargets.size();
        net.node(1).client(4_000, AUDIO, 1);
        net.run(100 * MS);
        assertThat(net.node(3).toTargets).hasSize(before + 1);
        net.assertConserved();
    }

    private static void flood(TestNet net, List<byte[]> genuine, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        ByteBuffer b = ByteBuffer.allocateDirect(OverlayHeader.MAX_DATAGRAM_BYTES + 64);
        Endpoint[] sources = {
            TestNet.address(1), TestNet.address(2), Endpoint.parse("203.0.113.7:4789")
        };
        TestNet.Node node = net.node(3);
        for (int i = 0; i < count; i++) {
            byte[] seedPacket = genuine.get(random.nextInt(genuine.size()));
            int kind = random.nextInt(8);
            int length = kind == 0 ? random.nextInt(b.capacity()) : seedPacket.length;
            int which = random.nextInt(10) == 0 ? 2 : random.nextInt(2);
            if (kind == 0) {
                for (int at = 0; at < length - 8; at += 8) {
                    b.putLong(at, random.nextLong());
                }
            } else {
                b.put(0, seedPacket);
                corrupt(random, b, length, kind);
            }
            node.core.onOverlay(net.nowNs, net.nowNs, node.uplink, sources[which], 0, b, 0, length);
        }
    }

    /** Kind 1: as it was heard. Others: new numbers that pass the window, and bits anywhere. */
    private static void corrupt(SplittableRandom random, ByteBuffer b, int length, int kind) {
        if (kind == 1) {
            return;
        }
        if (kind < 5 && length != Introduction.BYTES) {
            b.putInt(8, b.getInt(8) + 100_000 + random.nextInt(1_000_000));
        }
        if (kind == 5) {
            b.putInt(4, b.getInt(4) + 1 + random.nextInt(1_000));
        }
        int at = 12 + random.nextInt(length - 12);
        b.put(at, (byte) (b.get(at) ^ 1 << random.nextInt(8)));
        if (kind == 6) {
            int clear = random.nextInt(12);
            b.put(clear, (byte) random.nextInt());
        }
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
