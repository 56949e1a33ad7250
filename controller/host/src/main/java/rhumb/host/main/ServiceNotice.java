package rhumb.host.main;

import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.metrics.Health;

/**
 * Tells systemd, where it started this process, that the process works, still works, and ends
 * ({@code sd_notify(3)}). While the process is not healthy the watchdog gets nothing, and systemd
 * starts the process anew after {@code WatchdogSec}.
 *
 * <p>The watchdog has a thread of its own, which asks the process's health: the loops that matter
 * answer or do not.
 */
final class ServiceNotice implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ServiceNotice.class);

    static final String SOCKET = "NOTIFY_SOCKET";
    static final String WATCHDOG_USEC = "WATCHDOG_USEC";
    static final String WATCHDOG_PID = "WATCHDOG_PID";

    /** One answer that comes too late costs nothing: systemd's own advice is 2. */
    private static final int FEEDS_PER_PERIOD = 3;

    private final NotifySocket socket;
    private final long feedMs;
    private boolean starving;
    private @Nullable Thread feeder;

    private ServiceNotice(NotifySocket socket, long feedMs) {
        this.socket = socket;
        this.feedMs = feedMs;
    }

    /**
     * What the environment asks for; null when nobody waits for news of this process, or it cannot
     * be reached.
     *
     * @param pid of this process: a watchdog may be meant for another one
     */
    static @Nullable ServiceNotice from(Map<String, String> environment, long pid) {
        String address = environment.get(SOCKET);
        if (address == null || address.isEmpty()) {
            return null;
        }
        if (!ServiceNotice.class.getModule().isNativeAccessEnabled()) {
            log.warn("service-notice none, start with --enable-native-access=ALL-UNNAMED");
            return null;
        }
        try {
            return new ServiceNotice(new NotifySocket(address), feedMs(environment, pid));
        } catch (IOException e) {
            log.warn("service-notice none, {}: {}", SOCKET, e.getMessage());
            return null;
        }
    }

    /** Milliseconds between two feeds of the watchdog; 0 for no watchdog. */
    static long feedMs(Map<String, String> environment, long pid) {
        String meant = environment.getOrDefault(WATCHDOG_PID, "");
        String period = environment.getOrDefault(WATCHDOG_USEC, "");
        if (!meant.isEmpty() && !meant.equals(Long.toString(pid)) || !period.matches("\\d{1,18}")) {
            return 0;
        }
        long periodMs = Long.parseLong(period) / 1000;
        return periodMs == 0 ? 0 : Math.max(1, periodMs / FEEDS_PER_PERIOD);
    }

    /** The process works; from now on the watchdog is fed as long as it does. */
    void ready(Supplier<Health> health) {
        send("READY=1");
        if (feedMs > 0) {
            feeder = Thread.ofPlatform().daemon().name("watchdog").start(() -> feed(health));
        }
    }

    /** The process is about to end. */
    @Override
    public void close() {
        if (feeder != null) {
            feeder.interrupt();
        }
        send("STOPPING=1");
    }

    private void feed(Supplier<Health> health) {
        while (true) {
            Health now = health.get();
            if (Thread.currentThread().isInterrupted()) {
                return; // and what was asked may not have been answered for that
            }
            feedOnce(now);
            try {
                Thread.sleep(feedMs);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** One look at the process; what an unhealthy one lacks is said once. */
    void feedOnce(Health now) {
        if (now.ok()) {
            send("WATCHDOG=1");
        } else if (!starving) {
            log.error("watchdog-starves reasons=\"{}\"", String.join("; ", now.reasons()));
        }
        starving = !now.ok();
    }

    private void send(String state) {
        try {
            socket.send(state);
        } catch (IOException e) {
            log.warn("service-notice {} not sent: {}", state, e.getMessage());
        }
    }
}
