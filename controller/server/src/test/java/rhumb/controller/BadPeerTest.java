package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.NorthboundServer;
import rhumb.controller.lsdb.LinkStateDatabase;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.SouthboundCodec;

/** Peers that do not keep the contract, over real streams. */
class BadPeerTest {
    private static final long MS = 1_000_000L;
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");
    private static final Hello AGENT =
            new Hello(new PopId("a"), Role.AGENT, 1, Hello.VERSION, Set.of(), Epoch.NONE);

    private final Intent intent = Samples.mesh(2);
    private Controller controller;
    private FakePop good;

    @BeforeEach
    void start() throws IOException {
        ControllerOptions standard = ControllerOptions.STANDARD;
        ControllerOptions impatient =
                new ControllerOptions(
                        standard.agentGraceNs(),
                        standard.settleLimitNs(),
                        standard.readLimitNs(),
                        standard.coalesceCount(),
                        standard.coalesceIdleNs(),
                        standard.coalesceBatchNs(),
                        standard.revisitNs(),
                        standard.events(),
                        standard.traces(),
                        new SessionTiming(100 * MS, 1_000 * MS, 10 * MS, 50 * MS),
                        LinkStateDatabase.Timing.STANDARD);
        controller =
                Controller.start(
                        new ControllerConfig(ANY, ANY, false, ANY, 0, intent),
                        impatient,
                        NorthboundServer.Limits.STANDARD);
        good = new FakePop("b", new Topology(intent), controller.southbound());
        await("the good one is in", () -> good.agent.established());
    }

    @AfterEach
    void stop() {
        assertThat(good.losses).as("the good one never suffers").isEmpty();
        good.close();
        controller.close();
    }

    private long peers() {
        return controller.view().peers().stream()
                .filter(peer -> peer.pop().equals(AGENT.pop()) && peer.connected())
                .count();
    }

    @Test
    void whoNeverGreetsIsClosed() {
        try (RawPeer mute = new RawPeer(controller.southbound())) {
            mute.read(10);
            await("closed", () -> mute.ended != null);
            assertThat(String.valueOf(mute.ended)).contains("silent for ");
        }
    }

    @Test
    void whoGreetsWronglyIsToldWhy() {
        try (RawPeer early = new RawPeer(controller.southbound());
                RawPeer garbled = new RawPeer(controller.southbound())) {
            early.read(10);
            early.send(new LinkReport(1, true, List.of(), List.of()));
            garbled.read(10);
            garbled.send(new byte[] {(byte) 0xff, 1, 2, 3});
            await("both closed", () -> early.ended != null && garbled.ended != null);
            assertThat(early.heard)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo("hello-expected"));
            assertThat(garbled.heard)
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Refusal.class, r -> assertThat(r.code()).isEqualTo("malformed"));
        }
    }

    @Test
    void garbageAfterTheGreetingIsSkipped() {
        Random random = new Random(5);
        try (RawPeer noisy = new RawPeer(controller.southbound())) {
            noisy.read(1_000);
            noisy.send(AGENT);
            await("welcome", () -> !noisy.heard.isEmpty());
            assertThat(noisy.heard.getFirst()).isInstanceOf(Welcome.class);
            byte[] report = SouthboundCodec.encode(new LinkReport(1, true, List.of(), List.of()));
            for (int i = 0; i < 2_000; i++) {
                byte[] frame = i % 2 == 0 ? new byte[random.nextInt(200)] : report.clone();
                for (int edits = frame.length == 0 ? 0 : 1 + random.nextInt(20);
                        edits > 0;
                        edits--) {
                    frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
                }
                noisy.send(frame);
            }
            long before = controller.view().counters().reports();
            noisy.send(new LinkReport(Long.MAX_VALUE, true, List.of(), List.of()));
            await("heard through it", () -> controller.view().counters().reports() > before);
            assertThat(peers()).isEqualTo(1);
        }
        await("its loss", () -> peers() == 0);
    }

    @Test
    void whoClaimsTheLastEpochThereIsStopsNobody() {
        try (RawPeer liar = new RawPeer(controller.southbound())) {
            liar.read(1_000);
            liar.send(
                    new Hello(
                            AGENT.pop(),
                            Role.FORWARDER,
                            2,
                            Hello.VERSION,
                            Set.of(),
                            new Epoch(Long.MAX_VALUE, 1)));
            liar.send(new InstalledRules(new Epoch(Long.MAX_VALUE, 1), List.of()));
            good.report(Samples.Quality.up(40));
            await("the good one has rules", () -> good.epoch.counter() > 0);
        }
    }

    @Test
    void whoNeverReadsHoldsUpNobodyAndIsClosedOnceSilent() {
        try (RawPeer deaf = new RawPeer(controller.southbound())) {
            deaf.send(AGENT);
            await("greeted", () -> peers() == 1);
            for (int i = 1; i <= 20; i++) {
                deaf.send(new Heartbeat(i));
                long reports = controller.view().counters().reports();
                good.report(Samples.Quality.up(40 + i));
                await("others go on", () -> controller.view().counters().reports() > reports);
            }
            await("silent one lost", () -> peers() == 0);
            assertThat(deaf.heard).isEmpty();
        }
    }
}
