package rhumb.controller.cluster;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.controller.consensus.ClusterView;
import rhumb.controller.consensus.Entry;
import rhumb.controller.consensus.RaftCore;
import rhumb.controller.consensus.RaftMessage;
import rhumb.controller.consensus.RaftTiming;
import rhumb.host.Inbox;
import rhumb.host.session.ControllerStream;
import rhumb.host.session.PeerStream;
import rhumb.host.session.SouthboundServer;
import rhumb.host.tls.TlsDoor;

/**
 * The thread that owns this controller's {@link RaftCore}, its journal and its ways to the other
 * members. All others post to it.
 *
 * <p>Bounds: connections that others may open, frames of each under way, proposals that wait.
 */
public final class ClusterLoop implements SouthboundServer.Handler, RaftCore.Sink, AutoCloseable {
    /**
     * With which certificates members know each other; null = without TLS.
     *
     * @param in by which others come
     * @param out by which this one goes to others
     */
    public record Doors(@Nullable TlsDoor in, @Nullable TlsDoor out) {}

    /** What the cluster tells, on its thread: take it and return. */
    public interface Listener {
        /** A majority holds this; in order, from the first one at each start. */
        void committed(byte[] payload);

        /** This controller leads from now on. */
        void leads(long term);

        /** It does not; 0 = nobody is known to. */
        void follows(int leader);
    }

    private sealed interface Input {
        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Heard(PeerStream stream, byte[] bytes) implements Input {}

        record Gone(PeerStream stream) implements Input {}

        record Resignation(String reason) implements Input {}

        record Link(ControllerStream.Event event) implements Input {}

        @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
        record Proposal(byte[] payload, CompletableFuture<Void> done) implements Input {}
    }

    private record Pending(long term, CompletableFuture<Void> done) {}

    private static final Logger log = LoggerFactory.getLogger(ClusterLoop.class);
    private static final int MOST_STREAMS = 32;
    private static final int PROPOSALS = 16;
    private static final int INPUTS_PER_STREAM = 12;
    private static final long LONGEST_PARK_NS = 100_000_000L;

    /** So much later than it is due a thread runs on any machine. */
    private static final long LATE_NS = 50_000_000L;

    private final ClusterConfig config;
    private final Listener listener;
    private final RaftJournal journal;
    private final RaftCore core;
    private final Thread thread;
    private final Inbox<Input> inputs;
    private final Map<Integer, MemberLink> links = new TreeMap<>();
    private final Map<PeerStream, Integer> introduced = new HashMap<>();
    private final Set<ClusterFrames.Decoded.Introduced> strangers = new HashSet<>();
    private final Map<PeerStream, Boolean> open = new ConcurrentHashMap<>();
    private final Map<Long, Pending> pending = new TreeMap<>();
    private final Map<ClusterFrames.Reason, LongAdder> rejected =
            new EnumMap<>(ClusterFrames.Reason.class);
    private final LongAdder refusedStreams = new LongAdder();
    private final ClusterEntrance entrance;
    private final SouthboundServer server;
    private volatile ClusterView view;
    private volatile boolean closed;
    private int toldLeader = -1;

    @SuppressWarnings("this-escape") // the core and the server keep it for later
    private ClusterLoop(ClusterConfig config, RaftJournal journal, Doors doors, Listener listener)
            throws IOException {
        long nowNs = System.nanoTime();
        this.config = config;
        this.listener = listener;
        this.journal = journal;
        this.thread = Thread.ofPlatform().daemon().name("controller-cluster").unstarted(this::run);
        this.inputs =
                new Inbox<>(
                        (MOST_STREAMS + config.members().size()) * INPUTS_PER_STREAM + PROPOSALS,
                        () -> LockSupport.unpark(thread));
        for (ClusterFrames.Reason reason : ClusterFrames.Reason.values()) {
            rejected.put(reason, new LongAdder());
        }
        for (MemberConfig member : config.members()) {
            if (member.number() != config.member()) {
                links.put(
                        member.number(),
                        new MemberLink(
                                config.member(),
                                member,
                                doors.out(),
                                config.from(),
                                event -> inputs.offer(new Input.Link(event)),
                                nowNs));
            }
        }
        this.core =
                new RaftCore(
                        config.member(),
                        config.numbers(),
                        journal.kept(),
                        RaftTiming.STANDARD,
                        new SecureRandom(),
                        this,
                        nowNs);
        this.view = makeView(nowNs);
        this.entrance = new ClusterEntrance(config, this);
        this.server = SouthboundServer.openToControllers(config.bind(), entrance, doors.in());
    }

