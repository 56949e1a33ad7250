package rhumb.southbound.session;

import org.jspecify.annotations.Nullable;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A controller's side of its session with one process of a PoP: waits for the hello, then keeps
 * alive. A stream that says nothing valid in time is closed. Owned by one thread.
 */
public final class PeerSession {
    /** What the session asks of the controller. */
    public interface Sink {
        /**
         * A peer said who it is.
         *
         * @return {@link Welcome} to take it or {@link Refusal} to turn it away
         */
        Message onHello(long nowNs, Hello hello);

        void onMessage(long nowNs, Message message);

        /** Something can be polled. */
        void wantsToSend();

        /** Close the stream once what waits is sent. */
        void close(String reason);
    }

    private final SessionTiming timing;
    private final Sink sink;
    private final Outbox outbox = new Outbox();
    private final SessionCounters counters = new SessionCounters();
    private @Nullable Hello hello;
    private boolean closed;
    private long heardNs;
    private long nextHeartbeatNs;
    private long heartbeats;

    public PeerSession(SessionTiming timing, Sink sink, long nowNs) {
        this.timing = timing;
        this.sink = sink;
        this.heardNs = nowNs;
        this.nextHeartbeatNs = nowNs + timing.heartbeatNs();
    }

    /** Who the peer is; null until its hello was accepted. */
    public @Nullable Hello hello() {
        return hello;
    }

    public SessionCounters counters() {
        return counters;
    }

    public void offer(Message message) {
        if (!closed) {
            outbox.offer(message);
            sink.wantsToSend();
        }
    }

    public @Nullable Message poll() {
        return outbox.poll();
    }

    public long nextDeadlineNs() {
        return closed ? Long.MAX_VALUE : Math.min(nextHeartbeatNs, heardNs + timing.silenceNs());
    }

    public void onDeadline(long nowNs) {
        if (closed || nowNs < nextDeadlineNs()) {
            return;
        }
        if (nowNs - heardNs >= timing.silenceNs()) {
            close("silent for " + (nowNs - heardNs) / 1_000_000 + " ms");
            return;
        }
        nextHeartbeatNs = nowNs + timing.heartbeatNs();
        if (hello != null) {
            offer(new Heartbeat(++heartbeats));
        }
    }

    public void onFrame(long nowNs, byte[] frame) {
        Decoded decoded = SouthboundCodec.decode(frame);
        counters.count(decoded);
        if (closed) {
            return;
        }
        switch (decoded) {
            case Decoded.Accepted accepted -> {
                heardNs = nowNs;
                onMessage(nowNs, accepted.message());
            }
            case Decoded.UnknownKind unknown -> heardNs = nowNs;
            // A stranger is turned away; a known peer's bad frame is counted and the session goes
            // on.
            case Decoded.Rejected bad -> {
                if (hello == null) {
                    refuse(new Refusal("malformed", bad.reason() + " " + bad.detail()));
                }
            }
        }
    }

    private void onMessage(long nowNs, Message message) {
        if (message instanceof Hello greeting && hello == null) {
            switch (sink.onHello(nowNs, greeting)) {
                case Refusal refusal -> refuse(refusal);
                case Message welcome -> {
                    hello = greeting;
                    offer(welcome);
                }
            }
        } else if (hello == null) {
            refuse(
                    new Refusal(
                            "hello-expected",
                            "the first message must be a hello, got " + message.kind()));
        } else if (!(message instanceof Heartbeat)) {
            sink.onMessage(nowNs, message);
        }
    }

    private void refuse(Refusal refusal) {
        offer(refusal);
        close(refusal.code());
    }

    private void close(String reason) {
        closed = true;
        sink.close(reason);
    }
}
