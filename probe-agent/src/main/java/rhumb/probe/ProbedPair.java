package rhumb.probe;

import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.probe.dscp.LinkCodePoints;
import rhumb.probe.estimate.LinkEstimator;
import rhumb.probe.pace.LinkPace;
import rhumb.probe.report.ReportPolicy;
import rhumb.probe.stamp.PeerSessions;
import rhumb.probe.stamp.SenderSession;
import rhumb.southbound.link.LinkView;

/** All that the agent keeps of one outgoing link and the incoming one beside it. */
final class ProbedPair {
    final LinkId link;
    final LinkEstimator estimator;
    final ReportPolicy.Entry outgoing;
    final ReportPolicy.Entry incoming;
    final LinkPace pace;
    SenderSession session;
    LinkCodePoints codePoints;
    long nextProbeNs;

    /** Whether the next probe has its own place among those of all links. */
    boolean placed;

    long deadlineNs;
    int heapIndex;
    final long order;
    final PeerSessions reflected;

    ProbedPair(
            LinkId link,
            LinkEstimator estimator,
            ReportPolicy policy,
            SenderSession session,
            LinkCodePoints codePoints,
            PeerSessions reflected,
            LinkPace pace,
            long order) {
        this.order = order;
        this.link = link;
        this.estimator = estimator;
        this.outgoing = policy.add(estimator::estimate, LinkView.SENDER);
        this.incoming = policy.add(estimator::estimate, LinkView.RECEIVER);
        this.session = session;
        this.codePoints = codePoints;
        this.reflected = reflected;
        this.pace = pace;
    }

    String uplink() {
        return link.from().name();
    }

    /** The one of its two sessions that has this identifier. */
    SenderSession session(int id) {
        return PeerTable.triesCodePoints(id) ? codePoints.session() : session;
    }

    Endpoint reflector() {
        return session.reflector();
    }
}
