package rhumb.southbound.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.wire.SouthboundCodec;

class SessionTest {
    private static final long MS = 1_000_000L;
    private static final Hello HELLO =
            new Hello(new PopId("sin"), Role.AGENT, 1, 1, Set.of(), Epoch.NONE);
    private static final Welcome WELCOME = new Welcome(1, 1, Set.of(), 1_000 * MS, false);

    private long nowNs;
    private long beatNs = 1_000 * MS;
    private boolean controllerUp = true;
    private final List<Integer> connects = new ArrayList<>();
    private final List<String> lost = new ArrayList<>();
    private final List<Message> atController = new ArrayList<>();
    private int established;
    private @Nullable PeerSession peer;
    private Message answer = WELCOME;

    private final PopSession pop =
            new PopSession(
                    () -> HELLO,
                    2,
                    SessionTiming.STANDARD,
                    new Random(1),
                    new PopSession.Sink() {
                        @Override
                        public void connect(int controller) {
                            connects.add(controller);
                        }

                        @Override
                        public void disconnect(String reason) {
                            peer = null;
                        }

                        @Override
                        public void connectBeside(int controller) {
                            throw new IllegalStateException("sooner than any test here lasts");
                        }

                        @Override
                        public void disconnectBeside(String reason) {}

                        @Override
                        public void moveBeside(String reason) {}

                        @Override
                        public void wantsToSend() {}

                        @Override
                        public void onEstablished(long now, Welcome welcome) {
                            established++;
                        }

                        @Override
                        public void onMessage(long now, Message message) {}

                        @Override
                        public void onLost(long now, String reason) {
                            lost.add(reason);
                        }
                    },
                    0);

    private PeerSession accept() {
        return new PeerSession(
                SessionTiming.STANDARD.beatingEvery(beatNs),
                new PeerSession.Sink() {
                    @Override
                    public Message onHello(long now, Hello hello) {
                        return answer;
                    }

                    @Override
                    public void onMessage(long now, Message message) {
                        atController.add(message);
                    }

                    @Override
                    public void wantsToSend() {}

                    @Override
                    public void close(String reason) {}
                },
                nowNs);
    }

    /**
     * Lets time pass in steps of 10 ms; a stream connects at once and carries everything at once.
     */
    private void run(long forMs) {
        for (long end = nowNs + forMs * MS; nowNs < end; nowNs += 10 * MS) {
            pop.onDeadline(nowNs);
            if (pop.state() == PopSession.State.CONNECTING && controllerUp) {
                peer = accept();
                pop.onConnected(nowNs);
            }
            PeerSession there = peer;
            if (there == null || !controllerUp) {
                continue;
            }
            there.onDeadline(nowNs);
            for (Message m = pop.poll(); m != null; m = pop.poll()) {
                there.onFrame(nowNs, SouthboundCodec.encode(m));
            }
            for (Message m = there.poll(); m != null; m = there.poll()) {
                pop.onFrame(nowNs, SouthboundCodec.encode(m));
            }
        }
    }

    @Test
    void greetsAndStaysAliveByHeartbeats() {
        run(20_000);
        assertThat(established).isEqualTo(1);
        assertThat(lost).isEmpty();
        assertThat(pop.state()).isEqualTo(PopSession.State.ESTABLISHED);
    }

    @Test
    void whatWasOfferedBeforeTheSessionStandsArrivesAfterIt() {
        pop.offer(new LinkReport(5, true, List.of(), List.of()));
        run(200);
        assertThat(atController).containsExactly(new LinkReport(5, true, List.of(), List.of()));
    }

    @Test
    void whatWaitedForOneControllerIsNotCompleteForAnother() {
        pop.offer(new LinkReport(5, true, List.of(), List.of()));
        run(200);
        pop.onDisconnected(nowNs, "controller stopped");
        pop.offer(new LinkReport(6, true, List.of(), List.of()));
        run(1_000);
        assertThat(atController.getLast())
                .isEqualTo(new LinkReport(6, false, List.of(), List.of()));
    }

