package rhumb.sim.engine;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A connection inside one PoP, such as between a viewer and its forwarder: nothing is lost and
 * little time passes.
 */
final class LocalWire {
    private static final long DELAY_NS = 50_000L;
    private static final int FULL_BYTES = 256 * 1024;

    private final EventQueue queue;
    private final End left = new End();
    private final End right = new End();

    LocalWire(EventQueue queue) {
        this.queue = queue;
        left.far = right;
        right.far = left;
    }

    End left() {
        return left;
    }

    End right() {
        return right;
    }

    /** One end; its user is set before anything is written. */
    final class End implements Wire {
        private final Deque<ByteBuffer> arrived = new ArrayDeque<>();
        private End far = this;
        private Wire.@Nullable User user;
        private boolean reading = true;
        private boolean farClosed;
        private boolean writerWaits;
        private int waitingBytes;

        void user(Wire.@Nullable User newUser) {
            user = newUser;
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
            far.waitingBytes += copy.remaining();
            queue.in(
                    DELAY_NS,
                    () -> {
                        far.arrived.add(copy);
                        far.pull();
                    });
            far.writerWaits = far.waitingBytes > FULL_BYTES;
            return !far.writerWaits;
        }

        @Override
        public void reading(boolean enabled) {
            reading = enabled;
            queue.in(0, this::pull);
        }

        @Override
        public void close() {
            user = null;
            queue.in(
                    DELAY_NS,
                    () -> {
                        far.farClosed = true;
                        far.pull();
                    });
        }

        @Override
        public void abandon() {
            arrived.clear();
            close();
        }

        private void pull() {
            while (reading && !arrived.isEmpty()) {
                ByteBuffer next = arrived.removeFirst();
                waitingBytes -= next.remaining();
                if (user != null) {
                    user.onBytes(next);
                }
            }
            if (writerWaits && waitingBytes < FULL_BYTES / 2) {
                writerWaits = false;
                if (far.user != null) {
                    far.user.onWritable();
                }
            }
            Wire.User told = user;
            if (farClosed && arrived.isEmpty() && told != null) {
                user = null;
                told.onClosed("closed by the peer");
            }
        }
    }
}
