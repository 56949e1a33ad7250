package rhumb.probe.dscp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.probe.stamp.SenderSession;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.dscp.OuterMarking;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.OuterMarks;

/**
 * Tries code points on all links of an agent, slowly in the background and fast when asked, and
 * tells what came of it: the controller gets maps, the forwarder which code points to write.
 *
 * <p>A link on which something is found changed is swept once, so that its behaviour gets a name.
 * Bounds: one probe a step and one sweep at a time; what waits is at most every link once.
 */
public final class CodePointProbing {
    /** Who is told; whoever does not care for code points leaves it. */
    public interface Sink {
        /** To the controller. */
        default void dscp(DscpReport report) {}

        /** To the forwarder beside this agent. */
        default void marks(OuterMarks marks) {}
    }

    /** Sends. */
    public interface Output {
        /** Sends the next probe of the link's session, see {@link LinkCodePoints#write}. */
        void probe(long nowNs, LinkCodePoints link, int codePoint);
    }

    /** One probe in so many tries a code point. */
    public static final int SHARE = 50;

    private static final long PROGRESS_NS = 250_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;

    /** The agent sweeps a link by itself at most so often. */
    private static final long SWEEP_AGAIN_NS = 60_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final Sink sink;
    private final Output output;
    private final TreeMap<LinkId, LinkCodePoints> links = new TreeMap<>();
    private final Deque<LinkCodePoints> waiting = new ArrayDeque<>();
    private @Nullable LinkId last;
    private @Nullable Sweep sweep;
    private long reportNs = NEVER;
    private int ordinary;
    private long probes;
    private long sweeps;

    public CodePointProbing(Sink sink, Output output) {
        this.sink = sink;
        this.output = output;
    }

    /** A link to measure, with a session of its own for this. */
    public LinkCodePoints add(LinkId link, SenderSession session) {
        LinkCodePoints added = new LinkCodePoints(link, session);
        links.put(link, added);
        return added;
    }

    /** A link is measured no more; a sweep of it ends, and the next one begins. */
    public void remove(long nowNs, LinkId link) {
        LinkCodePoints gone = links.remove(link);
        if (gone != null) {
            waiting.remove(gone);
            sweep = sweep != null && sweep.link() == gone ? null : sweep;
            beginNext(nowNs);
        }
    }

    /** A link has another reflector: what was known of it is void, what was asked is not. */
    public LinkCodePoints replace(long nowNs, LinkId link, SenderSession session) {
        LinkCodePoints old = links.get(link);
        remove(nowNs, link);
        LinkCodePoints added = add(link, session);
        if (old != null && isAsked(old)) {
            onSweep(nowNs, new DscpSweep(old.sweepNumber, List.of(link)));
        }
        return added;
    }

    /** All links, in their order. */
    public Iterable<LinkCodePoints> links() {
        return links.values();
    }

    /** Probes that tried a code point, since the start. */
    public long probes() {
        return probes;
    }

    /** Sweeps begun since the start. */
    public long sweeps() {
        return sweeps;
    }

    /**
     * An ordinary probe was sent: every {@value #SHARE}th is accompanied by one of a code point.
     */
    public void onOrdinaryProbe(long nowNs) {
        ordinary++;
        if (ordinary >= SHARE && !links.isEmpty()) {
            ordinary = 0;
            LinkId after = last == null ? null : links.higherKey(last);
            last = after == null ? links.firstKey() : after;
            LinkCodePoints link = links.get(last);
            if (link != null) {
                send(nowNs, link, link.nextInUse());
                review(nowNs, link);
            }
        }
    }

    /** An ordinary probe of the link was answered. */
    public void onOrdinaryReply(LinkCodePoints link, SenderSession session) {
        link.onOrdinary(session.forwardTransitNs(), session.backwardTransitNs());
    }

    /**
     * The link's session accepted an answer.
     *
     * @param sequence number of the probe
     * @param reply number that the far end gave its answer
     */
    public void onReply(long nowNs, LinkCodePoints link, int sequence, int reply) {
        link.onReply(nowNs, sequence, reply);
        review(nowNs, link);
    }

    /**
     * The controller wants links swept: before those that the agent itself wants to know of. Links
     * that are not measured here are left out.
     */
    public void onSweep(long nowNs, DscpSweep asked) {
        Sweep running = sweep;
        if (running != null && running.number() == 0) {
            sweep = null;
            waiting.addFirst(running.link());
        }
        for (LinkId id : asked.links()) {
            LinkCodePoints link = links.get(id);
            if (link != null) {
                link.sweepNumber = asked.number();
                link.sweepProgress = 0;
                waiting.remove(link);
                if (sweep != null && sweep.link() == link) {
                    sweep = new Sweep(nowNs, link, asked.number());
                } else {
                    waiting.addFirst(link);
                }
            }
        }
        beginNext(nowNs);
    }

