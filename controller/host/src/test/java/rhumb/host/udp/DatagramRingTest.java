package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

class DatagramRingTest {
    private static final int BYTES = 64 << 10;
    private static final Endpoint PEER = Endpoint.parse("[2001:db8::7]:4790");

    private final DatagramRing ring = new DatagramRing(Arena.ofAuto(), BYTES);
    private final ByteBuffer packet = ByteBuffer.allocate(2_000);

    private boolean offer(int number, int length) {
        for (int i = 0; i < length; i++) {
            packet.put(i, (byte) (number + i));
        }
        return ring.offer(number, 3, PEER, number & 0xff, 64, number * 7L, packet, 0, length, null);
    }

    /** Everything that goes in comes out, once, in order and whole, over many turns of the ring. */
    @Test
    void keepsOrderAndBytesWhateverTheLengths() {
        SplittableRandom random = new SplittableRandom(3);
        Deque<Integer> lengths = new ArrayDeque<>();
        int in = 0;
        int out = 0;
        int refused = 0;
        while (out < 4_000) {
            int length = random.nextInt(2_000);
            if (random.nextInt(5) < 3 || lengths.isEmpty()) {
                if (offer(in, length)) {
                    lengths.add(length);
                    in++;
                } else {
                    refused++;
                }
            } else {
                take(out++, lengths.remove());
            }
        }
        assertThat(refused).as("it was full at times").isPositive();
        while (!lengths.isEmpty()) {
            take(out++, lengths.remove());
        }
        assertThat(ring.next()).isFalse();
        assertThat(ring.isEmpty()).isTrue();
        assertThat(out).isEqualTo(in);
    }

    private void take(int number, int length) {
        assertThat(ring.next()).isTrue();
        assertThat(ring.kind()).isEqualTo(DatagramRing.DATAGRAM);
        ring.deliver((socket, from, octet, hops, at, buffer, offset, size) -> {
            assertThat(socket).isEqualTo(number);
            assertThat(from).isEqualTo(PEER);
            assertThat(octet).isEqualTo(number & 0xff);
            assertThat(hops).isEqualTo(64);
            assertThat(at).isEqualTo(number * 7L);
            assertThat(size).isEqualTo(length);
            for (int i = 0; i < size; i += 97) {
                assertThat(buffer.get(offset + i)).isEqualTo((byte) (number + i));
            }
            // Spare bytes belong to the datagram: nothing else is harmed by them.
            buffer.putLong(offset + size, -1).putLong(offset + size + 8, -1);
        });
        assertThat(ring.generation()).isEqualTo(3);
        ring.release();
    }

    @Test
    void aFullRingStillTakesNotes() {
        int in = 0;
        while (offer(in, 1_200)) {
            in++;
        }
        assertThat(in).isBetween(30, 50);
        assertThat(ring.note(2, 9, 4, 17)).isTrue();
        assertThat(offer(in, 1_200)).isFalse();
        for (int i = 0; i < in; i++) {
            take(i, 1_200);
        }
        assertThat(ring.next()).isTrue();
        assertThat(ring.kind()).isEqualTo(2);
        assertThat(ring.socket()).isEqualTo(9);
        assertThat(ring.generation()).isEqualTo(4);
        assertThat(ring.value()).isEqualTo(17);
        ring.release();
        assertThat(offer(in, 1_200)).as("there is room again").isTrue();
    }

    @Test
    void aDatagramThroughItAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        DatagramHandler nothing = (socket, from, octet, hops, at, buffer, offset, size) -> {};
        Object with = new Object();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 50 && best > 0; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 2_000; i++) {
                ring.offer(i & 7, 0, PEER, 0, 64, i, packet, 0, 300, with);
                ring.note(1, 2, 3, 4);
                while (ring.next()) {
                    if (ring.kind() == DatagramRing.DATAGRAM) {
                        ring.deliver(nothing);
                    }
                    ring.release();
                }
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(best).as("bytes for 2,000 datagrams").isLessThan(2_000);
    }

    /** Two threads, as it is used: nothing is lost, doubled or torn. */
    @Test
    void handsOverBetweenTwoThreads() throws InterruptedException {
        int total = 50_000;
        Thread producer =
                Thread.ofPlatform()
                        .start(() -> {
                            ByteBuffer mine = ByteBuffer.allocate(400);
                            for (int i = 0; i < total; ) {
                                mine.putInt(0, i).putInt(396, i);
                                if (ring.offer(i, 0, PEER, 0, 0, 0, mine, 0, 400, null)) {
                                    i++;
                                } else {
                                    Thread.onSpinWait();
                                }
                            }
                        });
        for (int i = 0; i < total; ) {
            if (ring.next()) {
                int first = ring.memory().getInt(ring.offset());
                int last = ring.memory().getInt(ring.offset() + 396);
                if (first != i || last != i) {
                    assertThat(List.of(first, last)).containsOnly(i);
                }
                i++;
                ring.release();
            } else {
                Thread.onSpinWait();
            }
        }
        producer.join();
    }
}
