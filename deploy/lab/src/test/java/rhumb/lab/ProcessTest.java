package rhumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Processes that die, are flooded or meet a taken port: media must not notice, operators must be
 * told.
 */
class ProcessTest {
    @TempDir static Path folder;

    private static RealProcesses overlay;
    private static DatagramSocket echo;
    private static DatagramSocket client;
    private static int sent;

    @BeforeAll
    static void open() throws IOException {
        overlay = new RealProcesses(folder);
        echo = new DatagramSocket(new InetSocketAddress("127.212.0.2", 7001));
        client = new DatagramSocket(new InetSocketAddress("127.212.0.1", 20_001));
        client.setSoTimeout(2_000);
        Thread.ofPlatform().daemon().name("echo").start(ProcessTest::echo);
    }

    @AfterAll
    static void close() {
        overlay.close();
        echo.close();
        client.close();
    }

    private static void echo() {
        DatagramPacket packet = new DatagramPacket(new byte[2_000], 2_000);
        while (!echo.isClosed()) {
            try {
                packet.setLength(2_000);
                echo.receive(packet);
                echo.send(packet);
            } catch (IOException e) {
                return;
            }
        }
    }

    @BeforeEach
    void everythingRuns() {
        overlay.startAll();
        RealProcesses.await("media cross the overlay", () -> roundTrips(1) == 1);
    }

