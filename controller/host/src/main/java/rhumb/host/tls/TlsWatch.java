package rhumb.host.tls;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a {@link TlsFolder} twice a second on a thread of its own, so that a new pair or a
 * revocation holds without a restart; tells a certificate that ends soon once a day.
 */
public final class TlsWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TlsWatch.class);
    private static final long LOOK_MS = 500;
    private static final Duration SOON = Duration.ofDays(10);
    private static final Duration REMIND = Duration.ofDays(1);

    private final TlsFolder folder;
    private final Runnable changed;
    private final Thread thread;
    private Instant remindedAt = Instant.EPOCH;
    private volatile boolean closed;

    private TlsWatch(TlsFolder folder, Runnable changed) {
        this.folder = folder;
        this.changed = changed;
        this.thread = Thread.ofPlatform().daemon().name("tls-watch").unstarted(this::run);
    }

    /**
     * Begins.
     *
     * @param changed run at each look on the watching thread: certificates change, and they end
     */
    public static TlsWatch start(TlsFolder folder, Runnable changed) {
        TlsWatch watch = new TlsWatch(folder, changed);
        watch.thread.start();
        return watch;
    }

    private void run() {
        while (!closed) {
            look();
            try {
                Thread.sleep(LOOK_MS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void look() {
        try {
            if (folder.refresh()) {
                Credentials now = folder.credentials();
                log.info(
                        "tls-reloaded folder={} identity={} valid-until={}",
                        now.folder(),
                        now.identity(),
                        now.chain().getFirst().getNotAfter().toInstant());
            }
        } catch (TlsException e) {
            log.warn("tls-not-reloaded {}; what was read before goes on", e.getMessage());
        }
        remind();
        changed.run();
    }

    private void remind() {
        Credentials now = folder.credentials();
        Instant end = now.chain().getFirst().getNotAfter().toInstant();
        Instant time = Instant.now();
        if (time.plus(SOON).isAfter(end) && remindedAt.plus(REMIND).isBefore(time)) {
            remindedAt = time;
            log.warn(
                    "tls-ends-soon certificate={} identity={} valid-until={}: `rhumb pki renew`",
                    now.folder().resolve(Credentials.CHAIN),
                    now.identity(),
                    end);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(1_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
