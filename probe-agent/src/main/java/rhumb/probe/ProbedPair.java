package rhumb.probe;

import org.jspecify.annotations.Nullable;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.pace.LinkPace;
import rhumb.probe.report.ReportPolicy;
import rhumb.probe.stamp.ReflectorSession;
import rhumb.probe.stamp.SenderSession;
import rhumb.southbound.link.LinkView;

/**
 * All that the agent keeps of one outgoing link and the incoming one beside it. A neighbour that
 * restarts comes with a new session identifier, so there can be a few answering sessions; the one
 * unused for longest makes room.
 */
final class ProbedPair {
    private static final int REFLECTORS = 4;

    final LinkId link;
    final LinkEstimator estimator;
    final ReportPolicy.Entry outgoing;
    final ReportPolicy.Entry incoming;
    final LinkPace pace;
    SenderSession session;
    long nextProbeNs;

    /** Whether the next probe has its own place among those of all links. */
    boolean placed;

    long deadlineNs;
    int heapIndex;
    final long order;
    private final @Nullable ReflectorSession[] reflectors = new ReflectorSession[REFLECTORS];

    ProbedPair(
            LinkId link,
            LinkEstimator estimator,
            ReportPolicy policy,
            SenderSession session,
            LinkPace pace,
            long order) {
        this.order = order;
        this.link = link;
        this.estimator = estimator;
        this.outgoing = policy.add(estimator::estimate, LinkView.SENDER);
        this.incoming = policy.add(estimator::estimate, LinkView.RECEIVER);
        this.session = session;
        this.pace = pace;
    }

    String uplink() {
        return link.from().name();
    }

    Endpoint reflector() {
        return session.reflector();
    }

    /** The answering session with this identifier, made when it is new. */
    ReflectorSession reflectorSession(int id, boolean stateful) {
        int oldest = 0;
        for (int i = 0; i < REFLECTORS; i++) {
            ReflectorSession candidate = reflectors[i];
            if (candidate == null) {
                oldest = i;
                break;
            }
            if (candidate.id() == id) {
                return candidate;
            }
            ReflectorSession soFar = reflectors[oldest];
            oldest = soFar == null || candidate.lastUsedNs() < soFar.lastUsedNs() ? i : oldest;
        }
        ReflectorSession made = new ReflectorSession(id, stateful);
        reflectors[oldest] = made;
        return made;
    }
}