    /**
     * Joins the cluster.
     *
     * @param state folder for what the member must not forget
     * @param maxPayload longest payload that may be proposed
     * @throws IOException when the folder or the address cannot be had, saying what to do
     */
    public static ClusterLoop open(
            ClusterConfig config, Path state, int maxPayload, Doors doors, Listener listener)
            throws IOException {
        RaftJournal journal = RaftJournal.open(state, maxPayload);
        try {
            ClusterLoop loop = new ClusterLoop(config, journal, doors, listener);
            log.info(
                    "cluster-member number={} listens={} term={} entries={}",
                    config.member(),
                    loop.server.local(),
                    journal.kept().term(),
                    journal.kept().entries().size());
            return loop;
        } catch (IOException e) {
            journal.close();
            throw e;
        }
    }

    public void start(Others others) {
        entrance.passTo(others);
        thread.start();
    }

    public ClusterView view() {
        return view;
    }

    /** Ends the connections of members whose certificates hold no longer. */
    public void dropUntrusted() {
        server.dropUntrusted();
    }

    /**
     * Has the majority take something.
     *
     * @return done once the majority holds it, and then {@link Listener#committed} was told; failed
     *     when this controller does not lead, or when it ceased to before the end is known
     */
    public CompletableFuture<Void> propose(byte[] payload) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        if (!inputs.offer(new Input.Proposal(payload, done)) || closed) {
            done.completeExceptionally(new RejectedExecutionException("the cluster is busy"));
        }
        return done;
    }

    /** Leaves it to others to lead, if this controller does. */
    public void resign(String reason) {
        if (view.leads()) {
            inputs.offer(new Input.Resignation(reason));
        }
    }

    /** Stops at once, as a crash would. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join(2_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        server.close();
        links.values().forEach(link -> link.close("this controller ends"));
        try {
            journal.close();
        } catch (IOException e) {
            log.warn("cluster-journal-close", e);
        }
    }

    @Override
    public void onOpen(PeerStream stream) {
        if (open.size() >= MOST_STREAMS) {
            refusedStreams.increment();
            stream.close("too many connections to this member of the cluster");
            return;
        }
        open.put(stream, true);
    }

    @Override
    public void onFrame(PeerStream stream, byte[] frame) {
        if (open.containsKey(stream)) {
            inputs.offer(new Input.Heard(stream, frame));
        }
    }

    @Override
    public void onReady(PeerStream stream) {
        // Nothing is sent on streams that others open.
    }

    @Override
    public void onClosed(PeerStream stream, String reason) {
        if (open.containsKey(stream)) {
            inputs.offer(new Input.Gone(stream));
        }
    }

    @Override
    public void send(int member, RaftMessage message) {
        MemberLink link = links.get(member);
        if (link != null) {
            link.send(message);
        }
    }

    @Override
    public boolean save(long term, int vote) {
        return journal.save(term, vote);
    }

    @Override
    public boolean append(long after, List<Entry> entries) {
        return journal.append(after, entries);
    }

    @Override
    public void committed(long index, Entry entry) {
        if (!entry.isBeginning()) {
            listener.committed(entry.payload());
        }
        Pending waits = pending.remove(index);
        if (waits != null) {
            if (waits.term == entry.term()) {
                waits.done.complete(null);
            } else {
                waits.done.completeExceptionally(new IOException("another leader took its place"));
            }
        }
    }

    @Override
    public void leads(long term) {
        log.info("cluster-leader this controller leads, term={}", term);
        toldLeader = config.member();
        listener.leads(term);
    }

    @Override
    public void follows(int leader) {
        List<Pending> unknown = new ArrayList<>(pending.values());
        pending.clear();
        unknown.forEach(one ->
                one.done.completeExceptionally(
                        new IOException(
                                "this controller no longer leads, and nobody knows yet whether it was"
                                        + " committed: look with rhumb intent log")));
        if (toldLeader != leader) {
            toldLeader = leader;
            log.info("cluster-follower leader={}", leader == 0 ? "none" : leader);
            listener.follows(leader);
        }
    }

    private void run() {
        while (!closed) {
            inputs.drain(this::handle);
            long nowNs = System.nanoTime();
            for (MemberLink link : links.values()) {
                link.onDeadline(nowNs);
            }
            if (nowNs >= core.nextDeadlineNs()) {
                core.onDeadline(nowNs);
            }
            view = makeView(nowNs);
            if (inputs.isEmpty()) {
                long dueNs = core.nextDeadlineNs();
                for (MemberLink link : links.values()) {
                    dueNs = Math.min(dueNs, link.nextDeadlineNs());
                }
                dueNs = Math.min(dueNs, System.nanoTime() + LONGEST_PARK_NS);
                LockSupport.parkNanos(dueNs - System.nanoTime());
                long lateNs = System.nanoTime() - dueNs;
                if (lateNs > LATE_NS) {
                    core.forgive(lateNs);
                }
            }
        }
    }

    private void handle(Input input) {
        switch (input) {
            case Input.Heard heard -> {
                if (open.containsKey(heard.stream)) {
                    hear(heard.stream, heard.bytes);
                    heard.stream.consumed();
                }
            }
            case Input.Gone gone -> {
                open.remove(gone.stream);
                introduced.remove(gone.stream);
            }
            case Input.Resignation resignation -> {
                log.warn("cluster-resigns reason=\"{}\"", resignation.reason);
                core.resign(System.nanoTime());
            }
            case Input.Link link -> onLink(link.event);
            case Input.Proposal proposal -> propose(proposal);
        }
    }

    private void propose(Input.Proposal proposal) {
        long index = core.last() + 1;
        pending.put(index, new Pending(core.term(), proposal.done));
        if (core.propose(System.nanoTime(), proposal.payload) == 0) {
            pending.remove(index);
            proposal.done.completeExceptionally(
                    new IOException(
                            "this controller does not lead, or its disk is full; nothing was"
                                    + " committed"));
        }
    }

    private void onLink(ControllerStream.Event event) {
        for (MemberLink link : links.values()) {
            if (link.isOf(event.stream())) {
                switch (event) {
                    case ControllerStream.Event.Ready ready -> link.onReady();
                    case ControllerStream.Event.Frame frame -> frame.stream().consumed();
                    case ControllerStream.Event.Closed gone -> link.onClosed(System.nanoTime());
                }
            }
        }
    }

    private void hear(PeerStream stream, byte[] bytes) {
        long nowNs = System.nanoTime();
        Integer from = introduced.get(stream);
        switch (ClusterFrames.decode(bytes)) {
            case ClusterFrames.Decoded.Introduced hello when from == null -> {
                MemberLink link = links.get(hello.from());
                if (link == null || hello.to() != config.member()) {
                    tellStranger(stream, hello);
                    turnAway(stream, ClusterFrames.Reason.STRANGER);
                    return;
                }
                introduced.put(stream, hello.from());
                link.onIntroduced(nowNs);
            }
            case ClusterFrames.Decoded.Accepted accepted when from != null -> {
                MemberLink link = links.get(from);
                if (link != null) {
                    link.onHeard(nowNs);
                    core.onMessage(nowNs, from, accepted.message());
                }
            }
            case ClusterFrames.Decoded.Rejected reject -> {
                if (reject.reason() == ClusterFrames.Reason.UNKNOWN_KIND) {
                    count(reject.reason()); // a newer version goes on with what both know
                } else {
                    turnAway(stream, reject.reason());
                }
            }
            default -> turnAway(stream, ClusterFrames.Reason.UNEXPECTED);
        }
    }

    /** Whoever has another list of members comes again and again: told once. */
    private void tellStranger(PeerStream stream, ClusterFrames.Decoded.Introduced hello) {
        if (strangers.size() < MOST_STREAMS && strangers.add(hello)) {
            log.warn(
                    "cluster-stranger from={} says it is member {} and looks for member {}:"
                            + " compare the lists of members",
                    stream,
                    hello.from(),
                    hello.to());
        }
    }

    private void count(ClusterFrames.Reason reason) {
        LongAdder count = rejected.get(reason);
        if (count != null) {
            count.increment();
        }
    }

    /** For a stream that was never taken. */
    void refuse(PeerStream stream, ClusterFrames.Reason reason) {
        count(reason);
        stream.close("refused: " + reason);
    }

    private void turnAway(PeerStream stream, ClusterFrames.Reason reason) {
        refuse(stream, reason);
        open.remove(stream);
        introduced.remove(stream);
    }

    private ClusterView makeView(long nowNs) {
        return new ClusterView(
                config.member(),
                core.leader(),
                core.term(),
                core.state(),
                core.committed(),
                core.last(),
                config.members().stream()
                        .map(member -> {
                            MemberLink link = links.get(member.number());
                            return new ClusterView.Member(
                                    member.number(),
                                    member.address(),
                                    link == null || link.alive(nowNs));
                        })
                        .toList(),
                rejected.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().sum())),
                refusedStreams.sum());
    }
}