    @Test
    void aProcessThatIsToldToGreetsAgainOnTheSameStream() {
        run(200);
        int connected = connects.size();
        int welcomed = established;
        pop.onFrame(nowNs, SouthboundCodec.encode(new Regreet("another controller leads")));
        assertThat(pop.state()).isEqualTo(PopSession.State.GREETING);
        assertThat(pop.poll()).isInstanceOf(Hello.class);
        pop.onFrame(nowNs, SouthboundCodec.encode(WELCOME));
        assertThat(established).isEqualTo(welcomed + 1);
        assertThat(connects).hasSize(connected);
        assertThat(lost).isEmpty();
    }

    @Test
    void aSilentControllerIsLeftForTheNextOne() {
        run(1_000);
        controllerUp = false;
        run(4_000);
        assertThat(lost).hasSizeGreaterThanOrEqualTo(1);
        assertThat(lost.getFirst()).startsWith("silent for 3");
        controllerUp = true;
        run(10_000);
        assertThat(established).isEqualTo(2);
        assertThat(connects.subList(0, 2)).containsExactly(0, 1);
    }

    /** Controllers that all fall silent are too busy; to come anew again and again helps nobody. */
    @Test
    void controllersThatFallSilentOneAfterTheOtherAreGivenMoreTime() {
        beatNs = 100 * MS;
        answer = new Welcome(1, 1, Set.of(), beatNs, false, 0);
        for (String silent :
                List.of("silent for 10", "silent for 10", "silent for 20", "silent for 35")) {
            controllerUp = true;
            run(5_000);
            assertThat(pop.state()).isEqualTo(PopSession.State.ESTABLISHED);
            controllerUp = false;
            lost.clear();
            run(4_000);
            assertThat(lost.getFirst()).startsWith(silent);
        }
        controllerUp = true;
        run(40_000);
        controllerUp = false;
        lost.clear();
        run(4_000);
        assertThat(lost.getFirst()).as("a quiet time later").startsWith("silent for 10");
    }

    /** What a controller said meanwhile has not been read yet when the process goes on. */
    @Test
    void aPauseOfItsOwnIsNotTheControllersSilence() {
        run(2_000);
        nowNs += 10_000 * MS;
        pop.forgive(10_000 * MS);
        pop.onDeadline(nowNs);
        assertThat(lost).isEmpty();
        nowNs += 10_000 * MS;
        pop.onDeadline(nowNs);
        assertThat(lost).as("without it").isNotEmpty();
    }

    @Test
    void aRefusalIsReadAndTriedAgainWithGrowingPauses() {
        answer = new Refusal("unknown-pop", "no PoP sin; add it to the intent");
        run(30_000);
        assertThat(lost).allMatch(reason -> reason.startsWith("unknown-pop: no PoP sin"));
        assertThat(lost.size()).isBetween(15, 80);
        answer = WELCOME;
        run(5_000);
        assertThat(established).isEqualTo(1);
    }

    @Test
    void whoIsCutOffAgainAndAgainComesBackSlowlyAndASessionThatLastedForgivesIt() {
        for (long end = 30_000 * MS; nowNs < end; ) {
            run(10);
            if (pop.state() == PopSession.State.ESTABLISHED) {
                pop.onDisconnected(nowNs, "replaced by a newer session of the same process");
            }
        }
        assertThat(lost.size()).isBetween(20, 60);
        run(10_000);
        assertThat(pop.state()).isEqualTo(PopSession.State.ESTABLISHED);
        pop.onDisconnected(nowNs, "controller stopped");
        assertThat(pop.nextDeadlineNs() - nowNs).isLessThan(100 * MS);
    }

    @Test
    void garbageFromAStrangerClosesAndFromAPeerIsCounted() {
        PeerSession stranger = accept();
        stranger.onFrame(0, new byte[] {1, 2, 3});
        assertThat(stranger.poll())
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo("malformed"));
        run(500);
        PeerSession known = java.util.Objects.requireNonNull(peer);
        known.onFrame(nowNs, new byte[] {1, 2, 3});
        run(500);
        assertThat(lost).isEmpty();
        assertThat(known.counters().rejected(rhumb.southbound.wire.Decoded.Reason.MALFORMED))
                .isEqualTo(1);
    }

    @Test
    void whoeverDoesNotGreetFirstIsRefused() {
        PeerSession rude = accept();
        rude.onFrame(0, SouthboundCodec.encode(new LinkReport(1, true, List.of(), List.of())));
        assertThat(rude.poll())
                .isInstanceOfSatisfying(
                        Refusal.class, r -> assertThat(r.code()).isEqualTo("hello-expected"));
    }
}
