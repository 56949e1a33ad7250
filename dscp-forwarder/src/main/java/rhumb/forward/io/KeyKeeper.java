package rhumb.forward.io;

import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.crypto.KeyRing;

/**
 * Stores new keys away from the packet thread, and says so when they are on disk; until then nobody
 * is told of them. Bound: one ring, because the core makes no further one before.
 */
final class KeyKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(KeyKeeper.class);
    private static final long RETRY_MS = 1_000;

    private final KeyFile file;
    private final Predicate<KeyRing> stored;
    private final BlockingQueue<KeyRing> waiting = new ArrayBlockingQueue<>(1);
    private final Thread thread = Thread.ofPlatform().name("keys").daemon().unstarted(this::run);

    /**
     * @param stored tells the cores; false when one has no time now
     */
    KeyKeeper(KeyFile file, Predicate<KeyRing> stored) {
        this.file = file;
        this.stored = stored;
        thread.start();
    }

    void keep(KeyRing ring) {
        if (!waiting.offer(ring)) {
            throw new IllegalStateException("two new keys at once");
        }
    }

    private void run() {
        try {
            while (true) {
                KeyRing ring = waiting.take();
                while (!store(ring)) {
                    Thread.sleep(RETRY_MS);
                }
                LOG.info("event=key-made key={}", ring.newest());
                while (!stored.test(ring)) {
                    Thread.sleep(RETRY_MS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private boolean store(KeyRing ring) {
        try {
            file.store(ring);
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "event=key-not-stored cause=\"{}\" action=\"going on with the former key\"",
                    e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
