package rhumb.controller.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
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
 * first it is on disk, then the core has it. What waits is bound by the connections of the
 * northbound API, each of which asks one thing at a time.
 */
public final class IntentKeeper implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(IntentKeeper.class);
    private static final long LOOK_MS = 200;
    private static final long PATIENCE_S = 10;
    private static final long RETRY_NS = 10_000_000_000L;

    /** An agent and a forwarder. */
    private static final int STREAMS_PER_POP = 2;

    private final @Nullable CommitJournal journal;
    private final int maxStreams;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-intent").unstarted(work));
    private Commits commits;
    private long confirmByNs;
    private final Intent atStart;
    private @Nullable BiFunction<Intent, String, CompletableFuture<?>> core;

    private IntentKeeper(@Nullable CommitJournal journal, Commits commits, int maxStreams)
            throws CommitRefused {
        this.maxStreams = maxStreams;
        this.journal = journal;
        this.commits = commits;
        this.atStart = commits.intent(commits.current());
        Commit last = commits.current();
        this.confirmByNs =
                confirmByNs(commits, last.confirmByUnixMs() - System.currentTimeMillis());
    }

    /**
     * Reads what is kept.
     *
     * @param folder where; null = commits end with the process
     * @param configured what holds as long as nothing was committed
     * @param maxStreams most streams of agents and forwarders that the controller takes
     * @throws IOException when the folder cannot be used or what is in it no longer makes sense
     */
    public static IntentKeeper open(@Nullable Path folder, Intent configured, int maxStreams)
            throws IOException {
        Commits none = Commits.none(new YamlIntent(), configured);
        CommitJournal journal = folder == null ? null : CommitJournal.open(folder, none);
        Commits read = journal == null ? none : journal.read();
        try {
            IntentKeeper keeper = new IntentKeeper(journal, read, maxStreams);
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
    public void start(BiFunction<Intent, String, CompletableFuture<?>> adopt) {
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
        if (intent.pops().size() > maxStreams / STREAMS_PER_POP) {
            throw new CommitRefused(
                    CommitRefused.Reason.INVALID,
                    intent.pops().size()
                            + " PoPs: max-streams of the controller's configuration is "
                            + maxStreams
                            + ", "
                            + STREAMS_PER_POP
                            + " a PoP; raise it and restart the controller first");
        }
        if (journal != null) {
            journal.add(commit);
        }
        commits = next;
        confirmByNs = confirmByNs(next, next.confirmMs());
        log.info(
                "intent-committed revision={} who={} what=\"{}\"",
                commit.number(),
                commit.who(),
                commit.what());
        adopt(intent, commit);
    }

    private void adopt(Intent intent, Commit commit) {
        BiFunction<Intent, String, CompletableFuture<?>> adopting = core;
        if (adopting == null) {
            return;
        }
        try {
            adopting.apply(intent, told(commit)).get(PATIENCE_S, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            // It is committed: a controller that starts anew has it.
            log.error("intent-not-adopted", e);
        }
    }

    private static String told(Commit commit) {
        return "revision "
                + commit.number()
                + " of "
                + commit.who()
                + ": "
                + commit.what()
                + (commit.why().isEmpty() ? "" : ", " + commit.why());
    }

    /** Takes back what nobody confirmed; by a clock that nobody sets. */
    private void look() {
        try {
            if (commits.waits() && System.nanoTime() - confirmByNs >= 0) {
                Commit back = commits.takenBack(System.currentTimeMillis());
                log.warn("intent-rolled-back why=\"{}\"", back.why());
                commit(back);
            }
        } catch (CommitRefused | IOException | RuntimeException e) {
            // Not at every look: what stands in the way needs somebody.
            confirmByNs = System.nanoTime() + RETRY_NS;
            log.error("intent-not-rolled-back", e);
        }
    }

    /** How long the last revision still waits: what is left of it, never more than it was given. */
    private static long confirmByNs(Commits commits, long leftMs) {
        return System.nanoTime()
                + TimeUnit.MILLISECONDS.toNanos(Math.clamp(leftMs, 0, commits.confirmMs()));
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