    /** A controller listens that knows nothing yet. */
    public void onControllerEstablished(long nowNs) {
        links.values().forEach(link -> link.unreported = true);
        reportNs = nowNs;
    }

    /** The forwarder (re)connected: tell everything again, also what is as usual. */
    public void onForwarderConnected() {
        if (!links.isEmpty()) {
            sink.marks(
                    new OuterMarks(
                            links.values().stream()
                                    .map(link -> new OuterMarks.Entry(link.link(), link.marks))
                                    .toList()));
        }
    }

    public long nextDeadlineNs() {
        return Math.min(reportNs, sweep == null ? NEVER : sweep.dueNs());
    }

    public void onDeadline(long nowNs) {
        Sweep running = sweep;
        if (running != null && nowNs >= running.dueNs()) {
            int codePoint = running.next(nowNs);
            if (codePoint >= 0) {
                send(nowNs, running.link(), codePoint);
            }
            running.link().settle(nowNs);
            progress(nowNs, running);
        }
        if (nowNs >= reportNs) {
            report();
        }
    }

    private void progress(long nowNs, Sweep running) {
        LinkCodePoints link = running.link();
        if (running.number() != 0 && running.number() == link.sweepNumber) {
            int before = link.sweepProgress;
            link.sweepProgress = running.progress();
            if (link.sweepProgress != before) {
                reportBy(nowNs + (running.over() ? 0 : PROGRESS_NS), link);
            }
        }
        if (running.over()) {
            sweep = null;
            link.nextSweepNs = nowNs + SWEEP_AGAIN_NS;
            review(nowNs, link);
            link.wantsSweep = false;
            beginNext(nowNs);
        }
    }

    private void beginNext(long nowNs) {
        if (sweep == null && !waiting.isEmpty()) {
            LinkCodePoints link = waiting.removeFirst();
            sweep = new Sweep(nowNs, link, isAsked(link) ? link.sweepNumber : 0);
            sweeps++;
        }
    }

    /** Whether a controller waits for a sweep of the link. */
    private static boolean isAsked(LinkCodePoints link) {
        return link.sweepNumber != 0 && link.sweepProgress < Dscp.COUNT;
    }

    private void send(long nowNs, LinkCodePoints link, int codePoint) {
        probes++;
        link.onSent(nowNs, codePoint);
        output.probe(nowNs, link, codePoint);
    }

    /** Sees what is new of a link. */
    private void review(long nowNs, LinkCodePoints link) {
        CodePointMap outgoing = link.outgoing();
        CodePointMap incoming = link.incoming();
        if (!outgoing.equals(link.toldOutgoing) || !incoming.equals(link.toldIncoming)) {
            link.wantsSweep |=
                    isNews(link.toldOutgoing, outgoing) || isNews(link.toldIncoming, incoming);
            link.toldOutgoing = outgoing;
            link.toldIncoming = incoming;
            reportBy(nowNs + (sweep == null ? REPORT_NS : PROGRESS_NS), link);
            mark(link, OuterMarking.choose(outgoing));
        }
        if (link.wantsSweep && nowNs >= link.nextSweepNs && !isPending(link)) {
            waiting.addLast(link);
            beginNext(nowNs);
        }
    }

    private void mark(LinkCodePoints link, List<Dscp> chosen) {
        if (!chosen.equals(link.marks)) {
            link.marks = chosen;
            sink.marks(new OuterMarks(List.of(new OuterMarks.Entry(link.link(), chosen))));
        }
    }

    private boolean isPending(LinkCodePoints link) {
        return sweep != null && sweep.link() == link || waiting.contains(link);
    }

    /** Whether a code point is found not to pass, or is treated otherwise than before. */
    private static boolean isNews(CodePointMap before, CodePointMap now) {
        for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
            boolean same = now.arrival(codePoint) == before.arrival(codePoint);
            boolean passes = !before.known(codePoint) && now.passes(codePoint);
            if (!same && !passes) {
                return true;
            }
        }
        return false;
    }

    private void reportBy(long atNs, LinkCodePoints link) {
        link.unreported = true;
        reportNs = Math.min(reportNs, atNs);
    }

    private void report() {
        reportNs = NEVER;
        List<DscpReport.Entry> entries = new ArrayList<>();
        for (LinkCodePoints link : links.values()) {
            if (link.unreported) {
                link.unreported = false;
                entries.add(
                        new DscpReport.Entry(
                                link.link(),
                                LinkView.SENDER,
                                link.toldOutgoing,
                                link.sweepNumber,
                                link.sweepProgress));
                entries.add(
                        new DscpReport.Entry(
                                link.link().reverse(),
                                LinkView.RECEIVER,
                                link.toldIncoming,
                                link.sweepNumber,
                                link.sweepProgress));
            }
        }
        if (!entries.isEmpty()) {
            sink.dscp(new DscpReport(entries));
        }
    }
}
