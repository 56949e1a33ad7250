package rhumb.southbound.session;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A PoP process's side of its session with the controllers.
 *
 * <pre>
 * state \ event   deadline            connected     welcome       other message   refusal, lost, silence
 * PAUSED          connect, CONNECTING -             -             -               -
 * CONNECTING      give up, PAUSED     hello, GREETING -           -               PAUSED, next controller
 * GREETING        give up, PAUSED     -             ESTABLISHED   ignored         PAUSED, next controller
 * ESTABLISHED     heartbeat           -             -             delivered       PAUSED, next controller
 * </pre>
 *
 * <p>{@link Regreet} takes a session back to GREETING, on the same stream. While a session stands
 * with another controller than the nearest, {@link WayBack} tries nearer ones on a stream beside
 * it.
 *
 * <p>What is offered while no session stands waits in the {@link Outbox}. Owned by one thread.
 */
public final class PopSession {
    /** What the session asks of its shell. */
    public interface Sink {
        /** Open a stream to this controller of the configured list, counted from 0. */
        void connect(int controller);

        /** Close the stream, whether it stands or not. */
        void disconnect(String reason);

        /** Open another stream, to this controller, beside the one that stands. */
        void connectBeside(int controller);

        /** Close the one beside, whether it stands or not. */
        void disconnectBeside(String reason);

        /** The one beside is the session's stream from now on; close the former. */
        void moveBeside(String reason);

        /** Something can be polled. */
        void wantsToSend();

        /** A controller greeted back; the process shall now say what it knows. */
        void onEstablished(long nowNs, Welcome welcome);

        void onMessage(long nowNs, Message message);

        /** The session is gone; the process keeps its last good state. */
        void onLost(long nowNs, String reason);
    }

    /** Where the session stands. */
    public enum State {
        PAUSED,
        CONNECTING,
        GREETING,
        ESTABLISHED
    }

    /** A controller that misses so many heartbeats in a row is gone. */
    private static final int SILENT_BEATS = 4;

    /** Collections and busy machines are quiet for less. */
    private static final long PATIENCE_NS = 1_000_000_000L;

    /**
     * Controllers that fall silent one after the other are rather too busy than dead, and whoever
     * comes back to them anew makes them no less busy: each is given twice the time then.
     */
    private static final long AGAIN_NS = 30_000_000_000L;

    private static final long NEVER = Long.MIN_VALUE;
    private static final long CONNECT_NS = 2_000_000_000L;

    private final Supplier<Hello> hello;
    private final int controllers;
    private final SessionTiming timing;
    private final RandomGenerator random;
    private final Sink sink;
    private final Outbox outbox = new Outbox();
    private final SessionCounters counters = new SessionCounters();
    private final WayBack wayBack;

    private State state = State.PAUSED;
    private int controller;
    private long pauseNs;
    private long deadlineNs;
    private long heardNs;
    private long establishedNs = NEVER;
    private long heartbeatNs;
    private long silenceNs;
    private long patienceNs = PATIENCE_NS;
    private long silentNs = NEVER;
    private long nextHeartbeatNs;
    private long heartbeats;
    private @Nullable Message greeting;

    /**
     * @param hello asked at each connection, because the installed epoch changes
     * @param controllers how many controllers are configured, at least 1
     * @param startNs when to connect first
     */
    public PopSession(
            Supplier<Hello> hello,
            int controllers,
            SessionTiming timing,
            RandomGenerator random,
            Sink sink,
            long startNs) {
        this.hello = hello;
        this.controllers = controllers;
        this.timing = timing;
        this.random = random;
        this.sink = sink;
        this.pauseNs = timing.retryMinNs();
        this.deadlineNs = startNs;
        this.heartbeatNs = timing.heartbeatNs();
        this.silenceNs = timing.silenceNs();
        this.wayBack = new WayBack(hello, timing.returnNs(), random, sink);
    }

    public State state() {
        return state;
    }

    public int controller() {
        return controller;
    }

