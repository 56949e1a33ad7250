package rhumb.forward.stream;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import rhumb.forward.crypto.Aead;
import rhumb.net.Endpoint;

/**
 * Lies between the parties and the shell: what parties write to a neighbour leaves sealed, and they
 * only hear what was opened. Connections of viewers and media servers pass as they are, and so do
 * chains where the rules secure nothing.
 *
 * <p>Bounds: a session for each chain, and of those that have not proved who they are {@value
 * #MAX_UNPROVED} for each address; a session holds one record at most.
 */
final class SealedChains implements StreamCore.Sink {
    /** What becomes of chains. */
    interface Owner {
        void onOpen(long nowNs, int connection);

        void onPlain(long nowNs, int connection, ByteBuffer bytes);

        void onFault(long nowNs, int connection, StreamReject why);
    }

    /** Implementation constants. */
    static final int MAX_UNPROVED = 256;

    private static final int SCRATCH_RECORDS = 6;
    private static final long CHECK_NS = 1_000_000_000L;

    /** How long keys that no longer hold may go on: time enough to be replaced. */
    private static final long GRACE_NS = 60_000_000_000L;

    /** Key changes begun in a second, so that they do not hold up media. */
    private static final int MAX_RENEWALS = 128;

    private final ChainKeys keys;
    private final Aead aead;
    private final RandomGenerator random;
    private final StreamCore.Sink shell;
    private final Owner owner;
    private final ByteBuffer scratch =
            ByteBuffer.allocateDirect(SCRATCH_RECORDS * ChainRecord.MAX_BYTES);

    private final Map<Integer, ChainSession> sessions = new LinkedHashMap<>();

    /** Chains without a session, where the rules secure nothing. */
    private final Set<Integer> clear = new LinkedHashSet<>();

    private final Map<Endpoint, Integer> unproved = new HashMap<>();
    private long nowNs;
    private long checkNs;
    private long renewals;

    SealedChains(
            ChainKeys keys, Aead aead, RandomGenerator random, StreamCore.Sink shell, Owner owner) {
        this.keys = keys;
        this.aead = aead;
        this.random = random;
        this.shell = shell;
        this.owner = owner;
    }

    /** A chain to that neighbour is about to be opened. */
    void dial(int connection, int pop, Endpoint to) {
        if (keys.secured()) {
            sessions.put(connection, session(connection, pop, to));
        } else {
            clear.add(connection);
        }
    }

    /** Whether so many connections from there have not proved who they are that one is too many. */
    boolean isCrowded(Endpoint from) {
        return unproved.getOrDefault(from.withPort(0), 0) >= MAX_UNPROVED;
    }

    /** A chain came from there. */
    void accept(int connection, Endpoint from) {
        dial(connection, 0, from);
        if (sessions.containsKey(connection)) {
            unproved.merge(from.withPort(0), 1, Integer::sum);
        }
    }

    /** A connection stands. Whether its party may be told now. */
    boolean onConnected(long now, int connection) {
        nowNs = now;
        ChainSession session = sessions.get(connection);
        if (session == null || session.isIncoming()) {
            return true;
        }
        StreamReject fault = session.begin();
        if (fault != null) {
            owner.onFault(now, connection, fault);
        }
        return false;
    }

    /** Bytes came. Whether they belong to a secured chain, so that its party is not to see them. */
    boolean onBytes(long now, int connection, ByteBuffer bytes) {
        nowNs = now;
        ChainSession session = sessions.get(connection);
        if (session == null) {
            return false;
        }
        StreamReject fault = session.onBytes(bytes);
        if (fault != null) {
            owner.onFault(now, connection, fault);
        }
        return true;
    }

    /** Replaces old keys, and ends chains that the rules no longer allow as they are. */
    void onTick(long now) {
        if (now < checkNs) {
            return;
        }
        checkNs = now + CHECK_NS;
        nowNs = now;
        Map<Integer, StreamReject> over = new LinkedHashMap<>();
        boolean secured = keys.secured();
        if (secured) {
            clear.forEach(connection -> over.put(connection, StreamReject.OTHER_SECURITY));
        }
        int begun = 0;
        for (Map.Entry<Integer, ChainSession> chain : sessions.entrySet()) {
            ChainSession session = chain.getValue();
            if (!secured) {
                over.put(chain.getKey(), StreamReject.OTHER_SECURITY);
            } else if (session.isWorn(now, GRACE_NS)) {
                over.put(chain.getKey(), StreamReject.KEY_GONE);
            } else if (begun < MAX_RENEWALS && session.renew(now)) {
                begun++;
            }
        }
        renewals += begun;
        over.forEach((connection, why) -> owner.onFault(now, connection, why));
    }

    /** Changes of keys that were begun since the start. */
    long renewals() {
        return renewals;
    }

    /** The connection is over. */
    void forget(int connection) {
        clear.remove(connection);
        ChainSession session = sessions.remove(connection);
        if (session != null) {
            if (session.isIncoming() && !session.isOpen()) {
                proved(session);
            }
            session.close();
        }
    }

    @Override
    public void connect(int connection, Endpoint to) {
        shell.connect(connection, to);
    }

    @Override
    public boolean write(int connection, ByteBuffer bytes) {
        ChainSession session = sessions.get(connection);
        return session == null ? shell.write(connection, bytes) : session.write(bytes);
    }

    @Override
    public void reading(int connection, boolean enabled) {
        ChainSession session = sessions.get(connection);
        if (session != null) {
            session.reading(enabled);
        }
        if (session == null || session.isOpen()) {
            shell.reading(connection, enabled);
        }
    }

    @Override
    public void close(int connection) {
        forget(connection);
        shell.close(connection);
    }

    private void opened(int connection) {
        ChainSession session = sessions.get(connection);
        if (session == null) {
            return;
        }
        if (session.isIncoming()) {
            proved(session);
        } else {
            owner.onOpen(nowNs, connection);
        }
        if (!session.isReading()) {
            shell.reading(connection, false);
        }
    }

    private void proved(ChainSession session) {
        unproved.computeIfPresent(
                session.from().withPort(0), (_, count) -> count == 1 ? null : count - 1);
    }

    private ChainSession session(int connection, int pop, Endpoint from) {
        return new ChainSession(
                keys,
                aead,
                random,
                scratch,
                new ChainSession.Output() {
                    @Override
                    public boolean wire(ByteBuffer bytes) {
                        return shell.write(connection, bytes);
                    }

                    @Override
                    public void opened() {
                        SealedChains.this.opened(connection);
                    }

                    @Override
                    public void plain(ByteBuffer bytes) {
                        owner.onPlain(nowNs, connection, bytes);
                    }
                },
                pop,
                from);
    }
}
