package rhumb.controller.io;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rhumb.controller.ControllerCore;
import rhumb.host.session.PeerStream;
import rhumb.net.PopId;
import rhumb.southbound.message.Hello;
import rhumb.southbound.message.Message;
import rhumb.southbound.message.Refusal;
import rhumb.southbound.message.Role;
import rhumb.southbound.message.Welcome;
import rhumb.southbound.session.PeerSession;
import rhumb.southbound.session.SessionCounters;
import rhumb.southbound.session.SessionTiming;
import rhumb.southbound.wire.Decoded;
import rhumb.southbound.wire.SouthboundCodec;

/**
 * A {@link PeerSession} for each stream, between the streams and the core. Owned by the core loop's
 * thread. What waits for a peer that reads slowly waits in its session, one message a kind.
 */
final class Sessions {
    private record Key(PopId pop, Role role) {}

    private final ControllerCore core;
    private final SessionTiming timing;
    private final Supplier<@Nullable Refusal> turnedAway;
    private final Map<PeerStream, Peer> peers = new LinkedHashMap<>();
    private final Map<Key, Peer> greeted = new LinkedHashMap<>();
    private final Set<Peer> unwritten = new LinkedHashSet<>();
    private final Tally ended = new Tally();
    private long sent;

    /** No session is due earlier: hearing from a peer only puts its deadline off. */
    private long nextDeadlineNs = Long.MAX_VALUE;

    /**
     * Sessions of a core.
     *
     * @param turnedAway what a peer that greets is refused with; null = the core greets it
     */
    Sessions(ControllerCore core, SessionTiming timing, Supplier<@Nullable Refusal> turnedAway) {
        this.turnedAway = turnedAway;
        this.core = core;
        this.timing = timing;
    }

    void opened(long nowNs, PeerStream stream) {
        Peer peer = new Peer(stream, nowNs);
        peers.put(stream, peer);
        nextDeadlineNs = Math.min(nextDeadlineNs, peer.session.nextDeadlineNs());
    }

    /** A frame of a stream that was closed meanwhile goes nowhere, and no other one follows. */
    void frame(long nowNs, PeerStream stream, byte[] frame) {
        Peer peer = peers.get(stream);
        if (peer != null) {
            peer.session.onFrame(nowNs, frame);
            stream.consumed();
        }
    }

    void closed(long nowNs, PeerStream stream, String reason) {
        Peer peer = peers.get(stream);
        if (peer != null) {
            peer.end(nowNs, reason);
        }
    }

    void send(PopId pop, Role role, Message message) {
        Peer peer = greeted.get(new Key(pop, role));
        if (peer != null) {
            peer.session.offer(message);
        }
    }

    void onDeadline(long nowNs) {
        if (nowNs < nextDeadlineNs) {
            return;
        }
        nextDeadlineNs = Long.MAX_VALUE;
        for (Peer peer : List.copyOf(peers.values())) {
            peer.session.onDeadline(nowNs);
            nextDeadlineNs = Math.min(nextDeadlineNs, peer.session.nextDeadlineNs());
        }
    }

    long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    /** Ends all; these sessions are not used any more. */
    void closeAll(String reason) {
        peers.keySet().forEach(stream -> stream.close(reason));
        peers.clear();
        greeted.clear();
        unwritten.clear();
    }

    /** Gives the network what it takes; the rest waits until a stream is ready again. */
    void write() {
        unwritten.removeIf(Peer::write);
    }

    Reading.Streams counters() {
        Tally all = new Tally();
        all.add(ended);
        peers.values().forEach(peer -> all.add(peer.session.counters()));
        return new Reading.Streams(
                peers.size(),
                all.messages,
                sent,
                all.unknownKinds,
                all.unknownFields,
                all.rejected);
    }

    private static final class Tally {
        private final Map<Decoded.Reason, Long> rejected = new EnumMap<>(Decoded.Reason.class);
        private long messages;
        private long unknownKinds;
        private long unknownFields;

        Tally() {
            for (Decoded.Reason reason : Decoded.Reason.values()) {
                rejected.put(reason, 0L);
            }
        }

        void add(SessionCounters session) {
            messages += session.messages();
            unknownKinds += session.unknownKinds();
            unknownFields += session.unknownFields();
            rejected.replaceAll((reason, count) -> count + session.rejected(reason));
        }

        void add(Tally other) {
            messages += other.messages;
            unknownKinds += other.unknownKinds;
            unknownFields += other.unknownFields;
            rejected.replaceAll((reason, count) -> count + other.rejected.getOrDefault(reason, 0L));
        }
    }

    /** One stream and its session. */
    private final class Peer implements PeerSession.Sink {
        private final PeerStream stream;
        private final PeerSession session;
        private @Nullable Key who;

        Peer(PeerStream stream, long nowNs) {
            this.stream = stream;
            this.session = new PeerSession(timing, this, nowNs);
        }

        @Override
        public Message onHello(long nowNs, Hello hello) {
            Refusal away = turnedAway.get();
            Message answer = away == null ? core.onHello(nowNs, hello) : away;
            if (answer instanceof Welcome) {
                who = new Key(hello.pop(), hello.role());
                Peer before = greeted.put(who, this);
                if (before != null) {
                    // No longer the one in the map, so that its end is not told as a loss.
                    before.stream.close("replaced by a newer session of the same process");
                    before.end(nowNs, "replaced");
                }
            }
            return answer;
        }

        @Override
        public void onMessage(long nowNs, Message message) {
            if (who != null) {
                core.onMessage(nowNs, who.pop, who.role, message);
            }
        }

        @Override
        public void wantsToSend() {
            unwritten.add(this);
        }

        @Override
        public void close(String reason) {
            Message last = session.poll();
            if (last instanceof Refusal) {
                stream.send(SouthboundCodec.encode(last));
            }
            stream.close(reason);
            end(System.nanoTime(), reason);
        }

        /** Returns whether nothing is left to write. */
        boolean write() {
            while (stream.isReady()) {
                Message message = session.poll();
                if (message == null) {
                    return true;
                }
                stream.send(SouthboundCodec.encode(message));
                sent++;
            }
            return false;
        }

        void end(long nowNs, String reason) {
            if (peers.remove(stream, this)) {
                unwritten.remove(this);
                ended.add(session.counters());
                if (who != null && greeted.remove(who, this)) {
                    core.onPeerLost(nowNs, who.pop, who.role, reason);
                }
            }
        }
    }
}
