package rhumb.controller.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.ClusterLoop;
import rhumb.controller.cluster.MemberConfig;
import rhumb.controller.cluster.Others;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.CommitRefused;
import rhumb.controller.commit.Commits;
import rhumb.controller.commit.Configured;
import rhumb.controller.consensus.ClusterView;
import rhumb.controller.intent.Intent;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.IntentApi;
import rhumb.host.session.SouthboundServer;

/**
 * Keeps what operators commit and has it done, one request after the other on a thread of its own:
 * first it is on disk, then the core has it. What waits is bound by the connections of the
 * northbound API, each of which asks one thing at a time.
 */
public final class IntentKeeper implements AutoCloseable {
    /** Who goes on by what is committed, on a thread of its own. */
    public interface Core {
        /** By another intent; the text says who committed it, and what for. */
        CompletableFuture<?> adopt(Intent intent, String who, String told);
    }

    /** The same in a cluster; takes the streams of processes too, which other members pass on. */
    public interface Member extends Core, SouthboundServer.Handler {
        /** As the leader of its cluster. */
        CompletableFuture<?> lead(long term, Intent intent);

        /** Not as the leader, which is this one, 0 = not known; the text says where it is. */
        CompletableFuture<?> follow(Intent intent, String where, int leader);
    }

    private static final Logger log = LoggerFactory.getLogger(IntentKeeper.class);
    private static final long LOOK_MS = 200;
    private static final long PATIENCE_S = 10;
    private static final long RETRY_NS = 10_000_000_000L;

    /** An agent and a forwarder. */
    private static final int STREAMS_PER_POP = 2;

    private final @Nullable ClusterConfig cluster;
    private final int maxStreams;
    private final ScheduledExecutorService thread =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-intent").unstarted(work));
    private final Intent atStart;

    /** The last one that could be used. */
    private Intent understood;

    /** What a majority of the cluster holds and is not in {@link #commits} yet. */
    private final Queue<byte[]> agreed = new ConcurrentLinkedQueue<>();

    private @Nullable ClusterLoop clusterLoop;
    private @Nullable CommitStore store;
    private Commits commits;
    private long adopted;
    private long confirmByNs;
    private @Nullable Core core;
    private @Nullable Member member;

    /** In a cluster: the term in which this controller leads; 0 = it does not. */
    private long leadsTerm;

    /** Why the core does not do what it should yet: told again at the next look. */
    private boolean untold;

    /** Done once the core knows what it was last told. */
    private CompletableFuture<?> telling = CompletableFuture.completedFuture(true);

    /** How often it changed who leads; counted by the cluster's thread. */
    private volatile long changes;

    private int leader;

    private final LongAdder failures = new LongAdder();

    /** What is answered by a controller that others lead; null when this one answers. */
    private volatile @Nullable Answer elsewhere;

    private IntentKeeper(
            @Nullable CommitStore store,
            @Nullable ClusterConfig cluster,
            Commits commits,
            int maxStreams)
            throws CommitRefused {
        this.maxStreams = maxStreams;
        this.cluster = cluster;
        this.store = store;
        this.commits = commits;
        this.adopted = commits.current().number();
        this.atStart = mine(commits.intent(commits.current()));
        this.understood = atStart;
        Commit last = commits.current();
        this.confirmByNs =
                confirmByNs(commits, last.confirmByUnixMs() - System.currentTimeMillis());
    }

