package rhumb.host.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static rhumb.host.Eventually.await;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.message.TrafficReport;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.Decoded;

class ControllerLinkTest {
    private static final long MS = 1_000_000L;
    private static final Endpoint ANY_PORT = Endpoint.parse("127.0.0.1:0");
    private static final SessionTiming TIMING =
            new SessionTiming(20 * MS, 2_000 * MS, 10 * MS, 50 * MS);

    private final List<String> events = new CopyOnWriteArrayList<>();
    private final List<Message> messages = new CopyOnWriteArrayList<>();
    private final ControllerLink.Listener listener =
            new ControllerLink.Listener() {
                @Override
                public void onEstablished(Welcome welcome) {
                    events.add("established with " + welcome.controller());
                }

                @Override
                public void onMessage(Message message) {
                    messages.add(message);
                }

                @Override
                public void onLost(String reason) {
                    events.add("lost");
                }
            };
    private TestController controller;
    private ControllerLink link;

    @BeforeEach
    void open() throws IOException {
        controller = new TestController(ANY_PORT, TIMING);
        link = link(controller.server.local().toString());
    }

    @AfterEach
    void close() {
        link.close();
        controller.close();
    }

    @Test
    void greetsAndCarriesMessagesBothWays() {
        await("established", link::established);
        assertThat(controller.hellos)
                .singleElement()
                .satisfies(hello -> assertThat(hello.pop()).isEqualTo(new PopId("sin")));
        link.offer(report(1, 0));
        await("report", () -> controller.messages.equals(List.of(report(1, 0))));
        RuleUpdate rules = new RuleUpdate.FullSync(new Epoch(5, 7), List.of(), List.of());
        controller.offer(rules);
        await("rules", () -> messages.equals(List.of(rules)));
        await("event", () -> events.equals(List.of("established with 7")));
    }

    @Test
    void goesBackToTheNearestOnceThatIsThere() throws IOException {
        Endpoint gone;
        try (SouthboundServer closing = SouthboundServer.open(ANY_PORT, controller)) {
            gone = closing.local();
        }
        SessionTiming eager = new SessionTiming(20 * MS, 2_000 * MS, 10 * MS, 50 * MS, 50 * MS);
        link.close(); // of the other tests
        events.clear();
        try (ControllerLink second =
                link(eager, gone.toString(), controller.server.local().toString())) {
            await("with the farther one", () -> events.size() == 1);
            try (TestController nearer = new TestController(gone, TIMING)) {
                await("with the nearer one", () -> events.size() == 2);
                second.offer(report(9, 0));
                await("goes the new way", () -> nearer.messages.equals(List.of(report(9, 0))));
                assertThat(events).containsExactly("established with 7", "established with 7");
                assertThat(nearer.hellos).hasSize(1);
                assertThat(second.established()).isTrue();
            }
        }
    }

    @Test
    void heartbeatsGoBothWays() {
        await("established", link::established);
        // Welcome and heartbeats one way, hello and heartbeats the other.
        await("heartbeats in", () -> link.counters().received() > 4);
        AtomicLong received = new AtomicLong();
        await(
                "heartbeats out",
                () -> {
                    controller.ask(session -> received.set(session.counters().messages()));
                    return received.get() > 4;
                });
    }

    @Test
    void comesBackAfterTheControllerRestarts() throws IOException {
        await("established", link::established);
        Endpoint address = controller.server.local();
        controller.close();
        await("lost", () -> events.contains("lost"));
        link.offer(report(2, 0));
        controller = new TestController(address, TIMING);
        await("established again", () -> events.size() == 3);
        await("what was offered meanwhile", () -> controller.messages.contains(report(2, 0)));
        assertThat(events).containsExactly("established with 7", "lost", "established with 7");
        assertThat(link.counters().established()).isEqualTo(2);
        assertThat(link.counters().failures()).isPositive();
    }

    @Test
    void takesTheNextControllerWhenTheFirstIsNotThere() throws IOException {
        Endpoint gone;
        try (SouthboundServer closing = SouthboundServer.open(ANY_PORT, controller)) {
            gone = closing.local();
        }
        try (ControllerLink second = link(gone.toString(), controller.server.local().toString())) {
            await("established", second::established);
        }
    }

    @Test
    void countsGarbageAndSkipsUnknownKinds() {
        await("established", link::established);
        controller.sendRaw(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
        controller.sendRaw(new byte[] {(byte) 0xfa, 0x3f, 0}); // field 1023, empty
        controller.sendRaw(new byte[0]);
        RuleUpdate rules = new RuleUpdate.FullSync(new Epoch(6, 7), List.of(), List.of());
        controller.offer(rules);
        await("rules after garbage", () -> messages.equals(List.of(rules)));
        await("unknown kinds", () -> link.counters().unknownKinds() == 2);
        assertThat(link.counters().rejected()).containsEntry(Decoded.Reason.MALFORMED, 1L);
        assertThat(link.established()).isTrue();
    }

    @Test
    void aControllerThatReadsSlowlyGetsTheNewestState() {
        await("established", link::established);
        controller.reading = false;
        int reports = 500;
        for (int i = 1; i <= reports; i++) {
            long before = sentOrMerged();
            link.offer(report(i, 2_000)); // about 40 kB each, 20 MB in all
            // So that nothing is merged but what the network does not take.
            await("the link took it", () -> sentOrMerged() > before);
        }
        assertThat(link.counters().coalesced()).isPositive();
        controller.reading = true;
        Message newest = report(reports, 2_000);
        await("the newest", () -> controller.messages.contains(newest));
        assertThat(controller.messages.getLast()).isEqualTo(newest);
        assertThat(controller.messages).as("what was on its way").hasSizeLessThan(100);
        assertThat(events).as("the session held").containsExactly("established with 7");
    }

    private long sentOrMerged() {
        LinkCounters now = link.counters();
        return now.sent() + now.coalesced();
    }

    @Test
    void aRefusedAddressIsNamedWithWhatToDo() {
        Endpoint taken = controller.server.local();
        assertThatThrownBy(() -> SouthboundServer.open(taken, controller))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open TCP " + taken)
                .hasMessageContaining("ss -ltnp");
        assertThatThrownBy(() -> link("no port")).hasMessageContaining("expected HOST:PORT");
        assertThatThrownBy(this::link).hasMessageContaining("no controller given");
    }

    private ControllerLink link(String... controllers) {
        return link(TIMING, controllers);
    }

    private ControllerLink link(SessionTiming timing, String... controllers) {
        Hello hello =
                new Hello(new PopId("sin"), Role.AGENT, 1, Hello.VERSION, Set.of(), Epoch.NONE);
        return ControllerLink.open(List.of(controllers), () -> hello, timing, listener);
    }

    /** A report told apart by its flow number. */
    private static TrafficReport report(int number, int padding) {
        TrafficReport.Flow flow =
                new TrafficReport.Flow(
                        1, number, 2, rhumb.net.TrafficClass.AUDIO, List.of(), false, 1, 1, 0);
        java.util.ArrayList<TrafficReport.Flow> flows = new java.util.ArrayList<>(List.of(flow));
        for (int i = 0; i < padding; i++) {
            flows.add(
                    new TrafficReport.Flow(
                            9,
                            1L << 60 | i,
                            2,
                            rhumb.net.TrafficClass.LOG,
                            List.of(),
                            false,
                            1,
                            1,
                            0));
        }
        return new TrafficReport(flows);
    }
}
