package rhumb.bench.timestamps;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What keeps a process from its sockets: threads that never sleep, more than the machine has
 * processors, and objects that live just long enough to make the collector copy them.
 */
final class Load implements AutoCloseable {
    private static final int LIVE = 400_000;

    /** Collections of this process so far. */
    record Collections(long count, long ms) {
        static Collections now() {
            long count = 0;
            long ms = 0;
            for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
                count += Math.max(0, bean.getCollectionCount());
                ms += Math.max(0, bean.getCollectionTime());
            }
            return new Collections(count, ms);
        }

        Collections since(Collections before) {
            return new Collections(count - before.count, ms - before.ms);
        }
    }

    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean running = true;

    Load(int busy) {
        for (int i = 0; i < busy; i++) {
            boolean allocates = i == 0;
            Thread thread =
                    Thread.ofPlatform()
                            .name("load-" + i)
                            .daemon()
                            .unstarted(allocates ? this::allocate : this::spin);
            threads.add(thread);
            thread.start();
        }
    }

    private void spin() {
        while (running) {
            Thread.onSpinWait();
        }
    }

    private void allocate() {
        Object[][] live = new Object[LIVE][];
        for (int i = 0; running; i = (i + 1) % LIVE) {
            // Each points at an older one: marking them cannot be done side by side.
            live[i] = new Object[] {live[(i + 7_919) % LIVE] == null ? "" : new long[8]};
        }
    }

    @Override
    public void close() {
        running = false;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
