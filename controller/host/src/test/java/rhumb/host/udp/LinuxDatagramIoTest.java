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

    /** Within a class, drop precedences among it, nothing changes its order. */
    @Test
    void mediaAreHandedOverClassByClass() throws IOException {
        int[] octets = {0, 0xb8, 0x90, 0x88, 0xc0, 0xb8 | 1, 0x90, 4, 0x28, 0x90};
        int[] expected = {4, 1, 5, 2, 3, 6, 9, 8, 0, 7};
        for (Endpoint bind : new Endpoint[] {ANY_PORT, Endpoint.parse("[::1]:0")}) {
            if (!bind.isIpv4() && !hasIpv6Loopback()) {
                continue;
            }
            assertThat(order(io, bind, SocketUse.MEDIA, octets)).containsExactly(expected);
            assertThat(order(io, bind, SocketUse.PROBES, octets)).isSorted();
        }
        try (LinuxDatagramIo inOrder = LinuxDatagramIo.inOrder()) {
            assertThat(order(inOrder, ANY_PORT, SocketUse.MEDIA, octets)).isSorted();
        }
    }

    /** In which order they come that are sent one after the other, and taken at once. */
    private static int[] order(DatagramIo io, Endpoint bind, SocketUse use, int[] octets)
            throws IOException {
        int from = io.open(bind, use);
        int to = io.open(bind, use);
        ByteBuffer packet = ByteBuffer.allocateDirect(8);
        for (int i = 0; i < octets.length; i++) {
            io.send(from, io.local(to), octets[i], packet.putInt(0, i), 0, 8);
            io.flush();
        }
        List<Integer> order = new ArrayList<>();
        while (order.size() < octets.length) {
            io.poll(
                    5_000_000_000L,
                    (socket, sender, octet, hops, at, buffer, offset, length) -> {
                        assertThat(octet).isEqualTo(octets[buffer.getInt(offset)]);
                        order.add(buffer.getInt(offset));
                    });
        }
        return order.stream().mapToInt(i -> i).toArray();
    }

    @Test
    void waitsOnKernelsWithoutNanosecondsToo() throws IOException {
        io.close();
        io = new LinuxDatagramIo(false, true);
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
