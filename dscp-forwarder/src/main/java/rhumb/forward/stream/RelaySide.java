package rhumb.forward.stream;

import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * A transit PoP's part of a chain: bytes go through untouched, both ways. A side that is full stops
 * the reading on the other, so nothing piles up here.
 */
final class RelaySide implements Party {
    private final StreamCore core;
    private final int viewerward;
    private final StreamPreface preface;
    private int originward;
    private boolean connected;
    private boolean done;

    /**
     * @param viewerward the connection that came in
     * @param preface what to say to the next PoP
     */
    RelaySide(StreamCore core, int viewerward, StreamPreface preface) {
        this.core = core;
        this.viewerward = viewerward;
        this.preface = preface;
    }

    void open(int pop, Endpoint next) {
        originward = core.connectChain(this, pop, next);
        core.sink().write(originward, preface.write());
    }

    @Override
    public void onConnected(long nowNs, int connection) {
        connected = true;
        core.sink().reading(viewerward, true);
    }

    @Override
    public void onBytes(long nowNs, int connection, ByteBuffer bytes) {
        if (!bytes.hasRemaining() || done) {
            return;
        }
        core.counters().relayedBytes += bytes.remaining();
        int other = connection == viewerward ? originward : viewerward;
        boolean more = core.sink().write(other, bytes);
        if (!more || !connected && connection == viewerward) {
            core.sink().reading(connection, false);
        }
    }

    @Override
    public void onWritable(long nowNs, int connection) {
        core.sink().reading(connection == viewerward ? originward : viewerward, true);
    }

    @Override
    public void onClosed(long nowNs, int connection, String reason) {
        done = true;
        core.close(connection == viewerward ? originward : viewerward);
    }

    @Override
    public void onTick(long nowNs) {}

    @Override
    public boolean isDone() {
        return done;
    }
}
