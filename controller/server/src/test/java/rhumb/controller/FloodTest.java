package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerLimits;
import rhumb.controller.io.ControllerTls;
import rhumb.net.Endpoint;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Role;

/** Strangers open connections by the thousand; a PoP that is in notices nothing. */
class FloodTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");
    private static final int STRANGERS = 10_000;

    /** Open files of one process are few. */
    private static final int HELD = 600;

    private static final ControllerLimits SMALL =
            new ControllerLimits(400, 120, 64, 200, 2_000_000_000L);

    @TempDir Path folder;

    private final Intent intent = Samples.mesh(3);
    private TestPki pki;
    private Controller controller;

    @BeforeEach
    void init() throws Exception {
        pki = new TestPki(folder);
        controller = start(new ControllerTls(pki.enrol("controller/c1"), null, null, null));
    }

    private Controller start(@Nullable ControllerTls tls) throws IOException {
        return Controller.start(
                new ControllerConfig(
                        ANY, ANY, false, ANY, 0, null, null, false, tls, SMALL, intent));
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    private long metric(String name) {
        try (InputStream in =
                URI.create("http://" + controller.metrics() + "/metrics").toURL().openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Matcher line =
                    Pattern.compile("(?m)^" + Pattern.quote(name) + ",?}? ([0-9.E]+)$")
                            .matcher(text);
            return line.find() ? (long) Double.parseDouble(line.group(1)) : -1;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static SocketChannel knock(Random random, Endpoint door, int number)
            throws IOException {
        SocketChannel channel = SocketChannel.open();
        try {
            // Reset instead of waiting: thousands of ports would stay taken.
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            channel.bind(
                    new InetSocketAddress(
                            InetAddress.getByAddress(
                                    new byte[] {127, 9, 0, (byte) (1 + number % 9)}),
                            0));
            channel.connect(new InetSocketAddress(door.host(), door.port()));
            if (number % 2 == 0) {
                byte[] garbage = new byte[1 + random.nextInt(200)];
                random.nextBytes(garbage);
                channel.write(ByteBuffer.wrap(garbage));
            }
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Test
    void aPopThatIsInGoesOnAndAnotherComesIn() throws Exception {
        Random random = new Random(5);
        Deque<SocketChannel> held = new ArrayDeque<>();
        int refused = 0;
        try (FakePop a =
                        new FakePop(
                                "a",
                                new Topology(intent),
                                controller.southbound(),
                                pki.client("pop/a"));
                FakePop b =
                        new FakePop(
                                "b",
                                new Topology(intent),
                                controller.southbound(),
                                pki.client("pop/b"))) {
            await("a is in", () -> a.agent.established() && a.forwarder.established());
            for (int number = 0; number < STRANGERS; number++) {
                try {
                    held.add(knock(random, controller.southbound(), number));
                } catch (IOException e) {
                    refused++; // reset while it came in
                }
                if (held.size() > HELD) {
                    held.removeFirst().close();
                }
                if (number % 1_000 == 0) {
                    long before = controller.view().counters().reports();
                    a.report(Samples.Quality.up(40 + number / 1_000));
                    await("reports go on", () -> controller.view().counters().reports() > before);
                }
            }
            assertThat(
                            metric(
                                    "rhumb_controller_connections{side=\"southbound\",state=\"half-open\""))
                    .isBetween(0L, 64L);
            try (FakePop c =
                    new FakePop(
                            "c",
                            new Topology(intent),
                            controller.southbound(),
                            pki.client("pop/c"))) {
                await("another comes in", () -> c.agent.established());
            }
            assertThat(a.losses).isEmpty();
            assertThat(b.losses).isEmpty();
            assertThat(metric("rhumb_controller_peers_refused_total")).isZero();
            assertThat(
                            metric(
                                            "rhumb_controller_connections_turned_total{side=\"southbound\",reason=\"crowded-out\"")
                                    + refused)
                    .isPositive();
        } finally {
            for (SocketChannel channel : held) {
                channel.close();
            }
        }
    }

    @Test
    void whoSendsTooFastWaitsAndLosesNothing() throws Exception {
        controller.close();
        controller = start(null);
        try (RawPeer fast = new RawPeer(controller.southbound())) {
            fast.read(1_000);
            fast.send(
                    new Hello(
                            Samples.mesh(3).pops().getFirst().name(),
                            Role.AGENT,
                            1,
                            Hello.VERSION,
                            java.util.Set.of(),
                            rhumb.net.Epoch.NONE));
            int sent = 1_100; // the burst is 800
            for (int seq = 1; seq <= sent; seq++) {
                fast.send(new LinkReport(seq, true, java.util.List.of(), java.util.List.of()));
            }
            await("all came", () -> controller.view().counters().reports() == sent);
            assertThat(metric("rhumb_controller_messages_paced_total")).isGreaterThan(100);
        }
    }
}
