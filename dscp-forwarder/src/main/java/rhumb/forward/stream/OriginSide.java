package rhumb.forward.stream;

import java.nio.ByteBuffer;
import rhumb.net.Endpoint;

/**
 * The PoP next to the media server: reads the answer once, keeps what the viewer side has not
 * acknowledged, and sends it down whichever chain was opened last.
 */
final class OriginSide implements Party {
    /** Names a stream over all its chains. */
    record Key(int viewerPop, long stream) {}

    // Specification constants.
    private static final int REPLAY_BYTES = 4 << 20;
    private static final long ALIVE_NS = 100_000_000L;
    private static final long ORPHAN_NS = 15_000_000_000L;

    /**
     * Implementation constant: the viewer side acknowledges every 500 ms; a chain this silent is
     * dead.
     */
    private static final long CHAIN_SILENCE_NS = 10_000_000_000L;

    private final StreamCore core;
    private final Key key;
    private final Endpoint target;
    private final String request;
    private final ReplayBuffer replay = new ReplayBuffer(REPLAY_BYTES);
    private int origin;
    private boolean originConnected;
    private boolean originEnded;
    private boolean originPaused;
    private int chain;
    private boolean chainWritable;
    private boolean endSent;
    private FrameReader reader = new FrameReader();
    private long sentOffset;
    private long lastSentNs;
    private long lastHeardNs;
    private boolean done;

    OriginSide(StreamCore core, Key key, Endpoint target, String request) {
        this.core = core;
        this.key = key;
        this.target = target;
        this.request = request;
    }

    Key key() {
        return key;
    }

    void start(long nowNs, int firstChain) {
        origin = core.connect(this, target);
        core.sink().write(origin, RequestHead.toOrigin(request, target.toString()));
        onChain(nowNs, firstChain, 0);
    }

    /**
     * Another chain for this stream arrived: everything from {@code resumeOffset} on goes there.
     */
    void onChain(long nowNs, int connection, long resumeOffset) {
        core.adopt(nowNs, connection, this);
        if (resumeOffset < replay.start() || resumeOffset > replay.end()) {
            core.counters().reject(StreamReject.STALE_RESUME);
            core.sink().write(connection, StreamFrame.fail(StreamFrame.Failure.STALE_RESUME));
            core.close(connection);
            return;
        }
        core.close(chain);
        chain = connection;
        chainWritable = true;
        endSent = false;
        reader = new FrameReader();
        sentOffset = resumeOffset;
        lastHeardNs = nowNs;
        acknowledge(resumeOffset);
        core.sink().write(chain, StreamFrame.alive());
        lastSentNs = nowNs;
        pump(nowNs);
    }

    @Override
    public void onConnected(long nowNs, int connection) {
        originConnected = true;
    }

    @Override
    public void onBytes(long nowNs, int connection, ByteBuffer bytes) {
        if (connection == origin) {
            core.counters().originBytes += bytes.remaining();
            replay.append(bytes);
            if (replay.isFull()) {
                originPaused = true;
                core.sink().reading(origin, false);
            }
            pump(nowNs);
        } else if (connection == chain) {
            lastHeardNs = nowNs;
            if (!reader.read(bytes, (type, body) -> onFrame(nowNs, type, body))) {
                dropChain(nowNs, StreamReject.BAD_FRAME);
            }
        }
    }

    @Override
    public void onWritable(long nowNs, int connection) {
        if (connection == chain) {
            chainWritable = true;
            pump(nowNs);
        }
    }

    @Override
    public void onClosed(long nowNs, int connection, String reason) {
        if (connection == origin) {
            if (!originConnected) {
                core.counters().reject(StreamReject.ORIGIN_UNREACHABLE);
                core.sink().write(chain, StreamFrame.fail(StreamFrame.Failure.ORIGIN_UNREACHABLE));
                finish();
                return;
            }
            originEnded = true;
            pump(nowNs);
        } else if (connection == chain) {
            chain = 0;
            lastHeardNs = nowNs;
            done = originEnded && endSent && replay.start() == replay.end();
        }
    }

    @Override
    public void onTick(long nowNs) {
        if (chain != 0 && nowNs - lastHeardNs >= CHAIN_SILENCE_NS) {
            core.close(chain);
            chain = 0;
            lastHeardNs = nowNs;
        }
        if (chain == 0) {
            if (nowNs - lastHeardNs >= ORPHAN_NS) {
                finish();
            }
        } else if (chainWritable && nowNs - lastSentNs >= ALIVE_NS) {
            lastSentNs = nowNs;
            chainWritable = core.sink().write(chain, StreamFrame.alive());
        }
    }

    @Override
    public boolean isDone() {
        return done;
    }

    private boolean onFrame(long nowNs, int type, ByteBuffer body) {
        if (type == StreamFrame.ACK && body.remaining() == 8) {
            long offset = body.getLong(0);
            if (offset < 0 || offset > sentOffset) {
                dropChain(nowNs, StreamReject.BAD_FRAME);
                return false;
            }
            acknowledge(offset);
            if (endSent && offset == replay.end()) {
                finish();
                return false;
            }
        }
        return true;
    }

    private void acknowledge(long offset) {
        replay.release(offset);
        if (originPaused && !replay.isFull()) {
            originPaused = false;
            core.sink().reading(origin, true);
        }
    }

    private void pump(long nowNs) {
        while (chain != 0 && chainWritable && sentOffset < replay.end()) {
            ByteBuffer chunk = replay.read(sentOffset, StreamFrame.MAX_CHUNK_BYTES);
            long offset = sentOffset;
            sentOffset += chunk.remaining();
            lastSentNs = nowNs;
            chainWritable = core.sink().write(chain, StreamFrame.data(offset, chunk));
        }
        if (chain != 0 && originEnded && !endSent && sentOffset == replay.end()) {
            endSent = true;
            core.sink().write(chain, StreamFrame.end(sentOffset));
        }
    }

    private void dropChain(long nowNs, StreamReject reason) {
        core.counters().reject(reason);
        core.close(chain);
        chain = 0;
        lastHeardNs = nowNs;
    }

    private void finish() {
        done = true;
        core.close(chain);
        core.close(origin);
        core.forgetIfDone(this);
    }
}
