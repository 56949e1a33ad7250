package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

class LinuxDatagramIoTest extends DatagramIoContract {
    @BeforeAll
    static void onlyWhereItRuns() {
        assumeTrue(DatagramIos.obstacle().isEmpty(), DatagramIos.obstacle());
    }

    @Override
    DatagramIo create() throws IOException {
        return new LinuxDatagramIo();
    }

    @Test
    void seesOctetHopLimitAndTimeOfEachPacket() throws IOException {
        for (Endpoint bind : new Endpoint[] {ANY_PORT, Endpoint.parse("[::1]:0")}) {
            if (!bind.isIpv4() && !hasIpv6Loopback()) {
                continue;
            }
            seen.clear();
            int a = io.open(bind);
            for (int octet = 0; octet < 256; octet++) {
                send(a, io.local(a), octet, "marked");
            }
            io.flush();
            pollUntil(256);
            Instant now = Instant.now();
            long unixNs = now.getEpochSecond() * 1_000_000_000L + now.getNano();
            for (int octet = 0; octet < 256; octet++) {
                assertThat(seen.get(octet).octet()).isEqualTo(octet);
                assertThat(seen.get(octet).hopLimit()).isEqualTo(64);
                assertThat(seen.get(octet).unixNs()).isCloseTo(unixNs, within(10_000_000_000L));
            }
        }
    }

    /** The datagrams of a train lie in one buffer, so what was sent as one came as one. */
    @Test
    void trainsCrossTheKernelInOnePiece() throws IOException {
        for (Endpoint bind : new Endpoint[] {ANY_PORT, Endpoint.parse("[::1]:0")}) {
            if (!bind.isIpv4() && !hasIpv6Loopback()) {
                continue;
            }
            int a = io.open(bind, SocketUse.MEDIA);
            ByteBuffer packet = ByteBuffer.allocateDirect(1_200);
            for (int i = 0; i < SendBatch.MAX_TRAIN / 2; i++) {
                io.send(a, io.local(a), 0xb8, packet.putInt(0, i), 0, i == 31 ? 700 : 1_200);
            }
            io.flush();
            int[] next = {0};
            io.poll(
                    5_000_000_000L,
                    (socket, from, octet, hops, at, buffer, offset, length) -> {
                        assertThat(offset).isEqualTo(1_200 * next[0]);
                        assertThat(buffer.getInt(offset)).isEqualTo(next[0]);
                        assertThat(length).isEqualTo(next[0] == 31 ? 700 : 1_200);
                        assertThat(octet).isEqualTo(0xb8);
                        assertThat(at).isPositive();
                        next[0]++;
                    });
            assertThat(next[0]).isEqualTo(32);
        }
    }

    /** A handler may come back to what came together, though it wrote behind each. */
    @Test
    void whatCameTogetherStaysUntilTheEndOfTheBatch() throws IOException {
        int a = io.open(ANY_PORT, SocketUse.MEDIA);
        ByteBuffer packet = ByteBuffer.allocateDirect(64);
        for (int i = 0; i < 100; i++) {
            // Trains of ten, and some by themselves.
            int octet = i < 90 ? i / 10 << 5 : i % 2 << 5;
            io.send(a, io.local(a), octet & 0xff, packet.putInt(0, i).putInt(60, i), 0, 64);
        }
        io.flush();
        List<Integer> kept = new ArrayList<>();
        List<Integer> told = new ArrayList<>();
        DatagramHandler keeping =
                new DatagramHandler() {
                    private final List<ByteBuffer> buffers = new ArrayList<>();
                    private final List<Integer> offsets = new ArrayList<>();

                    @Override
                    public void onBatch(int socket) {
                        assertThat(socket).isEqualTo(a);
                        assertThat(buffers).isEmpty();
                    }

                    @Override
                    public void onDatagram(
                            int socket,
                            Endpoint from,
                            int octet,
                            int hops,
                            long at,
                            ByteBuffer buffer,
                            int offset,
                            int length) {
                        told.add(buffer.getInt(offset));
                        buffers.add(buffer);
                        offsets.add(offset);
                        buffer.putLong(offset + length, -1).putLong(offset + length + 8, -1);
                    }

                    @Override
                    public void onBatchEnd(int socket) {
                        for (int i = 0; i < buffers.size(); i++) {
                            int first = buffers.get(i).getInt(offsets.get(i));
                            assertThat(buffers.get(i).getInt(offsets.get(i) + 60)).isEqualTo(first);
                            kept.add(first);
                        }
                        buffers.clear();
                        offsets.clear();
                    }
                };
        while (told.size() < 100) {
            io.poll(5_000_000_000L, keeping);
        }
        assertThat(kept).isEqualTo(told).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void waitsOnKernelsWithoutNanosecondsToo() throws IOException {
        io.close();
        io = new LinuxDatagramIo(false);
        assertThat(io.description()).endsWith("epoll_wait");
        int a = io.open(ANY_PORT);
        long beforeNs = System.nanoTime();
        assertThat(io.poll(1_500_000, collect)).isZero();
        assertThat(System.nanoTime() - beforeNs).as("never early").isGreaterThan(1_499_999);
        send(a, io.local(a), 0, "old");
        io.flush();
        pollUntil(1);
    }

    @Test
    void givesWhatDoesNotFitTheKernelToTheCounter() throws IOException {
        int a = io.open(ANY_PORT);
        int quiet = io.open(ANY_PORT);
        String big = "x".repeat(DatagramIo.MAX_DATAGRAM_BYTES);
        for (int i = 0; i < 3_000; i++) {
            send(a, io.local(quiet), 0, big);
        }
        io.flush();
        int before;
        do {
            before = seen.size();
            io.poll(
                    0,
                    (socket, from, octet, hops, at, buffer, offset, length) -> {
                        assertThat(length).isEqualTo(DatagramIo.MAX_DATAGRAM_BYTES);
                        seen.add(new Seen(socket, from, octet, hops, at, ""));
                    });
        } while (seen.size() > before);
        assertThat(seen).as("the receive buffer is bounded").hasSizeBetween(100, 2_999);
    }

    /**
     * After warm-up a datagram in and out costs no object: allocation is counted, not timed. The
     * linker allocates some 40 bytes per call into the C library, of which there are 3 per batch.
     */
    @Test
    void allocatesNothingPerDatagram() throws IOException {
        allocatesNothing(io.open(ANY_PORT));
    }

    @Test
    void allocatesNothingPerDatagramOfATrain() throws IOException {
        allocatesNothing(io.open(ANY_PORT, SocketUse.MEDIA));
    }

    private void allocatesNothing(int a) throws IOException {
        ByteBuffer packet = ByteBuffer.allocateDirect(200);
        int[] taken = {0};
        DatagramHandler count =
                (socket, from, octet, hops, at, buffer, offset, length) -> taken[0]++;
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long best = Long.MAX_VALUE;
        for (int round = 0; round < 40 && best > 300 * 64; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 100; i++) {
                for (int j = 0; j < 64; j++) {
                    io.send(a, io.local(a), 0xb8, packet, 0, 200);
                }
                io.flush();
                io.poll(0, count);
            }
            best = Math.min(best, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(taken[0]).isGreaterThanOrEqualTo(6_400);
        assertThat(best).as("bytes for 6,400 datagrams").isLessThanOrEqualTo(300 * 64);
    }
}
