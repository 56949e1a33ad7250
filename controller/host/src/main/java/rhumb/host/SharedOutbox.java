package rhumb.host;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.message.Message;

/**
 * {@link rhumb.southbound.session.Outbox} for many producers without a lock: one slot a kind, a
 * newer message is merged with the one that waits. Bound: one message a kind. Policy when full:
 * coalesce.
 */
public final class SharedOutbox {
    private static final Message.Kind[] KINDS = Message.Kind.values();

    private final AtomicReferenceArray<@Nullable Message> slots =
            new AtomicReferenceArray<>(KINDS.length);
    private final LongAdder coalesced = new LongAdder();

    /** Any thread; merging happens on it. */
    public void offer(Message message) {
        Message before =
                slots.getAndAccumulate(
                        message.kind().ordinal(),
                        message,
                        (older, newer) ->
                                older == null || newer == null ? newer : newer.over(older));
        if (before != null) {
            coalesced.increment();
        }
    }

    /** Takes the most urgent message out; null when none waits. */
    public @Nullable Message poll() {
        for (int i = 0; i < KINDS.length; i++) {
            // A plain look first: taking from an empty slot would bounce its cache line.
            Message message = slots.get(i) == null ? null : slots.getAndSet(i, null);
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    /** Takes everything out, the most urgent first. */
    public void drain(Consumer<Message> consumer) {
        for (Message message = poll(); message != null; message = poll()) {
            consumer.accept(message);
        }
    }

    public boolean isEmpty() {
        for (int i = 0; i < KINDS.length; i++) {
            if (slots.get(i) != null) {
                return false;
            }
        }
        return true;
    }

    /** How many messages were merged into a waiting one. */
    public long coalesced() {
        return coalesced.sum();
    }
}
