package rhumb.forward.path;

import java.nio.ByteBuffer;
import rhumb.forward.fib.FibPath;
import rhumb.forward.link.Patience;
import rhumb.forward.wire.PathReport;

/**
 * What the source of a path knows of it. Outlives FIB updates that keep the path.
 *
 * <p>Round trip and variation are smoothed as in RFC 6298 section 2.
 */
public final class PathState {
    /** Whether the path is probed, and what came of it. */
    public enum Phase {
        /** Carries nothing, so it is not probed. */
        IDLE,
        /** Probed, and no answer yet. */
        TRYING,
        ANSWERING,
        /** Stopped to answer, or did not begin to. */
        SILENT
    }

    private static final long LONGEST_ROUND_TRIP_NS = 60_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;

    private final int tag;
    FibPath path;
    Phase phase = Phase.IDLE;
    long probedUntilNs = NEVER;

    /** Whether the newest answered probe went round a link. */
    boolean bypassed;

    private int probeSeq;
    private int answeredSeq;
    private long probingSinceNs;
    private long lastAnswerNs = NEVER;
    private long answeringSinceNs = NEVER;
    private long rttNs = -1;
    private long rttVariationNs;
    private int sent;
    private boolean reported;
    private int reportedSent;
    private int reportedReceived;
    private long sentTotal;
    private long receivedTotal;
    private final PathLoss loss = new PathLoss();
    private final Patience patience = new Patience();

    PathState(FibPath path, int tag) {
        this.path = path;
        this.tag = tag;
    }

    public FibPath path() {
        return path;
    }

    /** 1 to 255, unique among the paths to the same PoP. */
    public int tag() {
        return tag;
    }

    public Phase phase() {
        return phase;
    }

    /** Smoothed round trip of probe and answer; -1 while unknown. */
    public long rttNs() {
        return rttNs;
    }

    /** Datagrams sent on this path that the far end has accounted for. */
    public long sentTotal() {
        return sentTotal;
    }

    /** Of {@link #sentTotal()}, those that came; loss of the whole path is the rest. */
    public long receivedTotal() {
        return receivedTotal;
    }

    /** Whether so much is lost that a copy should go another way. */
    public boolean isLossy() {
        return loss.isLossy();
    }

    /** Counts one datagram put on the path; gives the count for a probe to carry. */
    public int countSent() {
        return ++sent;
    }

    int nextProbe() {
        return ++probeSeq;
    }

    void startProbing(long nowNs) {
        phase = Phase.TRYING;
        probingSinceNs = nowNs;
        lastAnswerNs = NEVER;
        answeringSinceNs = NEVER;
    }

    /** Takes a pause of our own out of the account. */
    void forgive(long pauseNs) {
        probingSinceNs += pauseNs;
        lastAnswerNs += lastAnswerNs == NEVER ? 0 : pauseNs;
    }

    /**
     * @return whether it answers a probe that no report answered before
     */
    boolean onReport(long nowNs, int nowUs, ByteBuffer b, int offset, long quietNs) {
        int seq = PathReport.probeSeq(b, offset);
        long rtt = (nowUs - PathReport.departureUs(b, offset)) * 1_000L;
        boolean fresh = seq - answeredSeq > 0 && seq - probeSeq <= 0;
        if (!fresh || rtt < 0 || rtt > LONGEST_ROUND_TRIP_NS) {
            return false;
        }
        loss.onProbes(seq - answeredSeq, 1);
        answeredSeq = seq;
        smooth(rtt);
        account(PathReport.sent(b, offset), PathReport.received(b, offset));
        loss.judge(nowNs);
        if (lastAnswerNs == NEVER || nowNs - lastAnswerNs > quietNs) {
            answeringSinceNs = nowNs;
        }
        lastAnswerNs = nowNs;
        return true;
    }

    /** The path is called silent. */
    void silence(long nowNs) {
        phase = Phase.SILENT;
        patience.onSilent(nowNs);
    }

    /** The path answers, and is believed. */
    void believe() {
        if (phase == Phase.SILENT) {
            patience.onHeard(answeringSinceNs);
        }
        phase = Phase.ANSWERING;
    }

    /** How long to wait for an answer where so long is usual. */
    long stretch(long nowNs, long usualNs) {
        return patience.stretch(nowNs, usualNs);
    }

    long answeringForNs(long nowNs) {
        return answeringSinceNs == NEVER ? 0 : nowNs - answeringSinceNs;
    }

    /** How long an answer has been due; what is usual on this path is not counted. */
    long quietNs(long nowNs) {
        if (lastAnswerNs != NEVER) {
            return nowNs - lastAnswerNs;
        }
        return nowNs - probingSinceNs - Math.max(rttNs, 0);
    }

    /** When the far end was last known to hear this path: the newest answer, less its way back. */
    long heardNs() {
        return lastAnswerNs == NEVER ? probingSinceNs : lastAnswerNs - rttNs / 2;
    }

    /** Whether an answer came since probing began. */
    boolean answersNow() {
        return lastAnswerNs != NEVER;
    }

    boolean everAnswered() {
        return rttNs >= 0;
    }

    long variationNs() {
        return rttVariationNs;
    }

    private void smooth(long rtt) {
        if (rttNs < 0) {
            rttNs = rtt;
            rttVariationNs = rtt / 2;
        } else {
            rttVariationNs += (Math.abs(rttNs - rtt) - rttVariationNs) / 4;
            rttNs += (rtt - rttNs) / 8;
        }
    }

    private void account(int sentThen, int receivedThen) {
        int moreSent = sentThen - reportedSent;
        int moreReceived = receivedThen - reportedReceived;
        // A far end that restarted counts from zero again: only differences within one life count.
        if (reported && moreSent >= 0 && moreReceived >= 0) {
            sentTotal += moreSent;
            receivedTotal += moreReceived;
            loss.onDatagrams(moreSent, moreReceived);
        }
        reported = true;
        reportedSent = sentThen;
        reportedReceived = receivedThen;
    }
}
