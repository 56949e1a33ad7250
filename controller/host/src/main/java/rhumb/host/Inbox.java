package rhumb.host;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jctools.queues.atomic.MpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;

/**
 * What other threads want of a loop: any thread offers, the loop's own thread takes, in order of
 * arrival. Bound: given at construction, rounded up to a power of two. Policy when full: the newest
 * is dropped and counted, and the producer is told.
 */
public final class Inbox<T> {
    private final MpscAtomicArrayQueue<T> queue;
    private final Runnable wakeup;
    private final LongAdder dropped = new LongAdder();

    /**
     * An empty inbox.
     *
     * @param capacity most that may wait, at least 2
     * @param wakeup makes the loop look here, such as {@code io::wakeup}; called on the producers'
     *     threads after each offer
     */
    public Inbox(int capacity, Runnable wakeup) {
        this.queue = new MpscAtomicArrayQueue<>(capacity);
        this.wakeup = wakeup;
    }

    /** Never blocks; false when the inbox was full and the item is gone. */
    public boolean offer(T item) {
        boolean taken = queue.offer(item);
        if (!taken) {
            dropped.increment();
        }
        wakeup.run();
        return taken;
    }

    /** The oldest item; null when none waits. The loop's thread only. */
    public @Nullable T poll() {
        return queue.poll();
    }

    /**
     * Hands over what waits now, and not what is offered meanwhile, so that a loop is not held
     * here. The loop's thread only.
     *
     * @return how many items that were
     */
    public int drain(Consumer<T> consumer) {
        return queue.drain(consumer::accept, queue.size());
    }

    public boolean isEmpty() {
        return queue.isEmpty();
    }

    public int capacity() {
        return queue.capacity();
    }

    /** Items lost because the inbox was full. */
    public long dropped() {
        return dropped.sum();
    }
}
