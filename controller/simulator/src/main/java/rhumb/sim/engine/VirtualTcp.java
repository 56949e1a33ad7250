package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import rhumb.sim.impair.LinkModel;
import rhumb.sim.impair.TcpPipe;

/**
 * A connection between two PoPs over the model of TCP, with the buffers that a program's own socket
 * library adds.
 */
final class VirtualTcp implements TcpPipe.Sink {
    private static final int CHUNK_BYTES = 16 * 1024;

    /** Gives the called PoP's end its user, or null to turn the caller away. */
    interface Acceptor {
        Wire.@Nullable User accept(Wire wire);
    }

    private final EventQueue queue;
    private final TcpPipe pipe;
    private final EventQueue.Timer timer;
    private final End opener;
    private final End acceptor;
    private final Acceptor accept;

    VirtualTcp(EventQueue queue, LinkModel there, LinkModel back, Acceptor accept) {
        this.queue = queue;
        this.accept = accept;
        this.pipe = new TcpPipe(there, back, 0, this);
        this.timer = queue.timer(pipe::nextDeadlineNs, () -> pipe.onDeadline(queue.nowNs()));
        this.opener = new End(TcpPipe.Side.OPENER);
        this.acceptor = new End(TcpPipe.Side.ACCEPTOR);
    }

    /** Starts the handshake. */
    Wire open(Wire.User user) {
        opener.user = user;
        pipe.connect(queue.nowNs());
        timer.arm();
        return opener;
    }

    private End end(TcpPipe.Side side) {
        return side == TcpPipe.Side.OPENER ? opener : acceptor;
    }

    @Override
    public void onConnected(long nowNs, TcpPipe.Side side) {
        if (side == TcpPipe.Side.ACCEPTOR) {
            acceptor.user = accept.accept(acceptor);
            if (acceptor.user == null) {
                pipe.reset(nowNs, side);
            }
            return;
        }
        if (opener.user != null) {
            opener.user.onConnected();
        }
        opener.push();
    }

    @Override
    public void onReadable(long nowNs, TcpPipe.Side side) {
        end(side).pull();
    }

    @Override
    public void onWritable(long nowNs, TcpPipe.Side side) {
        end(side).push();
    }

    @Override
    public void onBroken(long nowNs, TcpPipe.Side side, TcpPipe.Cause cause) {
        End end = end(side);
        end.pull();
        end.over(cause.name());
    }

    /** One program's end. */
    private final class End implements Wire {
        private final TcpPipe.Side side;
        private final Deque<ByteBuffer> waiting = new ArrayDeque<>();
        private Wire.@Nullable User user;
        private boolean reading = true;
        private boolean closing;
        private boolean full;

        End(TcpPipe.Side side) {
            this.side = side;
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            waiting.add(copy);
            push();
            full = !waiting.isEmpty();
            return !full;
        }

        @Override
        public void reading(boolean enabled) {
            reading = enabled;
            if (enabled) {
                queue.in(0, this::pull);
            }
        }

        @Override
        public void close() {
            closing = true;
            user = null;
            push();
            pull(); // What still comes is read and forgotten.
        }

        /** Links are dark by now, so the far end learns it when it speaks to the next life. */
        @Override
        public void abandon() {
            user = null;
            closing = true;
            waiting.clear();
            pipe.reset(queue.nowNs(), side);
            timer.arm();
        }

        private void push() {
            while (!waiting.isEmpty()) {
                pipe.write(queue.nowNs(), side, waiting.getFirst());
                if (waiting.getFirst().hasRemaining()) {
                    break;
                }
                waiting.removeFirst();
            }
            if (waiting.isEmpty() && closing) {
                pipe.shutdown(queue.nowNs(), side);
            } else if (waiting.isEmpty() && full && user != null) {
                full = false;
                user.onWritable();
            }
            timer.arm();
        }

        private void pull() {
            while ((reading || closing) && pipe.readable(side) > 0) {
                ByteBuffer chunk = ByteBuffer.allocate(Math.min(CHUNK_BYTES, pipe.readable(side)));
                pipe.read(queue.nowNs(), side, chunk);
                if (user != null) {
                    user.onBytes(chunk.flip());
                }
            }
            if (pipe.atEnd(side)) {
                over("closed by the peer");
            }
            timer.arm();
        }

        private void over(String reason) {
            Wire.User told = user;
            user = null;
            if (told != null) {
                told.onClosed(reason);
                closing = true;
                push();
            }
        }
    }
}
