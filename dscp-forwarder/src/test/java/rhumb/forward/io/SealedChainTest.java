package rhumb.forward.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import rhumb.forward.crypto.KeyRing;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.RuleInstaller;
import rhumb.forward.stream.StreamReject;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.ServiceRule;

/** A stream over a sealed chain on real sockets, with whatever encrypts on this machine. */
class SealedChainTest {
    private static final PopId[] POPS = {new PopId("a"), new PopId("b")};
    private static final int MEDIA_BYTES = 3 << 20;

    /** The common pool has one thread where there are two processors. */
    private static final Executor OWN_THREAD = Thread::startVirtualThread;

    private static final int PATIENCE_MS = 20_000;

    private final Random random = new Random(3);
    private final KeyRing[] rings = {KeyRing.first(random), KeyRing.first(random)};

    private StreamLoop loop(int at) {
        return new StreamLoop(rings[at], Aeads.open(), random, flows -> {});
    }

    private static Endpoint free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return Endpoint.parse("127.0.0.1:" + socket.getLocalPort());
        }
    }

    private Fib rules(int at, Endpoint[] streams, ServiceRule service) {
        int other = 1 - at;
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            rules.add(new PopRule(i + 1, POPS[i], i == at));
        }
        Label label = new Label(at + 1 << Label.POP_BITS | other + 1);
        LinkId link = LinkId.between(POPS[at], POPS[other]);
        Endpoint there = streams[other];
        rules.add(new NeighborRule(label, link, other + 1, there, there));
        rules.add(new KeyRule(other + 1, rings[other].publicKeys()));
        rules.add(
                new RouteRule(
                        other + 1,
                        TrafficClass.LIVE,
                        RouteRule.Direction.FROM,
                        List.of(new PathRule(List.of(label), 1_000_000))));
        rules.add(service);
        RuleInstaller installer = new RuleInstaller(POPS[at]);
        var update = new RuleUpdate.FullSync(new Epoch(1, 1), rules, List.of());
        assertThat(installer.apply(update, 0).reason()).isEmpty();
        return installer.fib();
    }

    @Test
    void aStreamCrossesWholeWhileKeysChangeAndAStrangerGetsNothing() throws Exception {
        byte[] media = new byte[MEDIA_BYTES];
        random.nextBytes(media);
        Endpoint[] streams = {free(), free()};
        Endpoint listen = free();
        try (ServerSocket origin = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
                StreamLoop viewerSide = loop(0);
                StreamLoop originSide = loop(1)) {
            CompletableFuture<Void> changed = new CompletableFuture<>();
            CompletableFuture<Void> served =
                    CompletableFuture.runAsync(() -> serve(origin, media, changed), OWN_THREAD);
            originSide.listenForChains(streams[1]);
            Endpoint target = Endpoint.parse("127.0.0.1:" + origin.getLocalPort());
            var flv = ServiceRule.Kind.FLV;
            originSide.onFib(
                    rules(1, streams, new ServiceRule(7, "tv", flv, 2, null, target, null)));
            viewerSide.onFib(
                    rules(0, streams, new ServiceRule(7, "tv", flv, 2, listen, null, null)));

            CompletableFuture<byte[]> watched =
                    CompletableFuture.supplyAsync(() -> watch(listen), OWN_THREAD);
            await(() -> viewerSide.counters().deliveredBytes() >= MEDIA_BYTES / 2);
            rings[1] = rings[1].next(random);
            originSide.onKeys(rings[1]);
            viewerSide.onFib(
                    rules(0, streams, new ServiceRule(7, "tv", flv, 2, listen, null, null)));
            await(() -> viewerSide.keyChanges() > 0);
            changed.complete(null);
            assertThat(watched.get(PATIENCE_MS, TimeUnit.MILLISECONDS)).isEqualTo(media);
            served.join();
            assertThat(originSide.counters().rejects(StreamReject.FORGED_RECORD)).isZero();

            try (Socket stranger = connect(streams[1])) {
                stranger.getOutputStream()
                        .write("RhSt and so on".getBytes(StandardCharsets.US_ASCII));
                assertThat(heard(stranger)).isZero();
            }
            assertThat(originSide.counters().rejects(StreamReject.BAD_HELLO)).isEqualTo(1);
        }
    }

    /** What the far end says before it closes; a reset says nothing. */
    private static int heard(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (java.net.SocketException reset) {
            return 0;
        }
    }

    private static Socket connect(Endpoint to) throws IOException {
        Socket socket = new Socket(to.host(), to.port());
        socket.setSoTimeout(PATIENCE_MS);
        return socket;
    }

    /** The viewer's listener opens a moment after its rules came. */
    private static byte[] watch(Endpoint at) {
        for (int tries = 0; ; tries++) {
            try (Socket viewer = connect(at)) {
                viewer.getOutputStream()
                        .write(
                                "GET /live/a.flv HTTP/1.1\r\nHost: x\r\n\r\n"
                                        .getBytes(StandardCharsets.US_ASCII));
                return viewer.getInputStream().readAllBytes();
            } catch (java.net.ConnectException refused) {
                if (tries == 200) {
                    throw new java.io.UncheckedIOException(refused);
                }
                LockSupport.parkNanos(20_000_000);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long endNs = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (!condition.getAsBoolean() && System.nanoTime() < endNs) {
            LockSupport.parkNanos(2_000_000);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** One half, and the other when the future is complete. */
    private static void serve(ServerSocket origin, byte[] media, CompletableFuture<Void> go) {
        try (Socket socket = origin.accept()) {
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            while (!request.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
                request.write(socket.getInputStream().read());
            }
            socket.getOutputStream().write(media, 0, MEDIA_BYTES / 2);
            go.join();
            socket.getOutputStream().write(media, MEDIA_BYTES / 2, MEDIA_BYTES / 2);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
