package rhumb.host.main;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.metrics.Health;

/**
 * The life of a long-running process: what it opened is closed in reverse order, on SIGTERM and
 * SIGINT too. A thread that dies of a mistake ends the process, so that the service is restarted
 * instead of limping; one whose loops no longer answer is started anew by the watchdog of systemd.
 *
 * <pre>
 * try (Lifetime life = Lifetime.begin("rhumb-agent")) {
 *     AgentProcess process = life.add(AgentProcess.start(...));
 *     life.runs(process::health);
 *     life.awaitSignal();
 * }
 * </pre>
 */
public final class Lifetime implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Lifetime.class);

    /** Longer than any close here takes, shorter than systemd waits before it kills. */
    private static final long CLOSING_SECONDS = 10;

    private final String process;
    private final Deque<AutoCloseable> resources = new ArrayDeque<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);
    private final @Nullable ServiceNotice notice =
            ServiceNotice.from(System.getenv(), ProcessHandle.current().pid());

    private Lifetime(String process) {
        this.process = process;
    }

    /** Takes over signals and dying threads. */
    public static Lifetime begin(String process) {
        Lifetime life = new Lifetime(process);
        Runtime.getRuntime().addShutdownHook(new Thread(life::onShutdown, "shutdown"));
        Thread.setDefaultUncaughtExceptionHandler((thread, e) -> {
            log.error("process-dies thread={}", thread.getName(), e);
            // Not exit(): it would wait for the hook, and the hook for a broken main thread.
            Runtime.getRuntime().halt(ExitCode.SOFTWARE.status());
        });
        log.info("process-starts name={} version={}", process, Version.text());
        return life;
    }

    /** What to close at the end; gives it back. */
    public synchronized <T extends AutoCloseable> T add(T resource) {
        resources.push(resource);
        return resource;
    }

    /**
     * Everything is open and works: systemd, where it started the process, is told so, and hears
     * from its watchdog as long as this says so.
     */
    public void runs(Supplier<Health> health) {
        if (notice != null) {
            notice.ready(health);
        }
    }

    /** Returns when the process is asked to stop. */
    public void awaitSignal() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks the process to stop, as a signal does. */
    public void stop() {
        asked.countDown();
    }

    @Override
    public synchronized void close() {
        if (notice != null) {
            notice.close();
        }
        while (!resources.isEmpty()) {
            try {
                resources.pop().close();
            } catch (Exception e) {
                log.warn("close-failed", e);
            }
        }
        log.info("process-ends name={}", process);
        finished.countDown();
    }

    private void onShutdown() {
        asked.countDown();
        try {
            if (!finished.await(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                log.warn("process-ends name={} not everything was closed", process);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
