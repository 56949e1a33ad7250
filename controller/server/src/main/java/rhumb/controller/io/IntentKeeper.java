package rhumb.controller.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.commit.Commits;
import rhumb.controller.intent.Intent;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;

/**
 * Keeps what operators commit and has it done, one request after the other on a thread of its own:
 * first it is on disk, then the core has it.
 */
public final class IntentKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IntentKeeper.class);
    private static final long LOOK_MS = 200;
    private static final long PATIENCE_S = 10;

    private final @Nullable CommitJournal journal;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-intent").unstarted(work));
    private volatile Commits commits;
    private final Intent atStart;
    private @Nullable Function<Intent, CompletableFuture<?>> core;

    private IntentKeeper(@Nullable CommitJournal journal, Commits commits) throws CommitRefused {
        this.journal = journal;
        this.commits = commits;
        this.atStart = commits.intent(commits.current());
    }

    /**
     * Reads what is kept.
     *
     * @param folder where; null = commits end with the process
     * @param configured what holds as long as nothing was committed
     * @throws IOException when the folder cannot be used or what is in it no longer makes sense
     */
    public static IntentKeeper open(@Nullable Path folder, Intent configured) throws IOException {
        Commits none = Commits.none(new YamlIntent(), configured);
        CommitJournal journal = folder == null ? null : CommitJournal.open(folder, none);
        Commits read = journal == null ? none : journal.read();
        try {
            IntentKeeper keeper = new IntentKeeper(journal, read);
            if (read.current().number() > 0) {
                log.info(
                        "intent-kept revision={} who={}: it holds instead of the configuration's",
                        read.current().number(),
                        read.current().who());
            }
            return keeper;
        } catch (CommitRefused e) {
            if (journal != null) {
                journal.close();
            }
            throw new IOException(
                    "revision "
                            + read.current().number()
                            + " of the kept intent cannot be used by this version:\n"
                            + e.getMessage());
        }
    }

    /** What the controller starts with. */
    public Intent intent() {
        return atStart;
    }

    /** From now on commits are done by this. */
    public void start(Function<Intent, CompletableFuture<?>> adopt) {
        core = adopt;
        thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /**
     * Answers {@code /v1/intent...}.
     *
     * @param change whether something may be done
     * @param verb what comes after {@code intent/}
     */
    public CompletableFuture<Answer> ask(
            boolean change, String verb, Map<String, String> query, String body) {
        return CompletableFuture.supplyAsync(() -> answer(change, verb, query, body), thread);
    }

    private Answer answer(boolean change, String verb, Map<String, String> query, String body) {
        try {
            Answer read = IntentApi.read(commits, verb, query, body);
            if (read != null) {
                return read;
            }
            if (!change) {
                return IntentApi.notRead(verb);
            }
            if (verb.equals("confirm")) {
                confirm(commits.confirm());
            } else {
                commit(IntentApi.next(commits, verb, query, body, System.currentTimeMillis()));
            }
            return IntentApi.done(commits);
        } catch (CommitRefused e) {
            return IntentApi.refused(e);
        } catch (IOException e) {
            log.error("intent-not-kept", e);
            return IntentApi.unkept(String.valueOf(e.getMessage()));
        }
    }

    private void confirm(long number) throws IOException {
        if (journal != null) {
            journal.addConfirmed(number);
        }
        commits = commits.withConfirmed(number);
    }

    private void commit(Commit commit) throws CommitRefused, IOException {
        Commits next = commits.with(commit);
        Intent intent = next.intent(commit);
        if (journal != null) {
            journal.add(commit);
        }
        commits = next;
        log.info(
                "intent-committed revision={} who={} what=\"{}\"",
                commit.number(),
                commit.who(),
                commit.what());
        adopt(intent);
    }

    private void adopt(Intent intent) {
        Function<Intent, CompletableFuture<?>> adopting = core;
        if (adopting == null) {
            return;
        }
        try {
            adopting.apply(intent).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            // It is committed: a controller that starts anew has it.
            log.error("intent-not-adopted", e);
        }
    }

    /** Takes back what nobody confirmed. */
    private void look() {
        try {
            Commit overdue = commits.overdue(System.currentTimeMillis());
            if (overdue != null) {
                log.warn("intent-rolled-back why=\"{}\"", overdue.why());
                commit(overdue);
            }
        } catch (CommitRefused | IOException e) {
            log.error("intent-not-rolled-back", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (journal != null) {
                journal.close();
            }
        } catch (IOException e) {
            log.warn("intent-journal-close", e);
        }
    }
}
