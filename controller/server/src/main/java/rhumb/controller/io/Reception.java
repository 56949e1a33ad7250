package rhumb.controller.io;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.controller.cluster.ClusterConfig;
import rhumb.controller.cluster.MemberConfig;
import rhumb.controller.consensus.ClusterFrames;
import rhumb.controller.intent.Intent;
import rhumb.host.session.ControllerChannel;
import rhumb.host.session.PeerStream;
import rhumb.host.tls.Identity;
import rhumb.host.tls.TlsDoor;

/**
 * Takes the processes of PoPs at every controller of a cluster: the leader's own core answers them,
 * and the others pass their streams on to the leader, so that a PoP talks to the controller that is
 * nearest to it. When another one leads, the streams stay: each process is told to greet again.
 *
 * <pre>
 *              this controller leads    another one does           nobody is known to
 * hello        to the core              to the leader              waits
 * frame        to the core              to the leader              waits, by back-pressure
 * then leads   -                        greet again, to the core   the same
 * then follows greet again, to the leader
 * </pre>
 *
 * <p>Bound: {@code mostStreams}; of each, the frames that its window allows. All under one lock:
 * nothing here waits.
 */
public final class Reception implements IntentKeeper.Member, AutoCloseable {
    /** Where streams go. */
    private enum Place {
        /** To the core of this controller. */
        HERE,
        /** To the one that leads. */
        ELSEWHERE,
        NOWHERE
    }

    private static final Logger log = LoggerFactory.getLogger(Reception.class);
    private static final long LOOK_MS = 250;

    private final ClusterConfig cluster;
    private final @Nullable TlsDoor door;
    private final CoreLoop loop;
    private final int mostStreams;
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(work ->
                    Thread.ofPlatform().daemon().name("controller-reception").unstarted(work));

    private final Map<PeerStream, Guest> guests = new LinkedHashMap<>();
    private Place place = Place.NOWHERE;
    private int leader;
    private @Nullable ControllerChannel channel;
    private boolean closed;

    /**
     * @param door with which certificate this controller goes to others; null = without TLS
     * @param loop the core, which takes streams while it leads
     */
    public Reception(
            ClusterConfig cluster, @Nullable TlsDoor door, CoreLoop loop, int mostStreams) {
        this.cluster = cluster;
        this.door = door;
        this.loop = loop;
        this.mostStreams = mostStreams;
        clock.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
    }

    @Override
    public CompletableFuture<?> adopt(Intent intent, String who, String told) {
        return loop.adopt(intent, who, told);
    }

    @Override
    public CompletableFuture<?> lead(long term, Intent intent) {
        return loop.lead(term, intent).thenRun(() -> move(Place.HERE, 0));
    }

    @Override
    public CompletableFuture<?> follow(Intent intent, String where, int newLeader) {
        pause();
        return loop.follow(intent, where)
                .thenRun(() -> move(newLeader == 0 ? Place.NOWHERE : Place.ELSEWHERE, newLeader));
    }

    /** Streams that this controller passes on to the leader. */
    public synchronized int relayed() {
        return place == Place.ELSEWHERE ? guests.size() : 0;
    }

    /** The core gets nothing more until it is known who leads. */
    private synchronized void pause() {
        place = Place.NOWHERE;
    }

    private synchronized void move(Place to, int newLeader) {
        if (closed) {
            return;
        }
        place = to;
        leader = newLeader;
        if (channel != null) {
            channel.close();
            channel = null;
        }
        MemberConfig member = cluster.of(newLeader);
        if (to == Place.ELSEWHERE && member != null) {
            channel = ControllerChannel.open(member.address().toString(), door, cluster.from());
        }
        long nowNs = System.nanoTime();
        for (Guest guest : new ArrayList<>(guests.values())) {
            guest.detach();
            settle(guest, nowNs);
        }
        if (!guests.isEmpty()) {
            log.info(
                    "streams-move count={} to={}", guests.size(), to == Place.HERE ? "us" : leader);
        }
    }

    /** Has a stream that goes nowhere go where streams go now. */
    private void settle(Guest guest, long nowNs) {
        if (guest.stream.isRelayed() && place != Place.HERE) {
            if (place == Place.ELSEWHERE) {
                // Whoever passes it on learns of the new leader himself.
                end(guest, Guest.NOT_LEADER);
            }
            return;
        }
        if (guest.hasGreeted() && place != Place.NOWHERE) {
            guest.regreet("another controller leads", nowNs);
        }
        switch (place) {
            case HERE -> guest.attach(loop);
            case ELSEWHERE -> guest.flush();
            case NOWHERE -> {}
        }
    }

    private void end(Guest guest, String reason) {
        guest.giveUp(reason);
        guest.detach();
        guests.remove(guest.stream);
    }

    private void look() {
        try {
            lookAtAll();
        } catch (RuntimeException e) {
            log.error("reception-look", e); // and goes on at the next one
        }
    }

    private synchronized void lookAtAll() {
        long nowNs = System.nanoTime();
        for (Guest guest : new ArrayList<>(guests.values())) {
            String fault = guest.fault(nowNs);
            if (fault != null) {
                end(guest, fault);
            } else if (place == Place.ELSEWHERE && guest.isStranded()) {
                guest.regreet("the leader was out of reach", nowNs);
            } else {
                guest.bridge(nowNs);
            }
        }
    }

    @Override
    public synchronized void onOpen(PeerStream stream) {
        if (closed || guests.size() >= mostStreams) {
            stream.close("too many streams: the controller takes " + mostStreams);
            return;
        }
        Guest guest = new Guest(stream, this, System.nanoTime());
        guests.put(stream, guest);
        settle(guest, System.nanoTime());
    }

    @Override
    public synchronized void onFrame(PeerStream stream, byte[] frame) {
        Guest guest = guests.get(stream);
        if (guest != null) {
            guest.onFrame(frame);
        }
    }

    @Override
    public synchronized void onReady(PeerStream stream) {
        Guest guest = guests.get(stream);
        if (guest != null) {
            guest.onReady();
        }
    }

    @Override
    public synchronized void onClosed(PeerStream stream, String reason) {
        Guest guest = guests.remove(stream);
        if (guest != null) {
            guest.onClosed(reason);
        }
    }

    /** Where a greeting goes that does not stay here; null = it waits. */
    @Nullable ControllerChannel towardsLeader() {
        return place == Place.ELSEWHERE ? channel : null;
    }

    /** First frame of a stream that is passed on to the one that leads. */
    byte[] introduction(PeerStream stream) {
        Identity identity = stream.identity();
        return ClusterFrames.relayed(
                cluster.member(),
                leader,
                identity == null ? "" : identity.toString(),
                stream.remote());
    }

    /** The leader ended a stream that was passed on to it. */
    void onEnded(Guest guest, String reason) {
        end(guest, reason);
    }

    @Override
    public void close() {
        clock.shutdownNow();
        synchronized (this) {
            closed = true;
            guests.values().forEach(Guest::detach);
            guests.clear();
            if (channel != null) {
                channel.close();
            }
        }
    }
}