    public SessionCounters counters() {
        return counters;
    }

    public Outbox outbox() {
        return outbox;
    }

    /** Takes a message for the controller; merged with what waits already. */
    public void offer(Message message) {
        outbox.offer(message);
        if (state == State.ESTABLISHED) {
            sink.wantsToSend();
        }
    }

    /** The next message for the stream; null when there is none or none may go yet. */
    public @Nullable Message poll() {
        if (greeting != null) {
            Message first = greeting;
            greeting = null;
            return first;
        }
        return state == State.ESTABLISHED ? outbox.poll() : null;
    }

    /** The next message for the stream beside; null when there is none. */
    public @Nullable Message pollBeside() {
        return wayBack.poll();
    }

    public long nextDeadlineNs() {
        return state == State.ESTABLISHED
                ? Math.min(wayBack.nextDeadlineNs(), Math.min(nextHeartbeatNs, heardNs + silenceNs))
                : deadlineNs;
    }

    public void onDeadline(long nowNs) {
        if (nowNs < nextDeadlineNs()) {
            return;
        }
        switch (state) {
            case PAUSED -> {
                state = State.CONNECTING;
                deadlineNs = nowNs + connectingNs();
                sink.connect(controller);
            }
            case CONNECTING, GREETING -> lose(nowNs, "no answer");
            case ESTABLISHED -> {
                if (nowNs - heardNs >= silenceNs) {
                    onSilent(nowNs);
                    lose(nowNs, "silent for " + (nowNs - heardNs) / 1_000_000 + " ms");
                    return;
                }
                if (nowNs >= nextHeartbeatNs) {
                    if (nowNs - establishedNs >= AGAIN_NS) {
                        waitFor(PATIENCE_NS);
                    }
                    nextHeartbeatNs = nowNs + heartbeatNs;
                    offer(new Heartbeat(++heartbeats));
                }
                wayBack.onDeadline(nowNs);
            }
        }
    }

    /** This process did not run for so long: what came meanwhile has not been read yet. */
    public void forgive(long pauseNs) {
        if (state == State.ESTABLISHED) {
            heardNs += pauseNs;
        }
    }

    private void waitFor(long newPatienceNs) {
        patienceNs = newPatienceNs;
        silenceNs = Math.min(timing.silenceNs(), Math.max(patienceNs, SILENT_BEATS * heartbeatNs));
    }

    private void onSilent(long nowNs) {
        boolean again = silentNs != NEVER && nowNs - silentNs < AGAIN_NS;
        patienceNs = again ? Math.min(2 * patienceNs, timing.silenceNs()) : PATIENCE_NS;
        silentNs = nowNs;
    }

    /** The stream that {@link Sink#connect} asked for stands. */
    public void onConnected(long nowNs) {
        if (state == State.CONNECTING) {
            greet(nowNs);
        }
    }

    /** The stream that {@link Sink#connectBeside} asked for stands. */
    public void onConnectedBeside(long nowNs) {
        wayBack.onConnected(nowNs);
    }

    /** The stream beside broke or could not be opened. */
    public void onDisconnectedBeside(long nowNs, String reason) {
        wayBack.onFailed(nowNs, reason);
    }

    /** A frame of the stream beside: an answer to the greeting, and nothing else. */
    public void onFrameBeside(long nowNs, byte[] frame) {
        Decoded decoded = SouthboundCodec.decode(frame);
        counters.count(decoded);
        if (!wayBack.isGreeting() || !(decoded instanceof Decoded.Accepted accepted)) {
            return;
        }
        if (accepted.message() instanceof Welcome welcome) {
            moveBeside(nowNs, "a nearer controller answers");
            heardNs = nowNs;
            onWelcome(nowNs, welcome);
        } else if (accepted.message() instanceof Refusal refusal) {
            wayBack.onFailed(nowNs, refusal.code());
        } else if (accepted.message() instanceof Regreet) {
            wayBack.onFailed(nowNs, "another controller leads meanwhile");
        }
    }

