package rhumb.controller.io;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import rhumb.path.Workers;

/**
 * Workers on threads of their own beside the caller's. A piece that fails fails the whole: it is a
 * mistake of the program.
 */
public final class PoolWorkers implements Workers, AutoCloseable {
    private final int parallelism;
    private final ExecutorService pool;

    /**
     * Starts the threads.
     *
     * @param parallelism how many pieces at once, the caller's included; at least 1
     */
    public PoolWorkers(int parallelism) {
        this.parallelism = parallelism;
        this.pool =
                Executors.newFixedThreadPool(
                        Math.max(1, parallelism - 1),
                        Thread.ofPlatform().name("paths-", 1).daemon().factory());
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public void run(int pieces, IntConsumer work) {
        AtomicInteger next = new AtomicInteger();
        Runnable share =
                () -> {
                    int piece = next.getAndIncrement();
                    while (piece < pieces) {
                        work.accept(piece);
                        piece = next.getAndIncrement();
                    }
                };
        List<Future<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(parallelism, pieces); i++) {
            others.add(pool.submit(share));
        }
        share.run();
        for (Future<?> other : others) {
            await(other);
        }
    }

    private static void await(Future<?> share) {
        try {
            share.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while paths were computed", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        pool.shutdown();
    }
}
