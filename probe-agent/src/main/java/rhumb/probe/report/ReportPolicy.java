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
 * Decides which estimates go to the controller: worse news at once, or with others that come within
 * {@value #URGENT_NS} ns; a first judgement and better news with the next batch, better news at
 * most once a second and link; figures that changed enough at most once a second; a quiet link
 * every ten seconds. All that is due goes in one report.
 *
 * <p>Quiet links share their reports, but only {@value #GROUP} views each: a PoP with many links
 * never says everything at once.
 *
 * <p>Bound: one entry per link and view of the plan, and {@link TraceReport#MAX_TRACES} traces
 * between two reports (further ones are left out and counted).
 */
public final class ReportPolicy {
    /** Between two reports of worse news: none waits longer, and a thousand links make no storm. */
    static final long URGENT_NS = 4_000_000L;

    static final long BATCH_NS = 100_000_000L;
    static final long CHANGE_NS = 1_000_000_000L;
    static final long QUIET_NS = 10_000_000_000L;

    /** So many share their time, and one report when all is quiet. */
    private static final int GROUP = 64;

    /** Golden ratio: the places of any number of groups on a ring lie far apart. */
    private static final double SPREAD = 0.618_033_988_749_895;

    /** Where the estimates come from. */
    public interface Source {
        LinkEstimate estimate(long nowNs, LinkView view);
    }

    /** One direction of one link as the policy knows it; held by whoever watches the link. */
    public static final class Entry {
        private final Source source;
        private final LinkView view;

        /** Where in its second and in its ten this one is looked at, 0 to 1. */
        private final double place;

        private @Nullable LinkEstimate reported;
        private long reportedNs;
        private long reportedSeq;
        private long comparedNs;
        private boolean urgent;
        private boolean better;
        private boolean told;

        private Entry(Source source, LinkView view, double place) {
            this.source = source;
            this.view = view;
            this.place = place;
        }
    }

    private final String node;
    private final List<Entry> entries = new ArrayList<>();
    private final List<ConvergenceTrace> traces = new ArrayList<>();
    private boolean planned;
    private boolean urgent;
    private boolean completeTold;
    private long nextBatchNs;
    private long urgentNs;
    private long added;
    private long seq;
    private long tracesLeftOut;

    /**
     * @param node who stamps traces, such as {@code sin/agent}
     */
    public ReportPolicy(String node, long nowNs) {
        this.node = node;
        this.nextBatchNs = nowNs;
        this.urgentNs = nowNs;
    }

    public Entry add(Source source, LinkView view) {
        Entry entry = new Entry(source, view, place(added++));
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

    /**
     * A controller listens: everything is said again that it does not know.
     *
     * @param knownSeq number of the last report whose content it has; 0 = none
     */
    public void onEstablished(long nowNs, long knownSeq) {
        completeTold = false;
        nextBatchNs = nowNs;
        for (Entry entry : entries) {
            if (entry.reported == null || entry.reportedSeq > Math.min(knownSeq, seq)) {
                entry.reported = null;
                entry.told = false;
            }
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
        long batchNs = planned ? nextBatchNs : Long.MAX_VALUE;
        return urgent ? Math.min(batchNs, urgentNs) : batchNs;
    }

    /** The report that is due; null when there is none. */
    public @Nullable LinkReport poll(long nowNs, long unixNs) {
        boolean batch = planned && nowNs >= nextBatchNs;
        if (!batch && !(urgent && nowNs >= urgentNs)) {
            return null;
        }
        urgentNs = urgent ? nowNs + URGENT_NS : urgentNs;
        nextBatchNs = batch ? nowNs + BATCH_NS : nextBatchNs;
        List<LinkEstimate> due = new ArrayList<>();
        boolean complete = planned;
        for (Entry entry : entries) {
            LinkEstimate estimate = due(nowNs, entry, batch);
            if (estimate != null) {
                due.add(estimate);
                // The first time, each finds its own place; from then on it keeps it.
                boolean first = entry.reported == null;
                entry.reportedNs = nowNs - (first ? (long) (entry.place * QUIET_NS) : 0);
                entry.comparedNs = nowNs - (first ? (long) (entry.place * CHANGE_NS) : 0);
                entry.reported = estimate;
                entry.reportedSeq = seq + 1;
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

    private static double place(long number) {
        long group = number / GROUP;
        return group * SPREAD % 1;
    }

    private static @Nullable LinkEstimate due(long nowNs, Entry entry, boolean batch) {
        if (entry.urgent) {
            return entry.source.estimate(nowNs, entry.view);
        }
        LinkEstimate before = entry.reported;
        if (!batch || before != null && nowNs - entry.comparedNs < CHANGE_NS) {
            return null;
        }
        // In steps of a second from the place of its own, not from when the batch happened to run.
        entry.comparedNs += (nowNs - entry.comparedNs) / CHANGE_NS * CHANGE_NS;
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
