package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

/** The contract with three threads, and what only several can do. */
class LanedDatagramIoTest extends DatagramIoContract {
    private static final long SECOND_NS = 1_000_000_000L;

    @BeforeAll
    static void onlyWhereItRuns() {
        assumeTrue(DatagramIos.obstacle().isEmpty(), DatagramIos.obstacle());
    }

    @Override
    DatagramIo create() throws IOException {
        return new LanedDatagramIo(new LinuxDatagramIo(), 3, _ -> LaneWork.NONE);
    }

    /** Ports beside each other are one neighbour's: each of them meets another thread. */
    @Test
    void whatComesFromNeighbouringPortsIsSharedOutAndKeepsItsOrder() throws IOException {
        for (Endpoint bind : List.of(ANY_PORT, Endpoint.parse("[::1]:0"))) {
            if (!bind.isIpv4() && !hasIpv6Loopback()) {
                continue;
            }
            try (DatagramIo far = new LinuxDatagramIo();
                    DatagramIo laned = create()) {
                int[] ports = neighbouring(far, bind, 3);
                int at = laned.open(bind, SocketUse.SPREAD);
                int each = 2_000;
                ByteBuffer packet = ByteBuffer.allocateDirect(100);
                Map<Endpoint, Integer> next = new HashMap<>();
                DatagramHandler inOrder =
                        (socket, from, octet, hops, arrived, buffer, offset, length) -> {
                            assertThat(socket).isEqualTo(at);
                            assertThat(buffer.getInt(offset))
                                    .isEqualTo(next.merge(from, 1, Integer::sum));
                        };
                for (int i = 1; i <= each; i++) {
                    for (int port : ports) {
                        far.send(port, laned.local(at), 0, packet.putInt(0, i), 0, 100);
                    }
                    far.flush();
                    laned.poll(i % 64 == 0 ? 1_000_000 : 0, inOrder);
                }
                long endNs = System.nanoTime() + 10 * SECOND_NS;
                while (next.values().stream().mapToInt(n -> n).sum() < 3 * each
                        && System.nanoTime() < endNs) {
                    laned.poll(SECOND_NS / 10, inOrder);
                }
                assertThat(next.values()).containsExactly(each, each, each);
                for (int lane = 0; lane < 3; lane++) {
                    int which = lane;
                    await(() -> laned.laneCounts(which).received() == each);
                    assertThat(laned.laneCounts(lane).received())
                            .as("lane %d", lane)
                            .isEqualTo(each);
                }
            }
        }
    }

    /** Whatever lane an address has, what goes there from a shared socket keeps its order. */
    @Test
    void answersLeaveByAllLanesEachAddressInOrder() throws IOException {
        int at = io.open(ANY_PORT, SocketUse.SPREAD);
        try (DatagramIo far = new LinuxDatagramIo()) {
            int[] clients = new int[24];
            Map<Integer, Integer> next = new HashMap<>();
            for (int i = 0; i < clients.length; i++) {
                clients[i] = far.open(ANY_PORT, SocketUse.MEDIA);
            }
            ByteBuffer packet = ByteBuffer.allocateDirect(100);
            DatagramHandler inOrder =
                    (socket, from, octet, hops, arrived, buffer, offset, length) -> {
                        assertThat(from).isEqualTo(io.local(at));
                        assertThat(buffer.getInt(offset))
                                .isEqualTo(next.merge(socket, 1, Integer::sum));
                    };
            int each = 200;
            for (int i = 1; i <= each; i++) {
                for (int client : clients) {
                    io.send(at, far.local(client), 0, packet.putInt(0, i), 0, 100);
                }
                io.flush();
                far.poll(0, inOrder);
            }
            long endNs = System.nanoTime() + 10 * SECOND_NS;
            while (next.values().stream().mapToInt(n -> n).sum() < each * clients.length
                    && System.nanoTime() < endNs) {
                far.poll(SECOND_NS / 10, inOrder);
            }
            assertThat(next.values()).hasSize(clients.length).containsOnly(each);
            for (int lane = 0; lane < 3; lane++) {
                int which = lane;
                await(() -> io.laneCounts(which).sent() > 0);
                assertThat(io.laneCounts(lane).sent()).as("lane %d", lane).isPositive();
            }
        }
    }

