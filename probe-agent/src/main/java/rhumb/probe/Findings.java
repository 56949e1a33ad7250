package rhumb.probe;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.probe.estimate.Change;
import rhumb.probe.report.ReportPolicy;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/** How the judgement of links changed, on its way to the forwarder and to the controller. */
final class Findings {
    private final String node;
    private final ReportPolicy policy;
    private final AgentCore.Sink sink;
    private final List<LinkHealth.Entry> health = new ArrayList<>();
    private long traceIds;

    /**
     * @param node how traces name this agent
     * @param firstTrace identifier of the first trace
     */
    Findings(String node, ReportPolicy policy, AgentCore.Sink sink, long firstTrace) {
        this.node = node;
        this.policy = policy;
        this.sink = sink;
        this.traceIds = firstTrace;
    }

    /** Takes what changed in either direction of a link since it was asked last. */
    void settle(long nowNs, long unixMinusNowNs, ProbedPair pair) {
        Change out = pair.estimator.pollOutgoing();
        settle(nowNs, unixMinusNowNs, pair, out, LinkView.SENDER, pair.outgoing);
        Change in = pair.estimator.pollIncoming();
        settle(nowNs, unixMinusNowNs, pair, in, LinkView.RECEIVER, pair.incoming);
    }

    /** The forwarder knows nothing yet. */
    void tellAgain(long nowNs, Iterable<ProbedPair> pairs) {
        health.clear();
        for (ProbedPair pair : pairs) {
            tell(pair.estimator.estimate(nowNs, LinkView.SENDER), null);
            tell(pair.estimator.estimate(nowNs, LinkView.RECEIVER), null);
        }
    }

    /** Gives out what has gathered and is due. */
    void flush(long nowNs, long unixNs) {
        if (!health.isEmpty()) {
            sink.health(new LinkHealth(health));
            health.clear();
        }
        LinkReport report = policy.poll(nowNs, unixNs);
        if (report != null) {
            sink.report(report);
        }
    }

    private void settle(
            long nowNs,
            long unixMinusNowNs,
            ProbedPair pair,
            Change change,
            LinkView view,
            ReportPolicy.Entry entry) {
        if (change == Change.NONE) {
            return;
        }
        LinkEstimate estimate = pair.estimator.estimate(nowNs, view);
        ConvergenceTrace trace = null;
        switch (change) {
            case NONE -> {}
            case BETTER -> policy.onBetter(entry);
            case OTHER_SIGN -> policy.onWorse(entry, null);
            case WORSE -> {
                long signNs = Math.min(pair.estimator.firstSignNs(view), nowNs);
                trace =
                        ConvergenceTrace.begin(traceIds++, estimate.link())
                                .with(Stage.FIRST_SIGN, node, signNs + unixMinusNowNs)
                                .with(Stage.DEGRADED, node, nowNs + unixMinusNowNs);
                policy.onWorse(entry, trace);
            }
        }
        tell(estimate, trace);
    }

    private void tell(LinkEstimate estimate, @Nullable ConvergenceTrace trace) {
        if (estimate.status() != LinkStatus.UNKNOWN) {
            health.add(
                    new LinkHealth.Entry(
                            estimate.link(),
                            estimate.status(),
                            estimate.degraded(),
                            estimate.sign(),
                            trace));
        }
    }
}
