package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.Samples;
import rhumb.controller.event.Event;
import rhumb.controller.replay.CoreDoor;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.Tap;
import rhumb.host.session.FakeCall;
import rhumb.host.session.PeerStream;
import rhumb.net.Epoch;
import rhumb.net.PopId;
import rhumb.path.Workers;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/** What sessions do with peers that send too fast, or do not read; in virtual time. */
class SessionsTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final int PER_SECOND = 100;
    private static final ControllerLimits LIMITS =
            new ControllerLimits(0, 0, 0, PER_SECOND, 30 * SECOND);

    private final List<String> events = new ArrayList<>();
    private final FakeCall call = new FakeCall();
    private final Pulse pulse = new Pulse(SECOND);
    private PeerStream stream;
    private Sessions sessions;
    private long nowNs = SECOND;

    @BeforeEach
    void start() {
        CoreDoor core =
                new CoreDoor(ControllerOptions.STANDARD, new Sink(), Workers.INLINE, Tap.NONE);
        core.begin(new CoreInput.Begun(nowNs, 0, Samples.mesh(2)));
        sessions = new Sessions(core, SessionTiming.STANDARD, LIMITS, pulse);
        stream = call.stream();
        sessions.opened(nowNs, stream);
        hear(new Hello(new PopId("a"), Role.AGENT, 1, Hello.VERSION, Set.of(), Epoch.NONE));
        sessions.write(nowNs);
        assertThat(call.sent).hasSize(1);
    }

    private final class Sink implements ControllerCore.Sink {
        @Override
        public void send(PopId pop, Role role, Message message) {
            sessions.send(pop, role, message);
        }

        @Override
        public void event(Event event) {
            events.add(event.text());
        }
    }

    private void hear(Message message) {
        sessions.frame(nowNs, stream, SouthboundCodec.encode(message));
    }

    /** Time passes, and the peer is heard; what it is sent is the question. */
    private void pass(long forNs) {
        for (long end = nowNs + forNs; nowNs < end; ) {
            nowNs += 100 * MS;
            hear(new Heartbeat(nowNs));
            sessions.onDeadline(nowNs);
            sessions.write(nowNs);
        }
    }

    @Test
    void whoTakesNothingIsEndedWithAReason() {
        call.ready = false;
        pass(29 * SECOND);
        assertThat(sessions.counters().open()).isEqualTo(1);
        pass(10 * SECOND);
        assertThat(sessions.counters().open()).isZero();
        assertThat(sessions.counters().slow()).isEqualTo(1);
        assertThat(call.sent).as("nothing was piled up for it").hasSize(1);
        assertThat(events).anyMatch(text -> text.contains("slow-peer: it took nothing of what"));
    }

    @Test
    void whoTakesSomethingNowAndThenIsKept() {
        for (int turn = 0; turn < 5; turn++) {
            call.ready = false;
            pass(25 * SECOND);
            call.ready = true;
            pass(SECOND);
        }
        assertThat(sessions.counters().open()).isEqualTo(1);
        assertThat(sessions.counters().slow()).isZero();
    }

    @Test
    void whoSendsTooFastWaitsForRoom() {
        pass(10 * SECOND);
        int before = call.requested;
        for (int i = 0; i < 1_000; i++) {
            hear(new Heartbeat(i));
        }
        assertThat(call.requested - before).as("four seconds' worth").isBetween(395, 401);
        assertThat(sessions.counters().paced()).isPositive();
        long due = sessions.nextDeadlineNs();
        assertThat(due - nowNs).isLessThanOrEqualTo(SECOND / PER_SECOND);
        for (long end = nowNs + SECOND; nowNs < end; ) {
            nowNs = Math.max(nowNs + 1, sessions.nextDeadlineNs());
            sessions.onDeadline(nowNs);
        }
        assertThat(call.requested - before).isBetween(495, 503);
    }

    /** A first plan takes longer than processes wait for a sign of life. */
    @Test
    void aCoreThatComputesIsSaidToLive() {
        pulse.beat(nowNs);
        assertThat(call.sent).as("it says so itself").hasSize(1);
        pulse.turnBegins(nowNs);
        pulse.beat(nowNs + SECOND / 2);
        assertThat(call.sent).as("a short turn").hasSize(1);
        pulse.beat(nowNs + 2 * SECOND);
        assertThat(call.sent).hasSize(2);
        assertThat(SouthboundCodec.decode(call.sent.getLast()))
                .isEqualTo(new Decoded.Accepted(new Heartbeat(0), 0));
        call.ready = false;
        pulse.beat(nowNs + 3 * SECOND);
        assertThat(call.sent).as("nothing is piled up").hasSize(2);
        call.ready = true;
        pulse.beat(nowNs + 61 * SECOND);
        assertThat(call.sent).as("a core that does not come back").hasSize(2);
        pulse.turnEnds();
        pulse.turnBegins(nowNs + 61 * SECOND);
        pulse.beat(nowNs + 63 * SECOND);
        assertThat(call.sent).hasSize(3);
        sessions.closed(nowNs, stream, "gone");
        pulse.beat(nowNs + 64 * SECOND);
        assertThat(call.sent).hasSize(3);
    }

    @Test
    void whoHasNotGreetedIsToldNothing() {
        FakeCall other = new FakeCall();
        sessions.opened(nowNs, other.stream());
        pulse.turnBegins(nowNs);
        pulse.beat(nowNs + 2 * SECOND);
        assertThat(other.sent).isEmpty();
    }
}
