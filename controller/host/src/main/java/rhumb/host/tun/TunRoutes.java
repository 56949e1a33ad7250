package rhumb.host.tun;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.net.IpPrefix;

/**
 * Keeps the kernel's routes into a TUN device as the rules have them. One thread of its own, so
 * that a thousand routes delay no packet; of what it is told only the newest counts. Routes go with
 * the device.
 */
public final class TunRoutes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TunRoutes.class);
    private static final long CLOSING_MS = 2_000;

    private final TunDevice device;
    private final Netlink netlink;
    private final AtomicReference<@Nullable Set<IpPrefix>> wanted = new AtomicReference<>();
    private final Set<IpPrefix> present = new HashSet<>();
    private final Thread thread;
    private volatile boolean running = true;

    /**
     * @throws IOException when the kernel gives no netlink socket
     */
    public TunRoutes(TunDevice device) throws IOException {
        this.device = device;
        netlink = new Netlink();
        thread = Thread.ofPlatform().name("tun-routes").daemon().start(this::run);
    }

    /** From now on the kernel shall route these networks into the device. */
    public void want(Collection<IpPrefix> prefixes) {
        wanted.set(Set.copyOf(prefixes));
        LockSupport.unpark(thread);
    }

    @Override
    public void close() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSING_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (running) {
            Set<IpPrefix> next = wanted.getAndSet(null);
            if (next == null) {
                LockSupport.park(this);
            } else {
                apply(next);
            }
        }
        netlink.close();
    }

    private void apply(Set<IpPrefix> next) {
        int failed = 0;
        for (IpPrefix prefix : Set.copyOf(present)) {
            if (!next.contains(prefix)) {
                present.remove(prefix);
                failed += tried(() -> netlink.removeRoute(device.index(), prefix));
            }
        }
        for (IpPrefix prefix : next) {
            if (!present.contains(prefix)
                    && tried(() -> netlink.putRoute(device.index(), prefix)) == 0) {
                present.add(prefix);
            }
        }
        if (failed == 0) {
            LOG.info("event=tun-routes device={} routes={}", device.name(), present.size());
        }
    }

    private interface Call {
        void run() throws IOException;
    }

    /** 0 when it went well; what fails is tried again with the next rules. */
    private int tried(Call call) {
        try {
            call.run();
            return 0;
        } catch (IOException e) {
            LOG.warn(
                    "event=tun-route-failed device={} cause=\"{}\"", device.name(), e.getMessage());
            return 1;
        }
    }
}
