package rhumb.southbound.session;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.message.Hello;

/**
 * The way back to a nearer controller while a session stands with a farther one. Now and then the
 * nearer ones are tried, the nearest first, on a stream beside the session's, which goes on; one
 * that greets back takes the session over. So one that answers and does not know who leads costs
 * nothing.
 *
 * <pre>
 * state \ event  deadline               connected        refused, gone
 * RESTING        connect, CONNECTING    -                -
 * CONNECTING     the next, or RESTING   hello, GREETING  the next, or RESTING
 * GREETING       the next, or RESTING   -                the next, or RESTING
 * </pre>
 *
 * <p>Pauses double when a session that came back did not last, so that a controller that comes and
 * goes is left alone.
 */
final class WayBack {
    private enum State {
        RESTING,
        CONNECTING,
        GREETING
    }

    /** Longest pause to shortest; a session that lasts for the longest makes pauses short again. */
    private static final int LONGEST = 32;

    /**
     * For a connection, and then for a greeting, which may go on to the one that leads. Nobody
     * waits for it, so it is long.
     */
    private static final long ANSWER_NS = 4_000_000_000L;

    private final Supplier<Hello> hello;
    private final RandomGenerator random;
    private final PopSession.Sink sink;

    /** Shortest pause; by chance up to as much again, so that PoPs do not come all at once. */
    private final long shortestNs;

    private State state = State.RESTING;
    private long pauseNs;
    private long dueNs = Long.MAX_VALUE;

    /** With which the session stands. */
    private int current;

    /** Which is tried. */
    private int candidate;

    /** Whether the session that stands was taken over from a farther controller. */
    private boolean cameBack;

    private @Nullable Hello greeting;

    WayBack(Supplier<Hello> hello, long shortestNs, RandomGenerator random, PopSession.Sink sink) {
        this.shortestNs = shortestNs;
        this.pauseNs = shortestNs;
        this.hello = hello;
        this.random = random;
        this.sink = sink;
    }

    long nextDeadlineNs() {
        return dueNs;
    }

    int candidate() {
        return candidate;
    }

    /** Whether a nearer one was greeted and has not answered. */
    boolean isGreeting() {
        return state == State.GREETING;
    }

    /** A session stands. */
    void onEstablished(long nowNs, int controller) {
        current = controller;
        rest(nowNs);
    }

    /** The session is gone, or greets anew: what was tried is given up. */
    void stop(String reason) {
        if (state != State.RESTING) {
            sink.disconnectBeside(reason);
        }
        forget();
    }

    /** The one that was tried has the session now. */
    void onTaken() {
        cameBack = true;
        forget();
    }

    /** A session ended that had lasted so long. */
    void onLost(long lastedNs) {
        if (lastedNs >= LONGEST * shortestNs) {
            pauseNs = shortestNs;
        } else if (cameBack) {
            pauseNs = Math.min(2 * pauseNs, LONGEST * shortestNs);
        }
        cameBack = false;
    }

    private void forget() {
        state = State.RESTING;
        greeting = null;
        dueNs = Long.MAX_VALUE;
    }

    void onDeadline(long nowNs) {
        if (nowNs < dueNs) {
            return;
        }
        if (state == State.RESTING) {
            begin(nowNs, 0);
        } else {
            sink.disconnectBeside("no answer");
            next(nowNs);
        }
    }

    void onConnected(long nowNs) {
        if (state == State.CONNECTING) {
            state = State.GREETING;
            dueNs = nowNs + ANSWER_NS;
            greeting = hello.get();
            sink.wantsToSend();
        }
    }

    /** It cannot be had: refused, or gone. */
    void onFailed(long nowNs, String reason) {
        if (state != State.RESTING) {
            sink.disconnectBeside(reason);
            next(nowNs);
        }
    }

    @Nullable Hello poll() {
        Hello first = greeting;
        greeting = null;
        return first;
    }

    private void begin(long nowNs, int one) {
        candidate = one;
        state = State.CONNECTING;
        dueNs = nowNs + ANSWER_NS;
        sink.connectBeside(one);
    }

    private void next(long nowNs) {
        greeting = null;
        if (candidate + 1 < current) {
            begin(nowNs, candidate + 1);
        } else {
            rest(nowNs);
        }
    }

    private void rest(long nowNs) {
        state = State.RESTING;
        greeting = null;
        dueNs = current == 0 ? Long.MAX_VALUE : nowNs + pauseNs + random.nextLong(pauseNs);
    }
}
