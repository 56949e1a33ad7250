package rhumb.controller.io;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.northbound.Answer;

/**
 * The {@link AuditLog} on a thread of its own: an answer leaves when its entry is on disk. While
 * the disk takes none, nothing that changes anything is done.
 *
 * <p>What waits is bound by the connections of the northbound API, each of which asks one thing at
 * a time.
 */
final class AuditDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(AuditDesk.class);

    private final AuditLog kept;
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-audit").unstarted(work));
    private final LongAdder failures = new LongAdder();
    private volatile @Nullable String trouble;

    AuditDesk(AuditLog kept) {
        this.kept = kept;
    }

    /** Why nothing may be done now; null when it may. */
    @Nullable Answer refusal() {
        String text = trouble;
        if (text == null) {
            return null;
        }
        // Each call that is turned away tries the disk again.
        return Answer.unavailable(
                "what is done cannot be written into the audit log, so nothing is done: "
                        + text
                        + "; make room for it, or repair its folder (state: in the configuration)");
    }

    /** Entries that could not be written. */
    long failures() {
        return failures.sum();
    }

    /** Keeps what came of a call; the answer is passed on when that is on disk. */
    CompletableFuture<Answer> keep(Caller caller, String claimed, String what, Answer answer) {
        AuditLog.Entry entry =
                new AuditLog.Entry(
                        System.currentTimeMillis(),
                        caller.name(claimed),
                        caller.address(),
                        what,
                        answer.status(),
                        answer.body().path("error").asText());
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        kept.add(entry);
                        trouble = null;
                    } catch (IOException e) {
                        trouble = String.valueOf(e.getMessage());
                        failures.increment();
                        log.error("audit-not-kept {}", entry, e);
                        return Answer.unavailable(
                                "the audit log could not be written, so that only the controller's"
                                        + " log says what came of it (status "
                                        + answer.status()
                                        + "); nothing more is done until it can be");
                    }
                    return answer;
                },
                thread);
    }

    /** {@code GET /v1/audit}. */
    CompletableFuture<Answer> read(Map<String, String> query) {
        String word = query.getOrDefault("last", "50");
        if (!word.matches("\\d{1,4}") || Integer.parseInt(word) > AuditLog.MOST) {
            return CompletableFuture.completedFuture(
                    Answer.bad(
                            "parameter last="
                                    + word
                                    + ": expected a number up to "
                                    + AuditLog.MOST));
        }
        return CompletableFuture.supplyAsync(() -> answer(Integer.parseInt(word)), thread);
    }

    private Answer answer(int count) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode rows = json.putArray("entries");
        for (AuditLog.Entry entry : kept.last(count)) {
            rows.addObject()
                    .put("atUnixMs", entry.atUnixMs())
                    .put("who", entry.who())
                    .put("from", entry.from())
                    .put("what", entry.what())
                    .put("status", entry.status())
                    .put("outcome", entry.outcome().isEmpty() ? "done" : entry.outcome());
        }
        return Answer.ok(json);
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(2, java.util.concurrent.TimeUnit.SECONDS)) {
                log.warn("audit-not-closed");
            }
            kept.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            log.warn("audit-not-closed", e);
        }
    }
}
