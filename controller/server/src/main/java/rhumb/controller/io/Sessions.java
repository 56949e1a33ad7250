package rhumb.controller.io;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.replay.CoreDoor;
import rhumb.controller.replay.CoreInput;
import rhumb.host.session.PeerStream;
import rhumb.host.tls.Identity;
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

    private final CoreDoor core;
    private final SessionTiming timing;
    private final ControllerLimits limits;
    private final Pulse pulse;
    private final Map<PeerStream, Peer> peers = new LinkedHashMap<>();
    private final Map<Key, Peer> greeted = new LinkedHashMap<>();
    private final Set<Peer> unwritten = new LinkedHashSet<>();
    private final Tally ended = new Tally();
    private long sent;
    private long foreign;
    private long paced;
    private long slow;

    /** No session is due earlier: hearing from a peer only puts its deadline off. */
    private long nextDeadlineNs = Long.MAX_VALUE;

    Sessions(CoreDoor core, SessionTiming timing, ControllerLimits limits, Pulse pulse) {
        this.core = core;
        this.pulse = pulse;
        this.timing = timing;
        this.limits = limits;
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
            peer.owed++;
            peer.repay(nowNs);
            if (peer.owed > 0) {
                paced++;
                nextDeadlineNs = Math.min(nextDeadlineNs, peer.pace.nextNs());
            }
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
            peer.repay(nowNs);
            peer.endIfSlow(nowNs);
            nextDeadlineNs = Math.min(nextDeadlineNs, peer.nextDeadlineNs());
        }
    }

    long nextDeadlineNs() {
        return nextDeadlineNs;
    }

    /** Forgets all without a word to anybody: somebody else goes on with their streams. */
    void release() {
        pulse.clear();
        peers.clear();
        greeted.clear();
        unwritten.clear();
    }

    /** Ends all; these sessions are not used any more. */
    void closeAll(String reason) {
        peers.keySet().forEach(stream -> stream.close(reason));
        release();
    }

    /** Gives the network what it takes; the rest waits until a stream is ready again. */
    void write(long nowNs) {
        unwritten.removeIf(peer -> peer.write(nowNs));
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
                all.rejected,
                foreign,
                paced,
                slow);
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
        private final MessagePace pace;
        private @Nullable Key who;

        /** Frames that were taken and have not made room for others yet. */
        private int owed;

        /** Since when it takes nothing of what waits for it; 0 = it does. */
        private long stuckSinceNs;

        Peer(PeerStream stream, long nowNs) {
            this.stream = stream;
            this.pace = new MessagePace(limits.messagesPerSecond(), nowNs);
            this.session = new PeerSession(timing, this, nowNs);
        }

        /** Lets as many more come as the pace allows. */
        void repay(long nowNs) {
            while (owed > 0 && pace.take(nowNs)) {
                owed--;
                stream.consumed();
            }
        }

        long nextDeadlineNs() {
            long next = session.nextDeadlineNs();
            next = owed > 0 ? Math.min(next, pace.nextNs()) : next;
            return stuckSinceNs == 0 ? next : Math.min(next, stuckSinceNs + limits.slowPeerNs());
        }

        /** Whoever does not read would go on by rules that others have left. */
        void endIfSlow(long nowNs) {
            boolean open = equals(peers.get(stream));
            if (open && stuckSinceNs != 0 && nowNs - stuckSinceNs >= limits.slowPeerNs()) {
                slow++;
                String reason =
                        "slow-peer: it took nothing of what it was sent for "
                                + (nowNs - stuckSinceNs) / 1_000_000_000L
                                + " s";
                stream.cut(reason);
                stream.close(reason);
                end(nowNs, reason);
            }
        }

        /** Whether the certificate names another PoP than the one that greets. */
        private boolean isForeign(Hello hello) {
            Identity proved = stream.identity();
            return proved != null && !proved.name().equals(hello.pop().name());
        }

        @Override
        public Message onHello(long nowNs, Hello hello) {
            if (isForeign(hello)) {
                foreign++;
                return core.greet(
                        new CoreInput.Foreign(nowNs, hello, String.valueOf(stream.identity())));
            }
            Message answer = core.greet(new CoreInput.Greeting(nowNs, hello));
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
                core.give(new CoreInput.Said(nowNs, who.pop, who.role, message));
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
        boolean write(long nowNs) {
            while (stream.isReady()) {
                stuckSinceNs = 0;
                Message message = session.poll();
                if (message == null) {
                    return true;
                }
                stream.send(SouthboundCodec.encode(message));
                sent++;
                if (message instanceof Welcome) {
                    pulse.add(stream);
                }
            }
            if (stuckSinceNs == 0) {
                stuckSinceNs = nowNs;
                Sessions.this.nextDeadlineNs =
                        Math.min(Sessions.this.nextDeadlineNs, nowNs + limits.slowPeerNs());
            }
            return false;
        }

        void end(long nowNs, String reason) {
            if (peers.remove(stream, this)) {
                pulse.remove(stream);
                unwritten.remove(this);
                ended.add(session.counters());
                if (who != null && greeted.remove(who, this)) {
                    core.give(new CoreInput.Lost(nowNs, who.pop, who.role, reason));
                }
            }
        }
    }
}
