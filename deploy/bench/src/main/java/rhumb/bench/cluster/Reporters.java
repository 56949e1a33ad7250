package rhumb.bench.cluster;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;

/** Has each agent say a little once a second, one after the other, on a thread of its own. */
final class Reporters implements AutoCloseable {
    private static final long ROUND_NS = 1_000_000_000L;

    private final List<PretendPop> pops;
    private final LongAdder sent = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    Reporters(List<PretendPop> pops) {
        this.pops = List.copyOf(pops);
        this.thread = Thread.ofPlatform().daemon().name("reporters").start(this::run);
    }

    /** Reports that were given to agents so far. */
    long sent() {
        return sent.sum();
    }

    private void run() {
        long startNs = System.nanoTime();
        for (long n = 0; !closed; n++) {
            long dueNs = startNs + n * ROUND_NS / pops.size();
            while (!closed && System.nanoTime() < dueNs) {
                LockSupport.parkNanos(dueNs - System.nanoTime());
            }
            pops.get((int) (n % pops.size())).sayLittle((int) (n / pops.size()));
            sent.increment();
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