    /** Work is done on the lane's thread, in order with the datagrams, and told with them. */
    @Test
    void lanesDoTheirWorkBetween() throws IOException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        LaneWork adding =
                new LaneWork() {
                    @Override
                    public @Nullable Object onArrived(
                            int socket, Endpoint from, ByteBuffer b, int offset, int length) {
                        threads.add(Thread.currentThread());
                        b.put(offset + length - 1, (byte) 'a');
                        return length % 2 == 0 ? "even" : null;
                    }

                    @Override
                    public void onLeaving(Object order, ByteBuffer b, int offset, int length) {
                        threads.add(Thread.currentThread());
                        b.put(offset, ((String) order).getBytes(StandardCharsets.US_ASCII)[0]);
                    }
                };
        List<String> results = new ArrayList<>();
        DatagramHandler telling =
                new DatagramHandler() {
                    @Override
                    public void onDatagram(
                            int socket,
                            Endpoint from,
                            int octet,
                            int hopLimit,
                            long arrivedUnixNs,
                            ByteBuffer buffer,
                            int offset,
                            int length) {
                        collect.onDatagram(
                                socket,
                                from,
                                octet,
                                hopLimit,
                                arrivedUnixNs,
                                buffer,
                                offset,
                                length);
                        results.add("");
                    }

                    @Override
                    public void onWorked(
                            Object result,
                            int socket,
                            Endpoint from,
                            int octet,
                            int hopLimit,
                            long arrivedUnixNs,
                            ByteBuffer buffer,
                            int offset,
                            int length) {
                        onDatagram(
                                socket,
                                from,
                                octet,
                                hopLimit,
                                arrivedUnixNs,
                                buffer,
                                offset,
                                length);
                        results.set(results.size() - 1, result.toString());
                    }
                };
        try (DatagramIo laned = new LanedDatagramIo(new LinuxDatagramIo(), 2, _ -> adding)) {
            int at = laned.open(ANY_PORT, SocketUse.MEDIA, 1);
            ByteBuffer text = ByteBuffer.wrap("......".getBytes(StandardCharsets.US_ASCII));
            Endpoint self = laned.local(at);
            laned.send(at, self, 0, text, 0, 4, "x");
            laned.send(at, self, 0, text, 0, 5);
            laned.send(at, self, 0, text, 0, 6, "y");
            laned.flush();
            long endNs = System.nanoTime() + 10 * SECOND_NS;
            while (seen.size() < 3 && System.nanoTime() < endNs) {
                laned.poll(SECOND_NS, telling);
            }
            assertThat(seen).extracting(Seen::text).containsExactly("x..a", "....a", "y....a");
            assertThat(results).containsExactly("even", "", "even");
            assertThat(threads).hasSize(1).doesNotContain(Thread.currentThread());
            int own = laned.open(ANY_PORT, SocketUse.PROBES);
            assertThatThrownBy(() -> laned.send(own, self, 0, text, 0, 4, "z"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aPortOfAnotherIsNotShared() throws IOException {
        int at = io.open(ANY_PORT, SocketUse.SPREAD);
        Endpoint taken = io.local(at);
        try (DatagramIo other = create()) {
            assertThatThrownBy(() -> other.open(taken, SocketUse.SPREAD))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(taken.toString());
        }
        io.close(at);
        io.open(taken, SocketUse.SPREAD);
    }

    /** A number may be given to another socket at once: nobody gets what came for the former. */
    @Test
    void whatCameForAClosedSocketIsNobodys() throws IOException {
        try (DatagramIo far = new LinuxDatagramIo()) {
            int from = far.open(ANY_PORT);
            ByteBuffer packet = ByteBuffer.allocateDirect(10);
            for (int round = 0; round < 50; round++) {
                int socket = io.open(ANY_PORT, SocketUse.MEDIA, 1 + round % 2);
                Endpoint local = io.local(socket);
                long before = io.laneCounts(1 + round % 2).received();
                far.send(from, local, 0, packet, 0, 10);
                far.flush();
                long endNs = System.nanoTime() + 10 * SECOND_NS;
                while (io.laneCounts(1 + round % 2).received() == before
                        && System.nanoTime() < endNs) {
                    Thread.onSpinWait();
                }
                io.close(socket);
                int next = io.open(ANY_PORT, SocketUse.MEDIA, 1 + round % 2);
                assertThat(next).isEqualTo(socket);
                io.poll(0, collect);
                io.close(next);
            }
            assertThat(seen).isEmpty();
        }
    }

    /** A lane that the owner does not relieve loses what comes, and says how much and where. */
    @Test
    void whatFindsARingFullIsCounted() throws IOException {
        try (DatagramIo small =
                        new LanedDatagramIo(
                                new LinuxDatagramIo(), 2, _ -> LaneWork.NONE, 64 << 10, 64 << 10);
                DatagramIo far = new LinuxDatagramIo()) {
            int at = small.open(ANY_PORT, SocketUse.MEDIA, 1);
            int from = far.open(ANY_PORT);
            ByteBuffer packet = ByteBuffer.allocateDirect(1_000);
            int total = 300;
            List<Integer> came = new ArrayList<>();
            int[] lost = new int[1];
            DatagramHandler counting =
                    new DatagramHandler() {
                        @Override
                        public void onDatagram(
                                int socket,
                                Endpoint sender,
                                int octet,
                                int hopLimit,
                                long arrivedUnixNs,
                                ByteBuffer buffer,
                                int offset,
                                int length) {
                            came.add(buffer.getInt(offset));
                        }

                        @Override
                        public void onLost(int socket, int datagrams) {
                            assertThat(socket).isEqualTo(at);
                            lost[0] += datagrams;
                        }
                    };
            for (int i = 0; i < total; i++) {
                far.send(from, small.local(at), 0, packet.putInt(0, i), 0, 1_000);
            }
            far.flush();
            long endNs = System.nanoTime() + 10 * SECOND_NS;
            while (small.laneCounts(1).received() < total && System.nanoTime() < endNs) {
                Thread.onSpinWait();
            }
            while (came.size() + lost[0] < total && System.nanoTime() < endNs) {
                small.poll(SECOND_NS / 10, counting);
            }
            assertThat(came).isSorted().hasSizeLessThan(total);
            assertThat(came.size() + lost[0]).isEqualTo(total);
            await(() -> small.laneCounts(1).lost() == lost[0]);
            assertThat(small.laneCounts(1).lost()).isEqualTo(lost[0]);
        }
    }

    /** A lane tells its counts when it has done what there is to do. */
    static void await(BooleanSupplier told) {
        long endNs = System.nanoTime() + 10 * SECOND_NS;
        while (!told.getAsBoolean() && System.nanoTime() < endNs) {
            Thread.onSpinWait();
        }
    }

    private static int[] neighbouring(DatagramIo far, Endpoint bind, int count) throws IOException {
        for (int attempt = 0; ; attempt++) {
            int[] sockets = new int[count];
            int opened = 0;
            try {
                sockets[opened++] = far.open(bind, SocketUse.MEDIA);
                int port = far.local(sockets[0]).port();
                for (int i = 1; i < count; i++) {
                    sockets[i] = far.open(bind.withPort(port + i), SocketUse.MEDIA);
                    opened++;
                }
                return sockets;
            } catch (IOException e) {
                if (attempt == 20) {
                    throw e;
                }
                for (int i = 0; i < opened && opened > 1; i++) {
                    far.close(sockets[i]);
                }
            }
        }
    }
}
