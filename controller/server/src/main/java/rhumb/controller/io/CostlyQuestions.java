package rhumb.controller.io;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.NorthboundApi;

/**
 * Questions that cost plans of the whole overlay are answered on a thread of their own, from a view
 * that does not change, so that neither planning nor other questions wait. Bound: one at a time;
 * who asks meanwhile is told so.
 */
final class CostlyQuestions implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    Thread.ofPlatform().daemon().name("controller-whatif").factory());
    private final AtomicBoolean busy = new AtomicBoolean();

    /** Where to work on the question that was taken. */
    Executor thread() {
        return thread;
    }

    /** Begins the work unless there is some. */
    CompletableFuture<Answer> tryAsk(Supplier<CompletableFuture<Answer>> work) {
        if (!busy.compareAndSet(false, true)) {
            return CompletableFuture.completedFuture(NorthboundApi.busy());
        }
        try {
            return work.get().whenComplete((answer, failure) -> busy.set(false));
        } catch (RuntimeException e) {
            busy.set(false);
            throw e;
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
