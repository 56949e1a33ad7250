package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

/** What every {@link DatagramIo} does, on real loopback sockets. */
abstract class DatagramIoContract {
    static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
    private static final long SECOND_NS = 1_000_000_000L;

    record Seen(int socket, Endpoint from, int octet, int hopLimit, long unixNs, String text) {}

    final List<Seen> seen = new ArrayList<>();
    final DatagramHandler collect =
            (socket, from, octet, hopLimit, unixNs, buffer, offset, length) -> {
                byte[] bytes = new byte[length];
                buffer.get(offset, bytes);
                String text = new String(bytes, StandardCharsets.ISO_8859_1);
                seen.add(new Seen(socket, from, octet, hopLimit, unixNs, text));
            };
    DatagramIo io;

    abstract DatagramIo create() throws IOException;

    @BeforeEach
    void open() throws IOException {
        io = create();
    }

    @AfterEach
    void close() {
        io.close();
    }

    @Test
    void deliversInOrderWithTheSendersAddress() throws IOException {
        int a = io.open(ANY_PORT);
        int b = io.open(ANY_PORT);
        for (int i = 0; i < 200; i++) {
            send(a, io.local(b), 0, "packet " + i);
        }
        io.flush();
        pollUntil(200);
        for (int i = 0; i < 200; i++) {
            assertThat(seen.get(i).text()).isEqualTo("packet " + i);
            assertThat(seen.get(i).socket()).isEqualTo(b);
            assertThat(seen.get(i).from()).isEqualTo(io.local(a)).isSameAs(seen.get(0).from());
        }
        assertThat(io.sendFailures()).isZero();
    }

    @Test
    void copiesBytesFromTheOffsetOfAnyBuffer() throws IOException {
        int a = io.open(ANY_PORT);
        for (ByteBuffer buffer :
                List.of(ByteBuffer.allocate(32), ByteBuffer.allocateDirect(32).slice(3, 20))) {
            buffer.put(5, "inside".getBytes(StandardCharsets.US_ASCII));
            io.send(a, io.local(a), 0, buffer, 5, 6);
            buffer.put(5, "change".getBytes(StandardCharsets.US_ASCII));
        }
        io.flush();
        pollUntil(2);
        assertThat(seen).extracting(Seen::text).containsExactly("inside", "inside");
    }

