package rhumb.southbound.message;

import java.util.List;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.trace.ConvergenceTrace;

/**
 * What an agent tells the controller about links that start or end at its PoP.
 *
 * @param seq grows with every report of this process
 * @param complete whether the agent has now reported every link of its plan at least once
 * @param estimates at most one per link and view
 * @param traces of the links that degraded since the last report, at most {@value
 *     TraceReport#MAX_TRACES}
 */
public record LinkReport(
        long seq, boolean complete, List<LinkEstimate> estimates, List<ConvergenceTrace> traces)
        implements Message {
    public LinkReport {
        estimates = List.copyOf(estimates);
        traces = List.copyOf(traces);
    }

    /** The same, and more is to come. */
    public LinkReport incomplete() {
        return new LinkReport(seq, false, estimates, traces);
    }

    @Override
    public Kind kind() {
        return Kind.LINK_REPORT;
    }

    @Override
    public Message over(Message older) {
        if (!(older instanceof LinkReport before)) {
            return this;
        }
        record Key(rhumb.net.LinkId link, rhumb.southbound.link.LinkView view) {}
        return new LinkReport(
                seq,
                complete || before.complete,
                Merge.newest(before.estimates, estimates, e -> new Key(e.link(), e.view())),
                Merge.append(before.traces, traces, TraceReport.MAX_TRACES));
    }
}
