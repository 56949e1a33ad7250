package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.forward.crypto.Aead;
import rhumb.net.Endpoint;
import rhumb.southbound.message.TrafficReport;

/**
 * All streams of one forwarder. Connections are numbers; the shell opens, fills, empties and closes
 * them and tells what came of it. Owned by one thread.
 */
public final class StreamCore {
    /** Implementation constant: how often parties look at their timers. */
    public static final long TICK_NS = 50_000_000L;

    /** Implementation constant: connections at once, viewers and chains together. */
    static final int MAX_CONNECTIONS = 10_000;

    /** What the core asks of its shell. */
    public interface Sink {
        /** Open a connection; the answer comes as {@link #onConnected} or {@link #onClosed}. */
        void connect(int connection, Endpoint to);

        /**
         * Send bytes, all of them; the shell holds what the peer does not take yet.
         *
         * @return whether more may be written before {@link #onWritable}
         */
        boolean write(int connection, ByteBuffer bytes);

        /** Read on, or stop reading so that the peer's sending stops too. */
        void reading(int connection, boolean enabled);

        /** Close once everything written is sent. No more calls come for this connection. */
        void close(int connection);
    }

    private final StreamPaths paths;
    private final RandomGenerator random;
    private final SealedChains chains;
    private final StreamCounters counters = new StreamCounters();
    private final Map<Integer, Party> connections = new LinkedHashMap<>();
    private final Set<Party> parties = new LinkedHashSet<>();
    private final Map<OriginSide.Key, OriginSide> origins = new LinkedHashMap<>();
    private int lastConnection;
    private long nextTickNs = Long.MAX_VALUE;

    /**
     * @param random names streams and makes keys of chains, so it must not be guessed
     */
    public StreamCore(
            StreamPaths paths, ChainKeys keys, Aead aead, RandomGenerator random, Sink sink) {
        this.paths = paths;
        this.random = random;
        chains = new SealedChains(keys, aead, random, sink, new ChainEars());
    }

    public StreamCounters counters() {
        return counters;
    }

    /** Changes of keys under chains that stand, begun here. */
    public long renewals() {
        return chains.renewals();
    }

    /** Connections that stand or are being opened. */
    public int openConnections() {
        return connections.size();
    }

    /**
     * The streams that viewers here watch, in the order in which they came, for the report of what
     * this forwarder carries. Bound: {@value #MAX_CONNECTIONS}.
     */
    public List<TrafficReport.Flow> flows() {
        List<TrafficReport.Flow> flows = new ArrayList<>();
        for (Party party : parties) {
            if (party instanceof ViewerSide viewer && viewer.isAsked()) {
                flows.add(viewer.flow());
            }
        }
        return flows;
    }

    /**
     * A viewer connected to the listener of a service.
     *
     * @return the connection's number, or 0 to turn it away
     */
    public int onViewer(long nowNs, int service) {
        if (full()) {
            return 0;
        }
        counters.viewers++;
        int connection = ++lastConnection;
        adopt(
                nowNs,
                connection,
                new ViewerSide(this, connection, service, random.nextLong(), nowNs));
        return connection;
    }

    /**
     * Someone connected to the relay port.
     *
     * @return the connection's number, or 0 to turn it away
     */
    public int onChain(long nowNs, Endpoint from) {
        if (!paths.isNeighbor(from)) {
            counters.reject(StreamReject.NOT_A_NEIGHBOR);
            return 0;
        }
        if (chains.isCrowded(from)) {
            counters.reject(StreamReject.TOO_MANY_OPENING);
            return 0;
        }
        if (full()) {
            return 0;
        }
        int connection = ++lastConnection;
        chains.accept(connection, from);
        adopt(nowNs, connection, new Arrival(this, connection, nowNs));
        return connection;
    }

    public void onConnected(long nowNs, int connection) {
        if (chains.onConnected(nowNs, connection)) {
            tellConnected(nowNs, connection);
        }
    }