    /** The session goes on with the nearer controller, which was greeted. */
    private void moveBeside(long nowNs, String reason) {
        controller = wayBack.candidate();
        // It may not know who leads either: it is not waited for longer than a silent session is.
        deadlineNs = Math.min(wayBack.nextDeadlineNs(), nowNs + PATIENCE_NS);
        state = State.GREETING;
        greeting = wayBack.poll();
        wayBack.onTaken();
        sink.moveBeside(reason);
    }

    private void greet(long nowNs) {
        wayBack.stop("another controller leads");
        state = State.GREETING;
        deadlineNs = nowNs + timing.silenceNs();
        greeting = hello.get();
        sink.wantsToSend();
    }

    /** With others to go to, a controller that takes long to reach is not waited for. */
    private long connectingNs() {
        return controllers == 1 ? timing.silenceNs() : Math.min(timing.silenceNs(), CONNECT_NS);
    }

    /** The stream broke or could not be opened. */
    public void onDisconnected(long nowNs, String reason) {
        if (state != State.PAUSED) {
            lose(nowNs, reason);
        }
    }

    public void onFrame(long nowNs, byte[] frame) {
        heardNs = nowNs;
        Decoded decoded = SouthboundCodec.decode(frame);
        counters.count(decoded);
        if (!(decoded instanceof Decoded.Accepted accepted)) {
            return;
        }
        switch (accepted.message()) {
            case Welcome welcome -> onWelcome(nowNs, welcome);
            case Refusal refusal -> lose(nowNs, refusal.code() + ": " + refusal.text());
            case Heartbeat alive -> {}
            case Regreet again -> {
                if (state == State.ESTABLISHED || state == State.GREETING) {
                    greet(nowNs);
                }
            }
            case Message message -> {
                if (state == State.ESTABLISHED) {
                    sink.onMessage(nowNs, message);
                }
            }
        }
    }

    private void onWelcome(long nowNs, Welcome welcome) {
        if (state != State.GREETING) {
            return;
        }
        if (welcome.knownSeq() == 0 && establishedNs != NEVER) {
            outbox.setIncomplete();
        }
        state = State.ESTABLISHED;
        establishedNs = nowNs;
        heartbeatNs =
                Math.clamp(welcome.heartbeatNs(), timing.retryMinNs(), timing.silenceNs() / 2);
        waitFor(patienceNs);
        nextHeartbeatNs = nowNs + heartbeatNs;
        wayBack.onEstablished(nowNs, controller);
        sink.onEstablished(nowNs, welcome);
        sink.wantsToSend();
    }

    private void lose(long nowNs, String reason) {
        boolean wasEstablished = state == State.ESTABLISHED;
        if (wasEstablished && wayBack.isGreeting()) {
            // If whoever leads gave the session to the stream beside, its answer is under way.
            moveBeside(nowNs, reason);
            return;
        }
        wayBack.stop(reason);
        if (wasEstablished) {
            wayBack.onLost(nowNs - establishedNs);
        }
        // Only a session that lasted makes pauses short again: two processes of one name, each of
        // which replaces the other, would do so without end.
        if (wasEstablished && nowNs - establishedNs >= timing.retryMaxNs()) {
            pauseNs = timing.retryMinNs();
        }
        state = State.PAUSED;
        greeting = null;
        controller = (controller + 1) % controllers;
        // With several controllers the next one is tried at once; pauses grow only after a whole
        // round.
        boolean roundDone = controller == 0 || wasEstablished && controllers == 1;
        long jitterNs = random.nextLong(pauseNs / 2 + 1);
        deadlineNs = roundDone ? nowNs + pauseNs / 2 + jitterNs : nowNs + jitterNs / 4;
        pauseNs = roundDone ? Math.min(pauseNs * 2, timing.retryMaxNs()) : pauseNs;
        sink.disconnect(reason);
        sink.onLost(nowNs, reason);
    }
}
