package rhumb.probe.stamp;

import org.jspecify.annotations.Nullable;

/**
 * The answering sessions of one known peer. A peer that restarts comes with a new session
 * identifier, so there can be a few; the one unused for longest makes room.
 *
 * <p>Bound: {@value #SESSIONS} sessions, and {@value #PER_SECOND} probes a second in all; what is
 * more is not answered.
 */
public final class PeerSessions {
    static final int PER_SECOND = 1_000;

    private static final int SESSIONS = 4;
    private static final long SECOND_NS = 1_000_000_000L;

    /** So long after the last genuine probe a peer may come back with a clock that was set back. */
    private static final long FORGIVE_NS = 60 * SECOND_NS;

    private final boolean stateful;
    private final @Nullable ReflectorSession[] sessions = new ReflectorSession[SESSIONS];
    private long bucket = TokenBucket.FULL;
    private boolean heard;
    private long heardNs;
    private long newestUnixNs;

    public PeerSessions(boolean stateful) {
        this.stateful = stateful;
    }

    /**
     * Whether a probe may be answered. In authenticated mode every probe must be new: a session
     * that begins must not have an earlier timestamp than any before it.
     *
     * @param sentUnixNs timestamp of the probe
     * @return null when it may
     */
    public @Nullable StampReject admit(
            long nowNs, boolean authenticated, int id, int sequence, long sentUnixNs) {
        long after = TokenBucket.take(nowNs, bucket, SECOND_NS / PER_SECOND, PER_SECOND);
        if (after == bucket) {
            return StampReject.RATE_LIMITED;
        }
        bucket = after;
        if (authenticated) {
            ReflectorSession known = find(id);
            boolean fresh =
                    known == null
                            ? mayBegin(nowNs, sentUnixNs)
                            : known.replays().accept(sequence, sentUnixNs);
            if (!fresh) {
                return StampReject.REPLAYED;
            }
            if (known == null) {
                session(id).replays().accept(sequence, sentUnixNs);
            }
            newestUnixNs = heard ? Math.max(newestUnixNs, sentUnixNs) : sentUnixNs;
            heard = true;
            heardNs = nowNs;
        }
        return null;
    }

    /** The session with this identifier, made when it is new. */
    public ReflectorSession session(int id) {
        ReflectorSession known = find(id);
        if (known != null) {
            return known;
        }
        int oldest = 0;
        for (int i = 0; i < SESSIONS; i++) {
            ReflectorSession candidate = sessions[i];
            if (candidate == null) {
                oldest = i;
                break;
            }
            ReflectorSession soFar = sessions[oldest];
            oldest = soFar == null || candidate.lastUsedNs() < soFar.lastUsedNs() ? i : oldest;
        }
        ReflectorSession made = new ReflectorSession(id, stateful);
        sessions[oldest] = made;
        return made;
    }

    private boolean mayBegin(long nowNs, long sentUnixNs) {
        // Probes of two sessions may leave in one instant; the newest one's session is still known.
        return !heard || sentUnixNs >= newestUnixNs || nowNs - heardNs > FORGIVE_NS;
    }

    private @Nullable ReflectorSession find(int id) {
        for (ReflectorSession session : sessions) {
            if (session != null && session.id() == id) {
                return session;
            }
        }
        return null;
    }
}