    /** How many of so many packets come back, one after the other. */
    private static int roundTrips(int packets) {
        int back = 0;
        for (int i = 0; i < packets; i++) {
            byte[] bytes = ByteBuffer.allocate(200).putInt(++sent).array();
            try {
                client.send(
                        new DatagramPacket(
                                bytes, bytes.length, InetAddress.getByName("127.212.0.1"), 5001));
                DatagramPacket answer = new DatagramPacket(new byte[2_000], 2_000);
                do {
                    client.receive(answer);
                } while (ByteBuffer.wrap(answer.getData()).getInt() != sent);
                back++;
            } catch (SocketTimeoutException e) {
                // lost
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
        return back;
    }

    @Test
    void mediaDoNotNoticeTheDeathAndReturnOfTheController() throws Exception {
        String before = overlay.get("http://127.212.0.9:4780/v1/pops");
        assertThat(before).contains("\"agent\":\"connected\"");
        overlay.kill("controller");
        assertThat(roundTrips(300)).isEqualTo(300);
        overlay.start("controller", RealProcesses.CONTROLLER);
        assertThat(roundTrips(300)).isEqualTo(300);
        RealProcesses.await(
                "the new controller knows everyone",
                () -> {
                    String pops = overlay.get("http://127.212.0.9:4780/v1/pops");
                    return pops.split("\"forwarder\":\"connected\"", -1).length == 3;
                });
        assertThat(roundTrips(100)).isEqualTo(100);
    }

    @Test
    void aForwarderThatDiesComesBackWithItsRulesWhileNoControllerIsThere() throws Exception {
        RealProcesses.await("rules are on disk", () -> Files.exists(folder.resolve("fra/rules")));
        overlay.kill("controller");
        overlay.kill("forwarder-fra");
        overlay.start("forwarder-fra", RealProcesses.FORWARDER);
        RealProcesses.await("media cross again", () -> roundTrips(1) == 1);
        assertThat(roundTrips(100)).isEqualTo(100);
        assertThat(Files.readString(overlay.log("forwarder-fra"))).contains("event=rules-restored");
    }

    @Test
    void anAgentThatDiesTakesNothingWithIt() throws Exception {
        overlay.kill("agent-sin");
        assertThat(roundTrips(300)).isEqualTo(300);
        overlay.start("agent-sin", RealProcesses.AGENT);
        RealProcesses.await(
                "the agent is back",
                () ->
                        overlay.get("http://127.212.0.1:9472/metrics")
                                .contains("rhumb_forwarder_agent_connected 1.0"));
    }

    /** Stopped, it looks dead to the others; continued, it finds seconds of silence behind it. */
    @Test
    void processesThatStandStillForAWhileComeBackByThemselves() throws Exception {
        for (String name : List.of("agent-sin", "controller")) {
            signal("STOP", name);
            try {
                assertThat(roundTrips(300)).as("without " + name).isEqualTo(300);
            } finally {
                signal("CONT", name);
            }
            RealProcesses.await(
                    name + " is back",
                    () ->
                            overlay.get("http://127.212.0.9:4780/v1/pops")
                                            .split("\"agent\":\"connected\"", -1)
                                            .length
                                    == 3);
            assertThat(roundTrips(300)).as("with " + name).isEqualTo(300);
        }
    }

    private static void signal(String signal, String name) throws Exception {
        String pid = String.valueOf(overlay.process(name).pid());
        Process kill = new ProcessBuilder("kill", "-" + signal, pid).start();
        assertThat(kill.waitFor()).isZero();
    }

    @Test
    void aTakenPortIsSaidAndTheFirstProcessGoesOn() throws Exception {
        Process second = overlay.launch("forwarder-sin", RealProcesses.FORWARDER);
        assertThat(second.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(74);
        assertThat(Files.readString(overlay.log("forwarder-sin")))
                .contains("127.212.0.1:4790", "in use");
        assertThat(roundTrips(20)).isEqualTo(20);
    }

    @Test
    void aSignalEndsAProcessInOrder() throws Exception {
        overlay.process("agent-fra").destroy();
        assertThat(overlay.process("agent-fra").waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(overlay.process("agent-fra").exitValue()).isEqualTo(143);
        assertThat(Files.readString(overlay.log("agent-fra"))).contains("process-ends");
    }

    @Test
    void garbageOnEveryOpenPortHarmsNothing() throws Exception {
        Random random = new Random(6);
        List<InetSocketAddress> datagramPorts =
                List.of(
                        new InetSocketAddress("127.212.0.1", 4790),
                        new InetSocketAddress("127.212.0.1", 4862),
                        new InetSocketAddress("127.212.0.2", 4790),
                        new InetSocketAddress("127.212.0.2", 4862));
        List<InetSocketAddress> streamPorts =
                List.of(
                        new InetSocketAddress("127.212.0.1", 4791),
                        new InetSocketAddress("127.212.0.1", 5002),
                        new InetSocketAddress("127.212.0.1", 9471),
                        new InetSocketAddress("127.212.0.1", 9472),
                        new InetSocketAddress("127.212.0.9", 4780),
                        new InetSocketAddress("127.212.0.9", 4789),
                        new InetSocketAddress("127.212.0.9", 9470));
        int back = 0;
        try (DatagramSocket stranger =
                new DatagramSocket(new InetSocketAddress("127.212.0.66", 0))) {
            for (int round = 0; round < 100; round++) {
                for (InetSocketAddress port : datagramPorts) {
                    for (int i = 0; i < 50; i++) {
                        byte[] bytes = new byte[random.nextInt(i % 10 == 0 ? 9_000 : 200)];
                        random.nextBytes(bytes);
                        if (i % 2 == 0 && bytes.length > 40) {
                            bytes[0] = 0x10; // looks like version 1, data
                        }
                        stranger.send(new DatagramPacket(bytes, bytes.length, port));
                    }
                }
                InetSocketAddress port = streamPorts.get(round % streamPorts.size());
                knock(port, random);
                back += roundTrips(3);
            }
            garbageToTheLocalSocket(random);
        }
        assertThat(back).isEqualTo(300);
        for (String process :
                List.of(
                        "127.212.0.9:9470",
                        "127.212.0.1:9471",
                        "127.212.0.1:9472",
                        "127.212.0.2:9472")) {
            assertThat(overlay.health(process)).as(process).isTrue();
        }
        assertThat(overlay.get("http://127.212.0.1:9472/metrics"))
                .containsPattern("packets_dropped_total\\{reason=\"unknown_source\",\\} [1-9]");
        assertThat(overlay.get("http://127.212.0.1:9471/metrics"))
                .containsPattern("datagrams_rejected_total\\{reason=\"unknown_peer\",\\} [1-9]");
        assertThat(overlay.get("http://127.212.0.1:9472/metrics"))
                .containsPattern(
                        "stream_rejects_total\\{reason=\"(not_a_neighbor|bad_request)\",\\} [1-9]");
    }

    /** Some bytes on a new connection, then gone. */
    private static void knock(InetSocketAddress port, Random random) throws IOException {
        try (Socket socket = new Socket()) {
            socket.bind(new InetSocketAddress("127.212.0.66", 0));
            socket.connect(port, 2_000);
            byte[] bytes = new byte[random.nextInt(2_000)];
            random.nextBytes(bytes);
            OutputStream out = socket.getOutputStream();
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            // The other side may close first; that is its right.
        }
    }

    private static void garbageToTheLocalSocket(Random random) throws IOException {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(folder.resolve("sin.sock")));
            byte[] bytes = new byte[500];
            random.nextBytes(bytes);
            channel.write(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            // One peer at a time: the agent is connected, so this one is turned away.
        }
    }
}
