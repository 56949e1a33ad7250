package rhumb.host.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rhumb.host.Eventually.await;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.Message;

class LocalChannelTest {
    /** Keeps what it is told; holds the channel's thread while {@code held}. */
    private static final class Recorder implements LocalListener {
        final List<String> events = new CopyOnWriteArrayList<>();
        final List<Message> messages = new CopyOnWriteArrayList<>();
        volatile boolean held;

        @Override
        public void onConnected() {
            events.add("connected");
        }

        @Override
        public void onMessage(Message message) {
            messages.add(message);
            await("let go", () -> !held);
        }

        @Override
        public void onLost(String reason) {
            events.add("lost: " + reason);
        }
    }

    @TempDir Path directory;
    private Path path;
    private final Recorder atServer = new Recorder();
    private final Recorder atClient = new Recorder();
    private final List<AutoCloseable> open = new ArrayList<>();

    @BeforeEach
    void choosePath() {
        path = directory.resolve("pop.sock");
    }

    @AfterEach
    void close() throws Exception {
        atServer.held = false;
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    @Test
    void carriesMessagesBothWays() throws IOException {
        LocalServer server = server();
        LocalClient client = client();
        client.offer(health("sin->fra"));
        server.offer(new Heartbeat(1));
        await("to the server", () -> atServer.messages.equals(List.of(health("sin->fra"))));
        await("to the client", () -> atClient.messages.equals(List.of(new Heartbeat(1))));
        assertThat(atServer.events).containsExactly("connected");
        assertThat(client.connected() && server.connected()).isTrue();
        assertThat(Files.getPosixFilePermissions(path))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
    }

    @Test
    void eachSideComesBackAfterTheOtherRestarts() throws Exception {
        LocalClient client = client();
        LocalServer first = server();
        // A client may be connected before the server has accepted it.
        await("first", () -> client.connected() && first.connected());
        first.close();
        await("client sees it go", () -> atClient.events.contains("lost: peer left"));
        assertThat(path).doesNotExist();
        client.offer(health("sin->fra"));
        LocalServer second = server();
        await("what was offered meanwhile", () -> atServer.messages.size() == 1);
        client.close();
        await("server sees it go", () -> atServer.events.contains("lost: peer left"));
        client();
        await("and come back", () -> second.counters().connections() == 2);
    }

    @Test
    void aSlowReaderGetsTheNewestState() throws IOException {
        LocalServer server = server();
        LocalClient client = client();
        atServer.held = true;
        client.offer(new Heartbeat(0));
        await("the reader is held", () -> atServer.messages.size() == 1);
        String[] links = {"sin->fra", "sin->nyc", "sin->tok"};
        for (int i = 0; i < 60_000; i++) {
            client.offer(health(links[i % 3]));
        }
        atServer.held = false;
        client.offer(new Heartbeat(1));
        await(
                "the newest of each link",
                () ->
                        atServer.messages.stream()
                                .filter(LinkHealth.class::isInstance)
                                .flatMap(m -> ((LinkHealth) m).links().stream())
                                .map(entry -> entry.link().toString())
                                .collect(java.util.stream.Collectors.toSet())
                                .containsAll(List.of(links)));
        await("the last", () -> atServer.messages.contains(new Heartbeat(1)));
        assertThat(client.counters().coalesced()).isPositive();
        assertThat(server.counters().received()).isLessThan(60_000);
    }

    @Test
    void disconnectsAPeerThatSendsGarbage() throws IOException {
        LocalServer server = server();
        List<byte[]> garbage =
                List.of(
                        new byte[] {0x7f, 0, 0, 0},
                        new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff},
                        new byte[] {0, 0, 0, 3, (byte) 0xff, (byte) 0xff, (byte) 0xff});
        for (int i = 0; i < garbage.size(); i++) {
            int expected = i + 1;
            try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
                stranger.write(ByteBuffer.wrap(garbage.get(i)));
                assertThat(stranger.read(ByteBuffer.allocate(1))).as("cut off").isEqualTo(-1);
            }
            await("counted", () -> server.counters().garbage() == expected);
            await("free again", () -> !server.connected());
        }
        assertThat(atServer.events).filteredOn(e -> e.startsWith("lost: garbage")).hasSize(3);
        client().offer(new Heartbeat(1));
        await("an honest peer", () -> atServer.messages.equals(List.of(new Heartbeat(1))));
    }

    @Test
    void skipsUnknownKinds() throws IOException {
        LocalServer server = server();
        try (SocketChannel newer = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            newer.write(ByteBuffer.wrap(new byte[] {0, 0, 0, 3, (byte) 0xfa, 0x3f, 0}));
            await("counted", () -> server.counters().unknownKinds() == 1);
            assertThat(server.connected()).isTrue();
        }
    }

    @Test
    void turnsASecondPeerAway() throws IOException {
        LocalServer server = server();
        client();
        await("first", server::connected);
        Recorder second = new Recorder();
        open.add(LocalClient.connect(path, second));
        await("turned away", () -> server.counters().turnedAway() > 0);
        await("and told", () -> second.events.contains("lost: peer left"));
        assertThat(atClient.events).containsExactly("connected");
    }

    @Test
    void takesOverFromTheDeadOnly() throws IOException {
        ServerSocketChannel dead = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        dead.bind(UnixDomainSocketAddress.of(path));
        dead.close();
        assertThat(path).exists();
        server();
        assertThatThrownBy(this::server)
                .isInstanceOf(IOException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("another process listens there; stop it");
    }

    @Test
    void refusesWhatIsNoPlaceForASocket() throws IOException {
        Files.writeString(path, "a file");
        assertThatThrownBy(this::server).hasMessageContaining("no socket is there; remove it");
        path = directory.resolve("x".repeat(120));
        assertThatThrownBy(this::server).hasMessageContaining("at most 106 bytes");
        assertThatThrownBy(this::client).hasMessageContaining("at most 106 bytes");
        path = directory.resolve("missing/pop.sock");
        assertThatThrownBy(this::server).hasMessageContaining("the directory must exist");
    }

    private LocalServer server() throws IOException {
        LocalServer server = LocalServer.listen(path, atServer);
        open.add(server);
        return server;
    }

    private LocalClient client() throws IOException {
        LocalClient client = LocalClient.connect(path, atClient);
        open.add(client);
        return client;
    }

    private static LinkHealth health(String link) {
        return new LinkHealth(
                List.of(
                        new LinkHealth.Entry(
                                LinkId.parse(link),
                                LinkStatus.UP,
                                ClassSet.NONE,
                                LinkSign.NONE,
                                null)));
    }
}
