package rhumb.controller.io;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.ControllerCore;
import rhumb.controller.ControllerOptions;
import rhumb.controller.cluster.share.SharedState;
import rhumb.controller.event.Event;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.Snapshot;
import rhumb.controller.northbound.Answer;
import rhumb.controller.northbound.NorthboundActions;
import rhumb.controller.replay.CoreDoor;
import rhumb.controller.replay.CoreInput;
import rhumb.controller.replay.Tap;
import rhumb.host.Inbox;
import rhumb.host.session.PeerStream;
import rhumb.host.session.SouthboundServer;
import rhumb.net.PopId;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Role;

/**
 * The thread that owns the core and its sessions. All others post to it and read what it published.
 *
 * <p>A view of everything costs too much to be made per message: it is made when somebody asks, and
 * an answer may be {@value #VIEW_AGE_MS} ms old.
 *
 * <p>Ways in: <b>inputs</b> from gRPC's threads, bound by what {@code maxStreams} streams may have
 * under way, so that it cannot be full; streams beyond are turned away. <b>Questions</b> from
 * anybody, bound {@value #QUESTIONS}, and <b>errands</b> of operators, bound {@value #ERRANDS};
 * beyond them the asker is told.
 */
public final class CoreLoop
        implements SouthboundServer.Handler, ControllerCore.Sink, IntentKeeper.Core, AutoCloseable {
    /** Remembers what happens; called on the core's thread, which it must not hold. */
    public interface Witness {
        Witness NONE =
                new Witness() {
                    @Override
                    public void event(Event event) {}

                    @Override
                    public void second(long unixS, Topology topology, Snapshot links) {}

                    @Override
                    public void rest() {}
                };

        void event(Event event);

        /** Once a second while this controller leads. */
        void second(long unixS, Topology topology, Snapshot links);

        /** It leads no more: no second follows until it does again. */
        void rest();
    }

    private sealed interface Input {
        record Opened(PeerStream stream) implements Input {}

        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Frame(PeerStream stream, byte[] bytes) implements Input {}

        record Closed(PeerStream stream, String reason) implements Input {}
    }

    /** Something that an operator wants done. */
    private record Errand(Function<ControllerCore, Answer> act, CompletableFuture<Answer> answer) {
        void run(ControllerCore core) {
            try {
                answer.complete(act.apply(core));
            } catch (IllegalArgumentException e) {
                // What was asked for is wrong, and nothing was done.
                answer.completeExceptionally(e);
            }
        }
    }

    private static final Logger log = LoggerFactory.getLogger(CoreLoop.class);
    private static final int VIEW_AGE_MS = 100;
    private static final long SHARE_NS = 50_000_000L;
    private static final int QUESTIONS = 256;
    private static final int ERRANDS = 16;
    private static final long PATIENCE_MS = 2_000;
    private static final int MANY_POPS = 30;
    private static final long LONGEST_PARK_NS = 500_000_000L;
    private static final long SECOND_NS = 1_000_000_000L;

    /**
     * Opened, closed, and the frames that a stream may have waiting (SouthboundServer), doubled.
     */
    private static final int INPUTS_PER_STREAM = 12;

    private final int maxStreams;
    private final PoolWorkers workers;
    private final ControllerOptions options;
    private final ControllerLimits limits;
    private final Witness witness;
    private final CoreDoor core;
    private final Pulse pulse;
    private Sessions sessions;

    private final Thread thread;
    private final Inbox<Input> inputs;
    private final Inbox<CompletableFuture<Reading>> questions;
    private final Inbox<Errand> errands;

    private volatile Reading latest;

    /** Something was done since: who had it done shall see it. */
    private boolean changed;

    /** Why peers are turned away, and where to; null while this controller leads. */
    private @Nullable String following;

    private @Nullable SharedState shared;
    private long nextShareNs;

    /** In which it leads a cluster; 0 = it is alone, or follows. */
    private long term;

    private long nextSecondNs;
    private volatile boolean closed;

    private final Set<PeerStream> streams = ConcurrentHashMap.newKeySet();

    /** Streams whose end the loop has not seen yet: what it was given of them may still wait. */
    private final AtomicInteger unended = new AtomicInteger();

    private final LongAdder refusedStreams = new LongAdder();

    /** A loop that has not started, of a controller that leads. */
    public CoreLoop(Intent intent, ControllerOptions options, int maxStreams) {
        this(intent, options, maxStreams, ControllerLimits.STANDARD, null, Witness.NONE, Tap.NONE);
    }

    /**
     * A loop that has not started.
     *
     * @param following what peers are told until {@link #lead}; null = it leads at once
     * @param witness who remembers
     * @param tap who writes down what the core is given
     */
    @SuppressWarnings("this-escape") // the core keeps its sink for later
    public CoreLoop(
            Intent intent,
            ControllerOptions options,
            int maxStreams,
            ControllerLimits limits,
            @Nullable String following,
            Witness witness,
            Tap tap) {
        this.following = following;
        this.witness = witness;
        this.maxStreams = maxStreams;
        this.options = options;
        this.limits = limits;
        long nowNs = System.nanoTime();
        this.workers = new PoolWorkers(processors(intent));
        this.core = new CoreDoor(options, this, workers, tap);
        core.begin(new CoreInput.Begun(nowNs, unixNs(), intent));
        this.pulse = new Pulse(options.session().heartbeatNs());
        this.sessions = new Sessions(core, options.session(), limits, pulse);
        this.thread = Thread.ofPlatform().daemon().name("controller-core").unstarted(this::run);
        this.inputs = new Inbox<>(maxStreams * INPUTS_PER_STREAM, this::wake);
        this.questions = new Inbox<>(QUESTIONS, this::wake);
        this.errands = new Inbox<>(ERRANDS, this::wake);
        this.latest = new Reading(nowNs, core.core().view(), sessions.counters());
        this.nextSecondNs = nowNs;
    }

    /** A small overlay is planned sooner by one thread than handed to several. */
    private static int processors(Intent intent) {
        return intent.pops().size() < MANY_POPS ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /** Before it starts: who keeps for the next leader what this one knows. */
    public void shareIn(SharedState state) {
        shared = state;
    }

    public void start() {
        thread.start();
        pulse.start();
    }

    /**
     * Asks for a reading that is at most {@value #VIEW_AGE_MS} ms old. The answer comes on the
     * core's thread.
     */
    public CompletableFuture<Reading> ask() {
        CompletableFuture<Reading> answer = new CompletableFuture<>();
        if (!questions.offer(answer)) {
            answer.completeExceptionally(new RejectedExecutionException("too many questions"));
        }
        if (closed) {
            answer.cancel(false);
        }
        return answer.orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** Has something done on the core's thread, which also completes the answer. */
    public CompletableFuture<Answer> act(String action, Map<String, String> query) {
        return errand(owner -> {
            long nowNs = System.nanoTime();
            core.note(new CoreInput.Asked(nowNs, action, query));
            return NorthboundActions.act(owner, nowNs, action, query);
        });
    }

    private CompletableFuture<Answer> errand(Function<ControllerCore, Answer> act) {
        return posted(act).orTimeout(PATIENCE_MS, TimeUnit.MILLISECONDS);
    }

    /** As an errand, which may take as long as it takes: a large overlay is begun in seconds. */
    private CompletableFuture<Answer> posted(Function<ControllerCore, Answer> act) {
        Errand errand = new Errand(act, new CompletableFuture<>());
        if (!errands.offer(errand)) {
            errand.answer.completeExceptionally(new RejectedExecutionException("too many errands"));
        }
        if (closed) {
            errand.answer.cancel(false);
        }
        return errand.answer;
    }

    /**
     * Goes on by another intent. Other rules are taken over at once; anything else as by a restart:
     * peers connect anew, and forwarders go on by the rules they have meanwhile. Rules that
     * applications added stay.
     *
     * @param told what the event says
     */
    @Override
    public CompletableFuture<Answer> adopt(Intent next, String who, String told) {
        return posted(owner -> {
            long nowNs = System.nanoTime();
            if (owner.differsByRules(next)) {
                core.give(new CoreInput.Ruled(nowNs, next));
            } else {
                begin(next, nowNs, "the intent has changed: connect again");
            }
            core.give(new CoreInput.Committed(nowNs, who, told));
            return Answer.nothing();
        });
    }

    /** Leads from now on, by this intent; peers that connect are greeted. */
    CompletableFuture<Answer> lead(long newTerm, Intent intent) {
        return posted(owner -> {
            long nowNs = System.nanoTime();
            following = null;
            term = newTerm;
            begin(intent, nowNs, "this controller now leads: connect again");
            if (shared != null) {
                core.give(new CoreInput.Inherited(nowNs, shared.arrived()));
            }
            core.give(new CoreInput.Leads(nowNs, newTerm));
            return Answer.nothing();
        });
    }

    /**
     * Leads no more: once this is done nothing is sent on any stream, and those that are open are
     * somebody else's to go on with.
     */
    CompletableFuture<Answer> follow(Intent intent, String where) {
        return posted(owner -> {
            // A core that has not led since it began has nothing to forget.
            boolean fresh = following != null && intent.equals(core.begunBy());
            following = where;
            term = 0;
            if (!fresh) {
                sessions.release();
                witness.rest();
                begin(intent, System.nanoTime(), where);
            }
            return Answer.nothing();
        });
    }

    /** As after a restart: peers connect anew. Rules that applications added stay. */
    private void begin(Intent intent, long nowNs, String told) {
        List<RuleIntent> added = core.core().addedRules();
        core.begin(new CoreInput.Begun(nowNs, unixNs(), intent));
        core.give(new CoreInput.Added(nowNs, added));
        core.give(new CoreInput.Term(nowNs, term));
        if (shared != null && term > 0) {
            shared.retain(core.core().share()::concerns);
        }
        sessions.closeAll(told);
        sessions = new Sessions(core, options.session(), limits, pulse);
    }

    /** Has rules added on the core's thread; fails when one is wrong, and then none is. */
    public CompletableFuture<Answer> addRules(List<RuleIntent> added) {
        return errand(owner -> {
            core.give(new CoreInput.Added(System.nanoTime(), added));
            return Answer.nothing();
        });
    }

    /** The same, waited for; the last one there was when the loop does not answer. */
    public Reading reading() {
        try {
            return ask().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | CancellationException e) {
            // The reading says how old it is.
        }
        return latest;
    }

    /** Whether the loop answers within two seconds. */
    public boolean answers() {
        try {
            ask().get();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | CancellationException e) {
            // Many questions at once are no sign of a loop that is stuck.
            return e.getCause() instanceof RejectedExecutionException;
        }
    }

    /** Streams that were turned away because there were too many. */
    public long refusedStreams() {
        return refusedStreams.sum();
    }

    /** Stops at once, as a crash would: no peer is told anything. */
    @Override
    public void close() {
        closed = true;
        wake();
        try {
            thread.join(PATIENCE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.close();
        pulse.close();
    }

    @Override
    public void onOpen(PeerStream stream) {
        if (unended.incrementAndGet() > maxStreams) {
            unended.decrementAndGet();
            refusedStreams.increment();
            stream.close("too many streams: the controller takes " + maxStreams);
            return;
        }
        streams.add(stream);
        post(new Input.Opened(stream));
    }

    @Override
    public void onFrame(PeerStream stream, byte[] frame) {
        if (streams.contains(stream)) {
            post(new Input.Frame(stream, frame));
        }
    }

    @Override
    public void onReady(PeerStream stream) {
        wake(); // the loop writes at every turn
    }

    @Override
    public void onClosed(PeerStream stream, String reason) {
        if (streams.remove(stream)) {
            post(new Input.Closed(stream, reason));
        }
    }

    @Override
    public void send(PopId pop, Role role, Message message) {
        sessions.send(pop, role, message);
    }

    @Override
    public void event(Event event) {
        // A refusal's reason comes from the network: it must not begin a line of its own.
        String text = event.text().replaceAll("\\p{Cntrl}", " ");
        switch (event.severity()) {
            case INFO -> log.info("{} {}", event.code(), text);
            case WARNING, ERROR -> log.warn("{} {}", event.code(), text);
        }
        witness.event(event);
    }

    private void post(Input input) {
        if (!inputs.offer(input)) {
            throw new AssertionError("more inputs than " + maxStreams + " streams may have");
        }
    }

    private void wake() {
        LockSupport.unpark(thread);
    }

    private void run() {
        try {
            while (!closed) {
                pulse.turnBegins(System.nanoTime());
                turn();
                pulse.turnEnds();
                if (inputs.isEmpty() && questions.isEmpty() && errands.isEmpty()) {
                    // What is posted in between unparks, so that parking returns at once.
                    long dueNs = Math.min(core.core().nextDeadlineNs(), sessions.nextDeadlineNs());
                    dueNs = Math.min(dueNs, nextShareNs());
                    dueNs = following == null ? Math.min(dueNs, nextSecondNs) : dueNs;
                    LockSupport.parkNanos(Math.min(dueNs - System.nanoTime(), LONGEST_PARK_NS));
                }
            }
        } finally {
            closed = true;
            questions.drain(question -> question.cancel(false));
            errands.drain(errand -> errand.answer.cancel(false));
        }
    }

    private void turn() {
        core.give(new CoreInput.Clock(System.nanoTime(), unixNs()));
        inputs.drain(this::handle);
        errands.drain(errand -> {
            errand.run(core.core()); // which may replace it
            changed = true;
        });
        long nowNs = System.nanoTime();
        sessions.onDeadline(nowNs);
        if (nowNs >= core.core().nextDeadlineNs()) {
            core.give(new CoreInput.Deadline(nowNs));
        }
        sessions.write(nowNs);
        share(nowNs);
        if (following == null && nowNs - nextSecondNs >= 0) {
            long late = (nowNs - nextSecondNs) / SECOND_NS;
            nextSecondNs += (late + 1) * SECOND_NS;
            witness.second(unixNs() / SECOND_NS, core.core().topology(), core.core().links());
        }
        if (!questions.isEmpty()) {
            Reading answer = fresh(nowNs);
            questions.drain(question -> question.complete(answer));
        }
    }

    /** Reports that come together are given out together. */
    private void share(long nowNs) {
        if (shared != null && !core.core().share().isEmpty() && nowNs >= nextShareNs) {
            nextShareNs = nowNs + SHARE_NS;
            shared.publish(core.core().share().take(nowNs));
        }
    }

    private long nextShareNs() {
        return shared == null || core.core().share().isEmpty() ? Long.MAX_VALUE : nextShareNs;
    }

    private void handle(Input input) {
        long nowNs = System.nanoTime();
        switch (input) {
            case Input.Opened opened -> {
                // Else it is the reception's again, which said so too late for this turn.
                if (following == null) {
                    sessions.opened(nowNs, opened.stream);
                }
            }
            case Input.Frame frame -> sessions.frame(nowNs, frame.stream, frame.bytes);
            case Input.Closed gone -> {
                unended.decrementAndGet();
                sessions.closed(nowNs, gone.stream, gone.reason);
            }
        }
    }

    private Reading fresh(long nowNs) {
        Reading reading = latest;
        if (changed || nowNs - reading.atNs() >= VIEW_AGE_MS * 1_000_000L) {
            changed = false;
            reading = new Reading(nowNs, core.core().view(), sessions.counters());
            latest = reading;
        }
        return reading;
    }

    private static long unixNs() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000_000L + now.getNano();
    }
}