    public void onBytes(long nowNs, int connection, ByteBuffer bytes) {
        if (!chains.onBytes(nowNs, connection, bytes)) {
            tellBytes(nowNs, connection, bytes);
        }
    }

    public void onWritable(long nowNs, int connection) {
        Party party = connections.get(connection);
        if (party != null) {
            party.onWritable(nowNs, connection);
        }
    }

    public void onClosed(long nowNs, int connection, String reason) {
        chains.forget(connection);
        Party party = connections.remove(connection);
        if (party != null) {
            party.onClosed(nowNs, connection, reason);
            forgetIfDone(party);
        }
    }

    /**
     * Rules or the health of paths changed: streams on a path that is no longer the best one move
     * at once.
     */
    public void onPathsChanged(long nowNs) {
        for (Party party : new LinkedHashSet<>(parties)) {
            party.onTick(nowNs);
        }
    }

    public long nextDeadlineNs() {
        return nextTickNs;
    }

    public void onDeadline(long nowNs) {
        if (nowNs < nextTickNs) {
            return;
        }
        for (Party party : new LinkedHashSet<>(parties)) {
            party.onTick(nowNs);
            forgetIfDone(party);
        }
        chains.onTick(nowNs);
        nextTickNs = parties.isEmpty() ? Long.MAX_VALUE : nowNs + TICK_NS;
    }

    // What parties ask for.

    StreamPaths paths() {
        return paths;
    }

    Sink sink() {
        return chains;
    }

    boolean full() {
        boolean full = connections.size() >= MAX_CONNECTIONS;
        if (full) {
            counters.reject(StreamReject.TOO_MANY);
        }
        return full;
    }

    /** Opens a connection to a media server. */
    int connect(Party party, Endpoint to) {
        int connection = ++lastConnection;
        connections.put(connection, party);
        chains.connect(connection, to);
        return connection;
    }

    /** Opens a chain's connection to that neighbour; its party hears when both know each other. */
    int connectChain(Party party, int pop, Endpoint to) {
        chains.dial(lastConnection + 1, pop, to);
        return connect(party, to);
    }

    /** Gives a connection, new or taken over, to a party. */
    void adopt(long nowNs, int connection, Party party) {
        connections.put(connection, party);
        if (parties.add(party) && nextTickNs == Long.MAX_VALUE) {
            nextTickNs = nowNs + TICK_NS;
        }
    }

    void close(int connection) {
        if (connections.remove(connection) != null) {
            chains.close(connection);
        }
    }

    /** Turns a connection's party away. */
    void refuse(int connection, Party party, StreamReject reason) {
        counters.reject(reason);
        close(connection);
        parties.remove(party);
    }

    void forgetIfDone(Party party) {
        if (party.isDone()) {
            parties.remove(party);
            if (party instanceof OriginSide origin) {
                origins.remove(origin.key(), origin);
            }
        }
    }

    private void tellConnected(long nowNs, int connection) {
        Party party = connections.get(connection);
        if (party != null) {
            party.onConnected(nowNs, connection);
        }
    }

    private void tellBytes(long nowNs, int connection, ByteBuffer bytes) {
        Party party = connections.get(connection);
        if (party != null) {
            party.onBytes(nowNs, connection, bytes);
        }
    }

    /** What secured chains say. */
    private final class ChainEars implements SealedChains.Owner {
        @Override
        public void onOpen(long nowNs, int connection) {
            tellConnected(nowNs, connection);
        }

        @Override
        public void onPlain(long nowNs, int connection, ByteBuffer bytes) {
            tellBytes(nowNs, connection, bytes);
        }

        @Override
        public void onFault(long nowNs, int connection, StreamReject why) {
            Party party = connections.get(connection);
            if (party != null) {
                counters.reject(why);
                close(connection);
                party.onClosed(nowNs, connection, why.help());
                forgetIfDone(party);
            }
        }
    }

    @Nullable OriginSide origin(OriginSide.Key key) {
        return origins.get(key);
    }

    void register(OriginSide origin) {
        origins.put(origin.key(), origin);
        parties.add(origin);
    }
}
