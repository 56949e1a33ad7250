package rhumb.forward.stream;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.southbound.rule.ServiceRule;

/** A chain that came in and has not yet said where it wants to go. */
final class Arrival implements Party {
    /** Specification constant: a preface must be whole by then. */
    private static final long PATIENCE_NS = 5_000_000_000L;

    private final StreamCore core;
    private final int connection;
    private final long deadlineNs;
    private final ByteBuffer collected = ByteBuffer.allocate(StreamPreface.MAX_BYTES);
    private boolean done;

    Arrival(StreamCore core, int connection, long nowNs) {
        this.core = core;
        this.connection = connection;
        this.deadlineNs = nowNs + PATIENCE_NS;
    }

    @Override
    public void onConnected(long nowNs, int ignored) {}

    @Override
    public void onBytes(long nowNs, int ignored, ByteBuffer bytes) {
        int take = Math.min(bytes.remaining(), collected.remaining());
        collected.put(bytes.slice(bytes.position(), take));
        bytes.position(bytes.position() + take);
        ByteBuffer soFar = collected.duplicate().flip();
        int length = StreamPreface.length(soFar);
        if (length == 0) {
            return;
        }
        StreamPreface preface = length < 0 ? null : StreamPreface.read(soFar);
        if (preface == null) {
            refuse(StreamReject.BAD_PREFACE);
            return;
        }
        done = true;
        Party next = preface.left() > 0 ? relay(nowNs, preface) : origin(nowNs, preface);
        if (next != null) {
            core.forgetIfDone(this);
            next.onBytes(nowNs, connection, soFar);
            next.onBytes(nowNs, connection, bytes);
        }
    }

    @Override
    public void onWritable(long nowNs, int ignored) {}

    @Override
    public void onClosed(long nowNs, int ignored, String reason) {
        done = true;
    }

    @Override
    public void onTick(long nowNs) {
        if (!done && nowNs >= deadlineNs) {
            refuse(StreamReject.SLOW_PREFACE);
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    private @Nullable Party relay(long nowNs, StreamPreface preface) {
        Label label = new Label(preface.nextLabel());
        Endpoint next = core.paths().hop(label);
        if (next == null || core.full()) {
            refuse(StreamReject.UNKNOWN_LABEL);
            return null;
        }
        RelaySide relay = new RelaySide(core, connection, preface.oneLinkOn());
        core.adopt(nowNs, connection, relay);
        relay.open(label.pop(), next);
        return relay;
    }

    private @Nullable Party origin(long nowNs, StreamPreface preface) {
        if (preface.originPop() != core.paths().self()) {
            refuse(StreamReject.WRONG_ORIGIN);
            return null;
        }
        OriginSide.Key key = new OriginSide.Key(preface.viewerPop(), preface.stream());
        OriginSide known = core.origin(key);
        if (known != null) {
            known.onChain(nowNs, connection, preface.resumeOffset());
            return known;
        }
        ServiceRule service = core.paths().service(preface.service());
        boolean ends =
                service != null
                        && service.kind() == ServiceRule.Kind.FLV
                        && service.target() != null;
        StreamFrame.Failure failure =
                !ends
                        ? StreamFrame.Failure.NO_SERVICE
                        : preface.resumeOffset() != 0
                                ? StreamFrame.Failure.STALE_RESUME
                                : core.full() ? StreamFrame.Failure.TOO_MANY : null;
        if (failure != null || service == null || service.target() == null) {
            fail(failure == null ? StreamFrame.Failure.NO_SERVICE : failure);
            return null;
        }
        OriginSide origin = new OriginSide(core, key, service.target(), preface.request());
        core.register(origin);
        origin.start(nowNs, connection);
        return origin;
    }

    private void fail(StreamFrame.Failure failure) {
        core.sink().write(connection, StreamFrame.fail(failure));
        refuse(failure.reject());
    }

    private void refuse(StreamReject reason) {
        done = true;
        core.refuse(connection, this, reason);
    }
}