    /**
     * Reads what is kept by a controller that is alone.
     *
     * @param folder where; null = commits end with the process
     * @param configured what holds as long as nothing was committed
     * @param maxStreams most streams of agents and forwarders that the controller takes
     * @throws IOException when the folder cannot be used or what is in it no longer makes sense
     */
    public static IntentKeeper open(@Nullable Path folder, Configured configured, int maxStreams)
            throws IOException {
        Commits none = Commits.none(new YamlIntent(), configured);
        CommitJournal journal = folder == null ? null : CommitJournal.open(folder, none);
        Commits read = journal == null ? none : journal.read();
        try {
            IntentKeeper keeper = new IntentKeeper(journal, null, read, maxStreams);
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

    /**
     * Joins a cluster, which keeps what is committed.
     *
     * @param state folder for what this member must not forget
     * @throws IOException when the folder or the member's address cannot be had
     */
    public static IntentKeeper join(
            ClusterConfig cluster,
            Path state,
            Configured configured,
            int maxStreams,
            ClusterLoop.Doors doors)
            throws IOException {
        try {
            IntentKeeper keeper =
                    new IntentKeeper(
                            null, cluster, Commits.none(new YamlIntent(), configured), maxStreams);
            keeper.clusterLoop =
                    ClusterLoop.open(
                            cluster, state, CommitText.MAX_BYTES, doors, keeper.new Joined());
            keeper.store = new ClusterStore(keeper.clusterLoop);
            keeper.elsewhere = keeper.led(0);
            return keeper;
        } catch (CommitRefused e) {
            throw new IOException(e.getMessage());
        }
    }

    /** What the controller starts with. */
    public Intent intent() {
        return atStart;
    }

    /** Where peers find who leads; null when this controller is alone. */
    public @Nullable String following() {
        return cluster == null ? null : where(0);
    }

    /** What is answered to who asks this controller and should ask the leader; null = nothing. */
    public @Nullable Answer elsewhere() {
        return elsewhere;
    }

    /** What this controller knows of its cluster; null when it is alone. */
    public @Nullable ClusterView cluster() {
        return clusterLoop == null ? null : clusterLoop.view();
    }

    /** Commits that could not be kept. */
    long failures() {
        return failures.sum();
    }

    /** Ends the connections of members whose certificates hold no longer. */
    public void dropUntrusted() {
        if (clusterLoop != null) {
            clusterLoop.dropUntrusted();
        }
    }

    /** In a cluster: leaves it to others to lead, because this controller cannot. */
    void resign(String reason) {
        if (clusterLoop != null) {
            clusterLoop.resign(reason);
        }
    }

    /** From now on commits are done by this. */
    public void start(Core doer) {
        core = doer;
        thread.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    /** The same in a cluster. */
    public void startMember(Member doer, SouthboundServer.Handler tunnels) {
        member = doer;
        Objects.requireNonNull(clusterLoop).start(new Others(doer, tunnels));
        start(doer);
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
            Answer away = elsewhere;
            if (away != null) {
                return away;
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
            failures.increment();
            log.error("intent-not-kept reason=\"{}\"", e.getMessage());
            return IntentApi.unkept(String.valueOf(e.getMessage()));
        }
    }

    private void confirm(long number) throws IOException {
        if (store != null) {
            store.addConfirmed(number);
        }
        if (cluster == null) {
            commits = commits.withConfirmed(number);
        } else {
            takeAgreed();
        }
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
        if (store != null) {
            store.add(commit);
        }
        if (cluster == null) {
            commits = next;
            adoptLast();
        } else {
            takeAgreed();
        }
    }

    /** In a cluster: takes over what a majority holds, and has it done if this one leads. */
    private void takeAgreed() {
        for (byte[] text = agreed.poll(); text != null; text = agreed.poll()) {
            try {
                commits = CommitText.applied(commits, ByteBuffer.wrap(text));
            } catch (IllegalArgumentException e) {
                // Every member skips it alike.
                log.error("intent-not-understood: a newer controller committed it", e);
            }
        }
        if (leadsTerm > 0) {
            adoptLast();
        }
    }

    /** Has the last commit done if it is not. */
    private void adoptLast() {
        Commit commit = commits.current();
        if (commit.number() == adopted) {
            return;
        }
        adopted = commit.number();
        confirmByNs = confirmByNs(commits, commits.confirmMs());
        log.info(
                "intent-committed revision={} who={} what=\"{}\"",
                commit.number(),
                commit.who(),
                commit.what());
        Core doer = core;
        if (doer != null) {
            try {
                Intent intent = mine(commits.intent(commit));
                await(doer.adopt(intent, commit.who(), told(commit)), "intent-not-adopted");
            } catch (CommitRefused e) {
                log.error("intent-not-adopted", e);
            }
        }
    }

    /** Waits for the core; what is committed stays so whatever it says. */
    private static boolean await(CompletableFuture<?> done, String complaint) {
        try {
            done.get(PATIENCE_S, TimeUnit.SECONDS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | CancellationException e) {
            log.error(complaint, e);
        }
        return false;
    }

    /** The intent with the number of this controller. */
    private Intent mine(Intent intent) {
        return cluster == null ? intent : intent.by(cluster.member());
    }

    private void leads(long term) {
        takeAgreed();
        leadsTerm = term;
        elsewhere = null;
        Commit last = commits.current();
        adopted = last.number();
        confirmByNs = confirmByNs(commits, last.confirmByUnixMs() - System.currentTimeMillis());
        tellCore();
    }

    private void follows(int newLeader) {
        leadsTerm = 0;
        leader = newLeader;
        elsewhere = led(newLeader);
        tellCore();
    }

    /** Tells the core whether it leads. */
    private void tellCore() {
        Member doer = member;
        if (doer == null) {
            return;
        }
        try {
            Intent intent = mine(commits.intent(commits.current()));
            understood = intent;
            telling =
                    leadsTerm > 0
                            ? doer.lead(leadsTerm, intent)
                            : doer.follow(intent, where(leader), leader);
            untold = !await(telling, "core-not-told");
        } catch (CommitRefused e) {
            // Another version committed it: this one cannot lead by it, and says so at every look.
            untold = leadsTerm > 0;
            telling = CompletableFuture.failedFuture(e);
            if (leadsTerm == 0) {
                telling = doer.follow(understood, where(leader), leader);
                untold = !await(telling, "core-not-told");
            }
            log.error("intent-not-understood", e);
        }
    }

    private String where(int number) {
        MemberConfig member = cluster == null ? null : cluster.of(number);
        return member == null
                ? "no controller leads yet"
                : "controller " + number + " at " + member.address() + " leads";
    }

    private Answer led(int number) {
        MemberConfig member = cluster == null ? null : cluster.of(number);
        return IntentApi.elsewhere(where(number), member == null ? null : member.northbound());
    }

    /** What the cluster tells, on its thread. */
    private final class Joined implements ClusterLoop.Listener {
        @Override
        public void committed(byte[] payload) {
            agreed.add(payload);
            post(IntentKeeper.this::takeAgreed);
        }

        @Override
        public void leads(long term) {
            long change = count();
            post(() -> {
                // Who has ceased to lead again has no use for a core that begins.
                if (change == changes) {
                    IntentKeeper.this.leads(term);
                }
            });
        }

        @Override
        public void follows(int newLeader) {
            // At once: who asks after this must not be answered as if it led.
            elsewhere = led(newLeader);
            count();
            post(() -> IntentKeeper.this.follows(newLeader));
        }

        /** One thread counts. */
        private long count() {
            long next = changes + 1;
            changes = next;
            return next;
        }

        private void post(Runnable work) {
            try {
                thread.execute(work);
            } catch (RejectedExecutionException e) {
                log.debug("the keeper has ended", e);
            }
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
            // One that is slow to begin is not told again before it has: it would begin twice.
            if (untold && telling.isDone()) {
                untold = telling.isCompletedExceptionally();
                if (untold) {
                    tellCore();
                }
            }
            boolean mayCommit = cluster == null || leadsTerm > 0;
            if (mayCommit && commits.waits() && System.nanoTime() - confirmByNs >= 0) {
                Commit back = commits.takenBack(System.currentTimeMillis());
                log.warn("intent-rolled-back why=\"{}\"", back.why());
                commit(back);
            }
        } catch (CommitRefused | IOException | RuntimeException e) {
            // Not at every look: what stands in the way needs somebody.
            failures.increment();
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
            if (store != null) {
                store.close();
            }
        } catch (IOException e) {
            log.warn("intent-journal-close", e);
        }
    }
}
