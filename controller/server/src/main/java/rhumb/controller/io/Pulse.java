package rhumb.controller.io;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.session.PeerStream;
import rhumb.southbound.message.Heartbeat;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * Says to greeted processes that their controller lives while its core computes: the first plan of
 * a large overlay takes longer than they wait, and if they left, it would be made again for
 * nothing. A core that does not come back from a turn for a minute is not said to live.
 */
final class Pulse implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Pulse.class);
    private static final long LONGEST_TURN_NS = 60_000_000_000L;
    private static final long NONE = 0;

    private final Set<PeerStream> greeted = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(
                    work -> Thread.ofPlatform().daemon().name("controller-pulse").unstarted(work));

    /** When the turn began that the core is in; 0 = it is in none. */
    private volatile long turnNs = NONE;

    private final long beatNs;

    /**
     * One that has not started.
     *
     * @param beatNs how often each process hears something at other times
     */
    Pulse(long beatNs) {
        this.beatNs = beatNs;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::tick, beatNs, beatNs, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        try {
            beat(System.nanoTime());
        } catch (RuntimeException e) {
            log.error("controller-pulse", e); // and goes on at the next one
        }
    }

    /** The process was written to, and has been greeted first. */
    void add(PeerStream stream) {
        greeted.add(stream);
    }

    void remove(PeerStream stream) {
        greeted.remove(stream);
    }

    /** Nobody is greeted any more. */
    void clear() {
        greeted.clear();
    }

    void turnBegins(long nowNs) {
        turnNs = nowNs == NONE ? 1 : nowNs;
    }

    void turnEnds() {
        turnNs = NONE;
    }

    void beat(long nowNs) {
        long sinceNs = turnNs;
        long tookNs = nowNs - sinceNs;
        if (sinceNs == NONE || tookNs < beatNs || tookNs > LONGEST_TURN_NS) {
            return;
        }
        byte[] heartbeat = SouthboundCodec.encode(new Heartbeat(0));
        for (PeerStream stream : greeted) {
            if (stream.isReady()) {
                stream.send(heartbeat);
            }
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}
