package rhumb.probe.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkReport;
import rhumb.southbound.message.TraceReport;
import rhumb.southbound.trace.ConvergenceTrace;
import rhumb.southbound.trace.Stage;

/**
 * Decides which estimates go to the controller: worse news at once; a first judgement and better
 * news with the next batch, better news at most once a second and link; figures that changed enough
 * at most once a second; a quiet link every ten seconds. All that is due goes in one report.
 *
 * <p>Bound: one entry per link and view of the plan, and {@link TraceReport#MAX_TRACES} traces
 * between two reports (further ones are left out and counted).
 */
public final class ReportPolicy {
    static final long BATCH_NS = 100_000_000L;
    static final long CHANGE_NS = 1_000_000_000L;
    static final long QUIET_NS = 10_000_000_000L;

    /** Where the estimates come from. */
    public interface Source {
        LinkEstimate estimate(long nowNs, LinkView view);
    }

    /** One direction of one link as the policy knows it; held by whoever watches the link. */
    public static final class Entry {
        private final Source source;
        private final LinkView view;
        private @Nullable LinkEstimate reported;
        private long reportedNs;
        private long comparedNs;
        private boolean urgent;
        private boolean better;
        private boolean told;

        private Entry(Source source, LinkView view) {
            this.source = source;
            this.view = view;
        }
    }

    private final String node;
    private final List<Entry> entries = new ArrayList<>();
    private final List<ConvergenceTrace> traces = new ArrayList<>();
    private boolean planned;
    private boolean urgent;
    private boolean completeTold;
    private long nextBatchNs;
    private long seq;
    private long tracesLeftOut;

    /**
     * @param node who stamps traces, such as {@code sin/agent}
     */
    public ReportPolicy(String node, long nowNs) {
        this.node = node;
        this.nextBatchNs = nowNs;
    }

    public Entry add(Source source, LinkView view) {
        Entry entry = new Entry(source, view);
        entries.add(entry);
        return entry;
    }

    public void remove(Entry entry) {
        entries.remove(entry);
    }

    /** A plan came: from now on it is known which links there are to report. */
    public void onPlan() {
        planned = true;
        completeTold = false;
    }

    /** A controller that knows nothing yet listens: everything is said again. */
    public void onEstablished(long nowNs) {
        completeTold = false;
        nextBatchNs = nowNs;
        for (Entry entry : entries) {
            entry.reported = null;
            entry.told = false;
        }
    }

    /** Worse news, or another reason for it: leaves with the next {@link #poll}. */
    public void onWorse(Entry entry, @Nullable ConvergenceTrace trace) {
        entry.urgent = true;
        urgent = true;
        if (trace == null) {
            return;
        }
        if (traces.size() < TraceReport.MAX_TRACES) {
            traces.add(trace);
        } else {
            tracesLeftOut++;
        }
    }

    public void onBetter(Entry entry) {
        entry.better = true;
    }

    public long reports() {
        return seq;
    }

    public long tracesLeftOut() {
        return tracesLeftOut;
    }

    public long nextDeadlineNs() {
        return planned ? nextBatchNs : Long.MAX_VALUE;
    }

    /** The report that is due; null when there is none. */
    public @Nullable LinkReport poll(long nowNs, long unixNs) {
        boolean batch = planned && nowNs >= nextBatchNs;
        if (!urgent && !batch) {
            return null;
        }
        nextBatchNs = batch ? nowNs + BATCH_NS : nextBatchNs;
        List<LinkEstimate> due = new ArrayList<>();
        boolean complete = planned;
        for (Entry entry : entries) {
            LinkEstimate estimate = due(nowNs, entry, batch);
            if (estimate != null) {
                due.add(estimate);
                entry.reported = estimate;
                entry.reportedNs = nowNs;
                entry.comparedNs = nowNs;
                entry.urgent = false;
                entry.better = false;
                entry.told = true;
            }
            complete &= entry.told || entry.view == LinkView.RECEIVER;
        }
        urgent = false;
        if (due.isEmpty() && (!complete || completeTold)) {
            return null;
        }
        completeTold = complete;
        List<ConvergenceTrace> stamped =
                traces.stream().map(t -> t.with(Stage.REPORTED, node, unixNs)).toList();
        traces.clear();
        return new LinkReport(++seq, complete, due, stamped);
    }

    private static @Nullable LinkEstimate due(long nowNs, Entry entry, boolean batch) {
        if (entry.urgent) {
            return entry.source.estimate(nowNs, entry.view);
        }
        LinkEstimate before = entry.reported;
        if (!batch || before != null && nowNs - entry.comparedNs < CHANGE_NS) {
            return null;
        }
        entry.comparedNs = nowNs;
        LinkEstimate estimate = entry.source.estimate(nowNs, entry.view);
        if (before == null) {
            // What was never judged is not reported: no report is how UNKNOWN looks.
            return estimate.status() == LinkStatus.UNKNOWN ? null : estimate;
        }
        boolean wanted =
                entry.better
                        || nowNs - entry.reportedNs >= QUIET_NS
                        || FigureChange.isEnough(before, estimate);
        return wanted ? estimate : null;
    }
}
