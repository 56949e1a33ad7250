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
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/** A PoP goes back to its nearest controller, and its session with it. */
class WayBackTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final int CONTROLLERS = 3;

    /** What a controller does. */
    private enum Doing {
        ANSWERS,
        GONE,
        /** It takes streams and passes nothing on, as in a minority. */
        MUTE
    }

    private final Doing[] doing = {Doing.ANSWERS, Doing.ANSWERS, Doing.ANSWERS};
    private final List<String> events = new ArrayList<>();
    private final List<Long> triedNs = new ArrayList<>();
    private final List<Message> heard = new ArrayList<>();
    private long nowNs;
    private int connecting = -1;
    private int connectingBeside = -1;
    private int first = -1;
    private int beside = -1;

    /** Number of the last report that the leader has. */
    private long known;

    /** The leader gives a session to the stream that greeted last, and ends the other one. */
    private @Nullable Boolean sessionIsBeside;

    private boolean firstEndsBeforeTheAnswer;

    private PopSession session = session(1);

    private PopSession session(long seed) {
        return new PopSession(
                () -> new Hello(new PopId("sin"), Role.AGENT, 7, 1, Set.of(), Epoch.NONE),
                CONTROLLERS,
                SessionTiming.STANDARD,
                new Random(seed),
                new Streams(),
                0);
    }

    private final class Streams implements PopSession.Sink {
        @Override
        public void connect(int controller) {
            connecting = controller;
        }

        @Override
        public void disconnect(String reason) {
            first = -1;
        }

        @Override
        public void connectBeside(int controller) {
            assertThat(beside).isEqualTo(-1);
            triedNs.add(nowNs);
            connectingBeside = controller;
        }

        @Override
        public void disconnectBeside(String reason) {
            beside = -1;
            connectingBeside = -1;
        }

        @Override
        public void moveBeside(String reason) {
            events.add("moved to " + beside);
            first = beside;
            beside = -1;
        }

        @Override
        public void wantsToSend() {}

        @Override
        public void onEstablished(long now, Welcome welcome) {
            events.add("with " + session.controller() + " known " + welcome.knownSeq());
        }

        @Override
        public void onMessage(long now, Message message) {}

        @Override
        public void onLost(long now, String reason) {
            events.add("lost");
        }
    }

    private void runUntil(long endNs) {
        for (; nowNs < endNs; nowNs += 10 * MS) {
            session.onDeadline(nowNs);
            connect();
            for (Message m = session.poll(); m != null; m = session.poll()) {
                hear(m, false);
            }
            Message greeting = session.pollBeside();
            if (greeting != null) {
                hear(greeting, true);
            }
            answer();
            if (first >= 0 && doing[first] == Doing.ANSWERS) {
                session.onFrame(nowNs, SouthboundCodec.encode(new Heartbeat(1)));
            }
        }
    }

    private void connect() {
        if (connecting >= 0) {
            int to = connecting;
            connecting = -1;
            if (doing[to] == Doing.GONE) {
                session.onDisconnected(nowNs, "refused");
            } else {
                first = to;
                session.onConnected(nowNs);
            }
        }
        if (connectingBeside >= 0) {
            int to = connectingBeside;
            connectingBeside = -1;
            if (doing[to] == Doing.GONE) {
                session.onDisconnectedBeside(nowNs, "refused");
            } else {
                beside = to;
                session.onConnectedBeside(nowNs);
            }
        }
    }

    private void hear(Message message, boolean onBeside) {
        int at = onBeside ? beside : first;
        if (at < 0 || doing[at] != Doing.ANSWERS) {
            return;
        }
        assertThat(SouthboundCodec.decode(SouthboundCodec.encode(message)))
                .isInstanceOf(Decoded.Accepted.class);
        if (message instanceof Hello) {
            sessionIsBeside = onBeside;
        } else if (message instanceof LinkReport report) {
            known = report.seq();
            heard.add(report);
        }
    }

    private void answer() {
        Boolean where = sessionIsBeside;
        sessionIsBeside = null;
        if (where == null) {
            return;
        }
        byte[] welcome = SouthboundCodec.encode(new Welcome(1, 1, Set.of(), S, false, known));
        if (!where) {
            session.onFrame(nowNs, welcome);
        } else if (firstEndsBeforeTheAnswer) {
            session.onDisconnected(nowNs, "replaced by a newer session of the same process");
            session.onFrame(nowNs, welcome); // on what was beside
        } else {
            session.onFrameBeside(nowNs, welcome);
        }
    }

    private void kill(int controller) {
        doing[controller] = Doing.GONE;
        if (first == controller) {
            session.onDisconnected(nowNs, "gone");
        }
    }

    private void lose(int controller) {
        runUntil(5 * S);
        kill(controller);
        runUntil(10 * S);
        events.clear();
    }

    @Test
    void goesBackWhenTheNearestIsThereAgainWithoutLosingItsSession() {
        runUntil(S);
        session.offer(new LinkReport(41, true, List.of(), List.of()));
        lose(0);
        doing[0] = Doing.ANSWERS;
        runUntil(200 * S);
        assertThat(events).containsExactly("moved to 0", "with 0 known 41");
        assertThat(session.controller()).isZero();
        session.offer(new LinkReport(42, true, List.of(), List.of()));
        runUntil(nowNs + S);
        assertThat(heard).hasSize(2);
        // With the nearest there is nothing to look for.
        assertThat(triedNs).hasSize(1);
    }

    @Test
    void triesSlowlyAndNotAllPopsAtOnce() {
        lose(0);
        runUntil(1_000 * S);
        assertThat(triedNs.size()).isBetween(15, 33);
        assertThat(events).isEmpty();
        long one = triedNs.getFirst();
        triedNs.clear();
        nowNs = 0;
        doing[0] = Doing.ANSWERS;
        session = session(2);
        lose(0);
        runUntil(100 * S);
        assertThat(triedNs.getFirst()).isNotEqualTo(one);
    }

    @Test
    void whatIsSaidMeanwhileGoesTheOldWay() {
        lose(0);
        doing[0] = Doing.MUTE;
        runUntil(90 * S);
        assertThat(triedNs).isNotEmpty();
        nowNs = 90 * S;
        while (beside < 0) {
            runUntil(nowNs + 10 * MS);
        }
        session.offer(new LinkReport(5, true, List.of(), List.of()));
        runUntil(nowNs + 10 * MS);
        assertThat(beside).as("still tried").isZero();
        assertThat(heard).hasSize(1);
    }

    @Test
    void oneThatDoesNotKnowWhoLeadsCostsNothing() {
        lose(0);
        doing[0] = Doing.MUTE;
        runUntil(600 * S);
        assertThat(triedNs).hasSizeGreaterThan(5);
        assertThat(events).isEmpty();
        assertThat(session.state()).isEqualTo(PopSession.State.ESTABLISHED);
    }

    @Test
    void theSecondNearestIsTakenWhileTheNearestIsGone() {
        runUntil(5 * S);
        kill(1);
        kill(0);
        runUntil(10 * S);
        assertThat(session.controller()).isEqualTo(2);
        events.clear();
        doing[1] = Doing.ANSWERS;
        runUntil(100 * S);
        assertThat(events).containsExactly("moved to 1", "with 1 known 0");
    }

    @Test
    void theOldStreamMayEndBeforeTheNewOneIsGreeted() {
        lose(0);
        doing[0] = Doing.ANSWERS;
        firstEndsBeforeTheAnswer = true;
        runUntil(100 * S);
        assertThat(events).containsExactly("moved to 0", "with 0 known 0");
    }

    @Test
    void oneThatDoesNotKnowWhoLeadsIsNotWaitedForWhenTheOtherIsGone() {
        lose(0);
        doing[0] = Doing.MUTE;
        while (beside != 0) {
            runUntil(nowNs + 10 * MS);
        }
        kill(1);
        runUntil(nowNs + 1_500 * MS);
        assertThat(session.controller()).isEqualTo(2);
        assertThat(session.state()).isEqualTo(PopSession.State.ESTABLISHED);
    }

    @Test
    void aNearerOneThatComesAndGoesIsLeftAlone() {
        lose(0);
        long endNs = 3_600 * S;
        while (nowNs < endNs) {
            doing[0] = Doing.ANSWERS;
            runUntil(nowNs + S);
            if (session.controller() == 0 && session.state() == PopSession.State.ESTABLISHED) {
                runUntil(nowNs + 2 * S);
                kill(0);
                runUntil(nowNs + 2 * S);
            }
        }
        assertThat(events.stream().filter("lost"::equals).count()).isBetween(4L, 8L);
        // It stays: pauses are short again after a session that lasted.
        runUntil(nowNs + 3_600 * S);
        assertThat(session.controller()).isZero();
        triedNs.clear();
        kill(0);
        runUntil(nowNs + 70 * S);
        assertThat(triedNs).isNotEmpty();
    }
}
