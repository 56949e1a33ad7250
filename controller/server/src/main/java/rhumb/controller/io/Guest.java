package rhumb.controller.io;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import rhumb.host.session.ControllerChannel;
import rhumb.host.session.ControllerStream;
import rhumb.host.session.PeerStream;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Regreet;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * One process's stream at the {@link Reception}, under whose lock everything here happens.
 *
 * <p>A frame is consumed, so that the next may come, when where it goes can take another: who sends
 * more than is taken is held back at its end.
 */
final class Guest {
    /** Why a stream is ended that came to a controller which does not lead. */
    static final String NOT_LEADER = "not-leader";

    /** A process that is told to greet, or came to, and says nothing for so long is gone. */
    private static final long MUTE_NS = 5_000_000_000L;

    /** As for sessions of the leader itself. */
    private static final long STUCK_NS = 30_000_000_000L;

    /** A leader that cannot be reached from here for so long may be from elsewhere. */
    private static final long UNREACHED_NS = 3_000_000_000L;

    final PeerStream stream;
    private final Reception reception;
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private final OwnSign sign = new OwnSign();
    private @Nullable CoreLoop core;
    private @Nullable Passing passing;
    private boolean greeted;

    /** Since when a hello is waited for; 0 = none is. */
    private long expectsHelloNs;

    /** Since when it takes nothing of what waits for it; 0 = it does. */
    private long stuckSinceNs;

    /** Since when the leader cannot be reached; 0 = it can. */
    private long failingSinceNs;

    Guest(PeerStream stream, Reception reception, long nowNs) {
        this.stream = stream;
        this.reception = reception;
        this.expectsHelloNs = nowNs;
    }

    /** Whether its process has greeted some controller on this stream. */
    boolean hasGreeted() {
        return greeted;
    }

    /** Whether it has greeted and its frames go nowhere. */
    boolean isStranded() {
        return greeted && core == null && passing == null && expectsHelloNs == 0;
    }

    /** Why it should be given up; null = it should not. */
    @Nullable String fault(long nowNs) {
        if (core != null) {
            return null; // the core's to judge
        }
        if (expectsHelloNs != 0 && waiting.isEmpty() && nowNs - expectsHelloNs >= MUTE_NS) {
            return "it does not greet";
        }
        if (stuckSinceNs != 0 && nowNs - stuckSinceNs >= STUCK_NS) {
            return "slow-peer: it took nothing of what it was sent for 30 s";
        }
        return failingSinceNs != 0 && nowNs - failingSinceNs >= UNREACHED_NS
                ? "the controller that leads cannot be reached from here"
                : null;
    }

    /** Between two leaders the process hears from us that its controller is there. */
    void bridge(long nowNs) {
        if (core == null && stream.isReady() && sign.isDue(nowNs)) {
            stream.send(SouthboundCodec.encode(new Heartbeat(0)));
        }
    }

    /** From now on its frames go to the core of this controller. */
    void attach(CoreLoop loop) {
        core = loop;
        loop.onOpen(stream);
        flush();
    }

    /** Takes again what had to wait, one after the other. */
    void flush() {
        List<byte[]> all = new ArrayList<>(waiting);
        waiting.clear();
        all.forEach(this::onFrame);
    }

    /** Ends it; one that takes nothing is cut off. */
    void giveUp(String reason) {
        if (stuckSinceNs != 0) {
            stream.cut(reason);
        }
        stream.close(reason);
    }

    /** Its frames go nowhere from now on. */
    void detach() {
        failingSinceNs = 0;
        if (core != null) {
            core.onClosed(stream, "another controller leads");
            core = null;
        }
        if (passing != null) {
            passing.upstream.close("another controller leads");
            passing = null;
        }
    }

    /** Has the process greet again; what it said before that is for nobody any more. */
    void regreet(String reason, long nowNs) {
        waiting.clear();
        stream.settle();
        stream.send(SouthboundCodec.encode(new Regreet(reason)));
        expectsHelloNs = nowNs;
    }

    void onFrame(byte[] frame) {
        if (expectsHelloNs != 0 && greeted && !isHello(frame)) {
            stream.consumed();
            return;
        }
        if (core != null) {
            arrived();
            core.onFrame(stream, frame);
            return;
        }
        // Only a greeting opens a way: what comes before the process is told to greet is for
        // nobody.
        boolean mayBegin = !greeted || isHello(frame);
        if (passing == null && !(mayBegin && begin())) {
            waiting.add(frame);
            return;
        }
        arrived();
        Passing way = passing;
        if (way != null) {
            way.upstream.send(frame);
            way.repay(1);
        }
    }

    /** The first frame: a hello, or something that whoever takes it will refuse. */
    private void arrived() {
        greeted = true;
        expectsHelloNs = 0;
    }

    private static boolean isHello(byte[] frame) {
        return SouthboundCodec.decode(frame) instanceof Decoded.Accepted accepted
                && accepted.message() instanceof Hello;
    }

    private void failed() {
        passing = null;
        failingSinceNs = failingSinceNs == 0 ? System.nanoTime() : failingSinceNs;
    }

    /** Opens the way to the leader, if there is one. */
    private boolean begin() {
        ControllerChannel channel = reception.towardsLeader();
        if (channel == null) {
            return false;
        }
        Passing way = new Passing(channel);
        passing = way;
        way.upstream.send(reception.introduction(stream));
        if (way.ended) {
            failed();
        }
        return true;
    }

    /** The process takes more. */
    void onReady() {
        stuckSinceNs = 0;
        if (core != null) {
            core.onReady(stream);
        } else if (passing != null) {
            passing.drain();
        }
    }

    void onClosed(String reason) {
        if (core != null) {
            core.onClosed(stream, reason);
        } else if (passing != null) {
            passing.upstream.close(reason);
        }
    }

    /** A stream of this process to the leader. */
    private final class Passing {
        private final ControllerStream upstream;
        private boolean ended;

        /** Frames of the process that were sent and have not made room for others. */
        private int owed;

        /** Frames of the leader that were given to a process that does not read. */
        private int given;

        Passing(ControllerChannel channel) {
            this.upstream = channel.stream(this::onEvent);
        }

        private void onEvent(ControllerStream.Event event) {
            synchronized (reception) {
                switch (event) {
                    case ControllerStream.Event.Ready ready -> repay(0);
                    case ControllerStream.Event.Frame frame -> onAnswer(frame.bytes());
                    case ControllerStream.Event.Closed gone -> onEnd(gone);
                }
            }
        }

        void repay(int more) {
            owed += more;
            while (owed > 0 && equals(passing) && upstream.isReady()) {
                owed--;
                stream.consumed();
            }
        }

        private void onAnswer(byte[] frame) {
            if (!equals(passing)) {
                return;
            }
            failingSinceNs = 0;
            sign.onAnswer(System.nanoTime());
            stream.send(frame);
            given++;
            drain();
            if (given > 0 && stuckSinceNs == 0) {
                stuckSinceNs = System.nanoTime();
            }
        }

        void drain() {
            while (given > 0 && stream.isReady()) {
                given--;
                upstream.consumed();
            }
        }

        private void onEnd(ControllerStream.Event.Closed gone) {
            ended = true;
            if (!equals(passing)) {
                return;
            }
            passing = null;
            if (gone.orderly() && !gone.reason().equals(NOT_LEADER)) {
                reception.onEnded(Guest.this, gone.reason());
            } else {
                failed();
            }
        }
    }
}
