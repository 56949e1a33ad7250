package rhumb.sim.engine;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.PopSession;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A PoP process's session with the controller: the real state machine, its bytes delayed as the
 * channel delays them.
 */
final class VirtualSession implements PopSession.Sink {
    /** Whom the session serves. */
    interface User {
        void onEstablished(Welcome welcome);

        void onMessage(Message message);

        void onLost();
    }

    private final EventQueue queue;
    private final VirtualControl control;
    private final PopId pop;
    private final long delayNs;
    private final User user;
    private final PopSession session;
    private final EventQueue.Timer timer;
    private VirtualControl.@Nullable Peer peer;
    private boolean stopped;

    VirtualSession(
            EventQueue queue,
            VirtualControl control,
            PopId pop,
            long delayNs,
            Supplier<Hello> hello,
            RandomGenerator random,
            User user) {
        this.queue = queue;
        this.control = control;
        this.pop = pop;
        this.delayNs = delayNs;
        this.user = user;
        this.session =
                new PopSession(hello, 1, SessionTiming.STANDARD, random, this, queue.nowNs());
        this.timer =
                queue.timer(
                        session::nextDeadlineNs,
                        () -> {
                            session.onDeadline(queue.nowNs());
                            flush();
                        });
        timer.arm();
    }

    void offer(Message message) {
        session.offer(message);
        flush();
    }

    /** The process died. */
    void stop() {
        stopped = true;
        timer.stop();
        if (peer != null) {
            peer.gone("process died");
        }
    }

    @Override
    public void connect(int controller) {
        // A TCP handshake and the stream's opening: a round trip.
        queue.in(
                2 * delayNs,
                () -> {
                    if (stopped) {
                        return;
                    }
                    peer = control.accept(this, pop);
                    if (peer == null) {
                        session.onDisconnected(queue.nowNs(), "connection refused");
                    } else {
                        session.onConnected(queue.nowNs());
                    }
                    flush();
                });
    }

    @Override
    public void disconnect(String reason) {
        if (peer != null) {
            peer.gone(reason);
            peer = null;
        }
    }

    @Override
    public void connectBeside(int controller) {
        throw new IllegalStateException("there is one controller, and none is nearer");
    }

    @Override
    public void disconnectBeside(String reason) {
        // There is none.
    }

    @Override
    public void moveBeside(String reason) {
        throw new IllegalStateException(reason);
    }

    @Override
    public void wantsToSend() {
        // Every input is followed by a flush.
    }

    @Override
    public void onEstablished(long nowNs, Welcome welcome) {
        user.onEstablished(welcome);
    }

    @Override
    public void onMessage(long nowNs, Message message) {
        user.onMessage(message);
    }

    @Override
    public void onLost(long nowNs, String reason) {
        user.onLost();
    }

    /** Bytes from the controller arrive. */
    void arrive(VirtualControl.Peer from, byte[] frame) {
        if (!stopped && from == peer) {
            session.onFrame(queue.nowNs(), frame);
            flush();
        }
    }

    /** The controller's end broke. */
    void broken(VirtualControl.Peer from, String reason) {
        if (!stopped && from == peer) {
            peer = null;
            session.onDisconnected(queue.nowNs(), reason);
            timer.arm();
        }
    }

    private void flush() {
        VirtualControl.Peer to = peer;
        for (Message next = session.poll(); next != null; next = session.poll()) {
            byte[] frame = SouthboundCodec.encode(next);
            if (to != null) {
                queue.in(delayNs, () -> to.arrive(frame));
            }
        }
        timer.arm();
    }

    long delayNs() {
        return delayNs;
    }
}
