package rhumb.probe;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.stamp.SenderSession;

/**
 * The pairs of the plan, found by link, by where a datagram came from, and by session identifier.
 * The order of links is theirs; the other two are only looked up, never walked.
 */
final class PeerTable {
    /** Set in the identifiers of sessions that try code points and do not judge the link. */
    static final int CODE_POINTS = 1 << 15;

    private static final int SESSIONS = CODE_POINTS;

    /** Identifiers are drawn at random, so some must stay free. */
    private static final int MAX_PAIRS = SESSIONS / 2;

    private final TreeMap<LinkId, ProbedPair> byLink = new TreeMap<>();
    private final Map<String, Map<Endpoint, ProbedPair>> bySource = new HashMap<>();
    private final @Nullable ProbedPair[] bySession = new ProbedPair[SESSIONS];

    Iterable<ProbedPair> pairs() {
        return byLink.values();
    }

    int count() {
        return byLink.size();
    }

    boolean isFull() {
        return byLink.size() >= MAX_PAIRS;
    }

    @Nullable ProbedPair ofLink(LinkId link) {
        return byLink.get(link);
    }

    @Nullable ProbedPair ofSource(String uplink, Endpoint from) {
        Map<Endpoint, ProbedPair> ofUplink = bySource.get(uplink);
        return ofUplink == null ? null : ofUplink.get(from);
    }

    /** The pair that has this session, for itself or for trying code points. */
    @Nullable ProbedPair ofSession(int id) {
        return bySession[id & ~CODE_POINTS];
    }

    static boolean triesCodePoints(int id) {
        return (id & CODE_POINTS) != 0;
    }

    void add(ProbedPair pair) {
        byLink.put(pair.link, pair);
        bySession[pair.session.id()] = pair;
        addSource(pair);
    }

    /** Sources are given out anew: two links of a new plan may have swapped their reflectors. */
    void clearSources() {
        bySource.clear();
    }

    void addSource(ProbedPair pair) {
        bySource.computeIfAbsent(pair.uplink(), u -> new HashMap<>()).put(pair.reflector(), pair);
    }

    void remove(ProbedPair pair) {
        byLink.remove(pair.link);
        bySession[pair.session.id()] = null;
        Map<Endpoint, ProbedPair> ofUplink = bySource.get(pair.uplink());
        if (ofUplink != null) {
            ofUplink.remove(pair.reflector(), pair);
        }
    }

    void replaceSession(ProbedPair pair, SenderSession session) {
        bySession[pair.session.id()] = null;
        bySession[session.id()] = pair;
        pair.session = session;
    }

    /** A session identifier that no session here uses; never 0, which means "none". */
    int freeSession(RandomGenerator random) {
        int id;
        do {
            id = random.nextInt(1, SESSIONS);
        } while (bySession[id] != null);
        return id;
    }
}