    /** Trains are made of what fits, and nobody sees them: order, bytes and lengths stay. */
    @Test
    void mediaOfManyLengthsAndClassesStayInOrder() throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        int a = io.open(ANY_PORT, SocketUse.MEDIA);
        int[] far = {io.open(ANY_PORT, SocketUse.MEDIA), io.open(ANY_PORT)};
        List<List<String>> sent = List.of(new ArrayList<>(), new ArrayList<>());
        int total = 0;
        for (int run = 0; run < 120; run++) {
            int to = random.nextInt(2);
            int octet = random.nextInt(2) * 0xb8;
            int length = random.nextInt(8) == 0 ? 0 : random.nextInt(1, 1_600);
            for (int i = random.nextInt(1, 6); i > 0; i--) {
                boolean last = i == 1 && random.nextBoolean();
                int size = last ? random.nextInt(length + 1) : length;
                String text = (total++ + " ").repeat(1 + size / 2).substring(0, size);
                sent.get(to).add(text);
                send(a, io.local(far[to]), octet, text);
            }
            if (random.nextInt(10) == 0) {
                io.flush();
                pollUntil(total);
            }
        }
        io.flush();
        pollUntil(total);
        for (int to = 0; to < 2; to++) {
            int socket = far[to];
            assertThat(seen.stream().filter(s -> s.socket() == socket).map(Seen::text))
                    .containsExactlyElementsOf(sent.get(to));
        }
        assertThat(io.sendFailures()).isZero();
        assertThat(io.truncated()).isZero();
    }

    @Test
    void aHandlerMayWriteBehindADatagram() throws IOException {
        int a = io.open(ANY_PORT, SocketUse.MEDIA);
        for (int i = 0; i < 20; i++) {
            send(a, io.local(a), 0, "twenty bytes, no " + (100 + i));
        }
        io.flush();
        DatagramHandler writing =
                (socket, from, octet, hops, at, buffer, offset, length) -> {
                    collect.onDatagram(socket, from, octet, hops, at, buffer, offset, length);
                    for (int i = 0; i < DatagramHandler.SPARE_BYTES; i++) {
                        buffer.put(offset + length + i, (byte) '#');
                    }
                };
        while (seen.size() < 20) {
            assertThat(io.poll(5 * SECOND_NS, writing)).isPositive();
        }
        for (int i = 0; i < 20; i++) {
            assertThat(seen.get(i).text()).isEqualTo("twenty bytes, no " + (100 + i));
        }
    }

    @Test
    void eachDatagramOfARefusedTrainIsCounted() throws IOException {
        int a = io.open(ANY_PORT, SocketUse.MEDIA);
        send(a, io.local(a), 0, "one");
        for (int i = 0; i < 5; i++) {
            send(a, io.local(a).withPort(0), 0, "port 0 is refused");
        }
        send(a, io.local(a), 0, "two");
        io.flush();
        pollUntil(2);
        assertThat(seen).extracting(Seen::text).containsExactly("one", "two");
        assertThat(io.sendFailures()).isEqualTo(5);
    }

    @Test
    void servesSixtyFourSockets() throws IOException {
        List<Integer> sockets = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            sockets.add(io.open(ANY_PORT));
        }
        for (int i = 0; i < 64; i++) {
            send(sockets.get(i), io.local(sockets.get((i + 1) % 64)), 0, "from " + i);
        }
        io.flush();
        pollUntil(64);
        assertThat(seen).extracting(Seen::socket).containsExactlyInAnyOrderElementsOf(sockets);
    }

    @Test
    void takesEmptyDatagrams() throws IOException {
        int a = io.open(ANY_PORT);
        send(a, io.local(a), 0, "");
        send(a, io.local(a), 0, "after");
        io.flush();
        pollUntil(2);
        assertThat(seen).extracting(Seen::text).containsExactly("", "after");
        assertThat(io.sendFailures()).isZero();
    }

    @Test
    void takesTheLongestDatagramWhole() throws IOException {
        int a = io.open(ANY_PORT);
        for (int i = 0; i < 20; i++) {
            send(a, io.local(a), 0, "x".repeat(DatagramIo.MAX_DATAGRAM_BYTES));
        }
        io.flush();
        pollUntil(20);
        assertThat(seen)
                .extracting(s -> s.text().length())
                .containsOnly(DatagramIo.MAX_DATAGRAM_BYTES);
        assertThat(io.truncated()).isZero();
    }

    @Test
    void cutsAndCountsDatagramsThatAreTooLong() throws IOException {
        int a = io.open(ANY_PORT);
        try (java.net.DatagramSocket stranger = new java.net.DatagramSocket()) {
            byte[] bytes = new byte[DatagramIo.MAX_DATAGRAM_BYTES + 1];
            stranger.send(
                    new java.net.DatagramPacket(
                            bytes,
                            bytes.length,
                            InetAddress.getLoopbackAddress(),
                            io.local(a).port()));
        }
        pollUntil(1);
        assertThat(seen.getFirst().text()).hasSize(DatagramIo.MAX_DATAGRAM_BYTES);
        assertThat(io.truncated()).isEqualTo(1);
    }

    @Test
    void dropsAndCountsWhatIsTooLongToSendOrOfTheOtherFamily() throws IOException {
        int a = io.open(ANY_PORT);
        send(a, io.local(a), 0, "x".repeat(DatagramIo.MAX_DATAGRAM_BYTES + 1));
        send(a, Endpoint.parse("[::1]:9"), 0, "wrong family");
        send(a, io.local(a), 0, "good");
        io.flush();
        pollUntil(1);
        assertThat(seen).extracting(Seen::text).containsExactly("good");
        assertThat(io.sendFailures()).isEqualTo(2);
    }

    @Test
    void countsADatagramTheKernelRefusesAndSendsTheOthers() throws IOException {
        int a = io.open(ANY_PORT);
        send(a, io.local(a), 0, "one");
        send(a, io.local(a).withPort(0), 0, "port 0 is refused");
        send(a, io.local(a), 0, "two");
        io.flush();
        pollUntil(2);
        assertThat(seen).extracting(Seen::text).containsExactly("one", "two");
        assertThat(io.sendFailures()).isEqualTo(1);
    }

    @Test
    void anUnreachablePortStopsNothing() throws IOException {
        int a = io.open(ANY_PORT);
        int gone = io.open(ANY_PORT);
        Endpoint unreachable = io.local(gone);
        io.close(gone);
        for (int i = 0; i < 3; i++) {
            send(a, unreachable, 0, "nobody");
            io.flush();
            send(a, io.local(a), 0, "somebody " + i);
            io.flush();
        }
        pollUntil(3);
        assertThat(seen)
                .extracting(Seen::text)
                .containsExactly("somebody 0", "somebody 1", "somebody 2");
    }

    @Test
    void oneSocketClosesWhileOthersGoOn() throws IOException {
        int a = io.open(ANY_PORT);
        int b = io.open(ANY_PORT);
        send(b, io.local(a), 0, "waits, then goes with its socket or arrives");
        io.close(b);
        send(a, io.local(a), 0, "still here");
        io.flush();
        while (seen.isEmpty() || !seen.getLast().text().equals("still here")) {
            pollUntil(seen.size() + 1);
        }
        assertThatThrownBy(() -> io.local(b)).hasMessageContaining("socket " + b + " is not open");
        assertThat(io.open(ANY_PORT)).as("numbers are used again").isEqualTo(b);
    }

    @Test
    void aHandlerMayCloseItsSocketWithinATrain() throws IOException {
        closesInHandler(io.open(ANY_PORT, SocketUse.MEDIA), io.open(ANY_PORT, SocketUse.MEDIA));
    }

    @Test
    void aHandlerMayCloseItsSocket() throws IOException {
        closesInHandler(io.open(ANY_PORT), io.open(ANY_PORT));
    }

    private void closesInHandler(int a, int b) throws IOException {
        for (int i = 0; i < 5; i++) {
            send(b, io.local(a), 0, "packet " + i);
        }
        io.flush();
        int[] handed = {0};
        DatagramHandler closing =
                (socket, from, octet, hops, at, buffer, offset, length) -> {
                    handed[0]++;
                    io.close(socket);
                };
        long endNs = System.nanoTime() + 5 * SECOND_NS;
        while (handed[0] == 0 && System.nanoTime() < endNs) {
            io.poll(SECOND_NS, closing);
        }
        io.poll(0, closing);
        assertThat(handed[0]).isEqualTo(1);
    }

    @Test
    void aPortInUseIsNamedWithWhatToDo() throws IOException {
        Endpoint taken = io.local(io.open(ANY_PORT));
        assertThatThrownBy(() -> io.open(taken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open UDP " + taken)
                .hasMessageContaining("in use")
                .hasMessageContaining("ss -lunp");
    }

    @Test
    void anAddressOfAnotherMachineIsNamedWithWhatToDo() {
        assertThatThrownBy(() -> io.open(Endpoint.parse("192.0.2.1:0")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("192.0.2.1:0")
                .hasMessageContaining("ip address");
    }

    @Test
    void wakeupFromAnotherThreadEndsThePoll() throws Exception {
        io.open(ANY_PORT);
        Thread waker = Thread.ofPlatform().start(io::wakeup);
        // Without the wakeup this would take a minute.
        assertThat(io.poll(60 * SECOND_NS, collect)).isZero();
        waker.join();
        io.wakeup();
        io.wakeup();
        assertThat(io.poll(60 * SECOND_NS, collect)).as("a wakeup before the poll").isZero();
        assertThat(io.poll(1_000, collect)).as("and wakeups do not pile up").isZero();
    }

    @Test
    void wakeupAfterCloseIsHarmless() {
        io.close();
        io.wakeup();
        io.close();
    }

    @Test
    void speaksIpv6() throws IOException {
        assumeTrue(hasIpv6Loopback());
        int a = io.open(Endpoint.parse("[::1]:0"));
        int v4 = io.open(ANY_PORT);
        send(a, io.local(a), 0xb8, "six");
        send(v4, io.local(v4), 0, "four");
        io.flush();
        pollUntil(2);
        assertThat(seen)
                .extracting(s -> s.from() + " " + s.text())
                .containsExactlyInAnyOrder(io.local(a) + " six", io.local(v4) + " four");
    }

    void send(int socket, Endpoint to, int octet, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        io.send(socket, to, octet, ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    void pollUntil(int count) throws IOException {
        long endNs = System.nanoTime() + 5 * SECOND_NS;
        while (seen.size() < count && System.nanoTime() < endNs) {
            io.poll(SECOND_NS, collect);
        }
        assertThat(seen).hasSizeGreaterThanOrEqualTo(count);
    }

    static boolean hasIpv6Loopback() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .anyMatch(ip -> ip.isLoopbackAddress() && ip.getAddress().length == 16);
    }
}
