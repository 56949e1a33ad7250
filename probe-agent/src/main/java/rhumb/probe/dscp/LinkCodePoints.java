package rhumb.probe.dscp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import rhumb.net.Dscp;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.probe.stamp.ClassOfService;
import rhumb.probe.stamp.ProbeTlvs;
import rhumb.probe.stamp.SenderSession;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.dscp.OuterMarking;

/**
 * One link and back: which code point each probe of the session had, and what became of it.
 *
 * <p>A probe without an answer was lost on one of two ways. The numbers of the answers before and
 * after a run of such probes tell which, when all of the run were lost on the same way; otherwise
 * nobody is charged.
 */
public final class LinkCodePoints {
    /** So long an answer may take. */
    static final long PATIENCE_NS = 1_000_000_000L;

    /**
     * Experimental or local use (RFC 2474 section 6), so it disturbs no service: its upper bits
     * tell the partial forms of bleaching from the whole ones.
     */
    static final int WITNESS = 51;

    private static final int[] IN_USE = inUse();
    private static final ProbeTlvs[] ASKED = new ProbeTlvs[Dscp.COUNT];
    private static final int MASK = SenderSession.RING - 1;
    private static final int NOT_YET = -1;

    static {
        Arrays.setAll(ASKED, codePoint -> ProbeTlvs.classOfService(new Dscp(codePoint)));
    }

    private final LinkId link;
    private final SenderSession session;
    private final Treatment outgoing = new Treatment();
    private final Treatment incoming = new Treatment();
    private final Baseline there = new Baseline();
    private final Baseline back = new Baseline();
    private final byte[] codePoints = new byte[SenderSession.RING];
    private final long[] sentNs = new long[SenderSession.RING];
    private final boolean[] answered = new boolean[SenderSession.RING];
    private final int[] replies = new int[SenderSession.RING];
    private int next;
    private int settled;
    private int lastAnswered = NOT_YET;
    private int lastReply;
    private int rotation;
    private int suspect = NOT_YET;
    private long doneInSweep;
    private int firstOfSweep;

    // What was told last, kept here by CodePointProbing.
    CodePointMap toldOutgoing = CodePointMap.EMPTY;
    CodePointMap toldIncoming = CodePointMap.EMPTY;
    List<Dscp> marks = OuterMarking.OWN;
    boolean unreported;
    boolean wantsSweep;
    long nextSweepNs = Long.MIN_VALUE;
    long sweepNumber;
    int sweepProgress;

    LinkCodePoints(LinkId link, SenderSession session) {
        this.link = link;
        this.session = session;
    }

    /** The outgoing link. */
    public LinkId link() {
        return link;
    }

    /** The session of these probes alone. */
    public SenderSession session() {
        return session;
    }

    /** The local uplink that its probes leave by. */
    public String uplink() {
        return link.from().name();
    }

    /**
     * Writes the next probe of the session, to be sent with this code point: it asks for its answer
     * to have the same.
     *
     * @return how long it is
     */
    public int write(long nowNs, long unixNs, ByteBuffer out, int lengthBytes, int codePoint) {
        return session.write(nowNs, unixNs, out, 0, lengthBytes, ASKED[codePoint]);
    }

    /** What the outgoing link does to code points. */
    public CodePointMap outgoing() {
        return outgoing.map();
    }

    /** What the link back does to code points. */
    public CodePointMap incoming() {
        return incoming.map();
    }

    /** An ordinary probe was answered; transit times with the session's unknown offset. */
    void onOrdinary(long forwardTransitNs, long backwardTransitNs) {
        there.add(forwardTransitNs);
        back.add(backwardTransitNs);
    }

    /** The code point to try next in the background: once more when it seems to have changed. */
    int nextInUse() {
        if (suspect != NOT_YET) {
            int again = suspect;
            suspect = NOT_YET;
            return again;
        }
        rotation = (rotation + 1) % IN_USE.length;
        return IN_USE[rotation];
    }

    /** The next probe of the session leaves with this code point. */
    void onSent(long nowNs, int codePoint) {
        settle(nowNs);
        int slot = next++ & MASK;
        codePoints[slot] = (byte) codePoint;
        sentNs[slot] = nowNs;
        answered[slot] = false;
    }

    /**
     * The session accepted an answer.
     *
     * @param sequence number of the probe
     * @param reply number that the far end gave its answer
     */
    void onReply(long nowNs, int sequence, int reply) {
        int slot = sequence & MASK;
        int codePoint = codePoints[slot];
        answered[slot] = true;
        replies[slot] = reply;
        if (session.hasClassOfService()) {
            int classOfService = session.classOfService();
            outgoing.onArrival(codePoint, ClassOfService.dscp2(classOfService));
            boolean asAsked = ClassOfService.rp(classOfService) == ClassOfService.RP_AS_ASKED;
            if (asAsked && session.replyOctet() >= 0) {
                incoming.onArrival(codePoint, session.replyOctet() >>> 2);
            }
            if (there.usable()) {
                outgoing.onDelay(codePoint, there.isLate(session.forwardTransitNs()));
                incoming.onDelay(codePoint, back.isLate(session.backwardTransitNs()));
            }
        }
        if (outgoing.isInDoubt(codePoint) || incoming.isInDoubt(codePoint)) {
            suspect = codePoint;
            doneInSweep &= ~(1L << codePoint);
        } else if (sequence - firstOfSweep >= 0) {
            doneInSweep |= 1L << codePoint;
        }
        settle(nowNs);
    }

    /** A sweep begins. */
    void beginSweep() {
        firstOfSweep = next;
        doneInSweep = 0;
    }

    /** Bit n: code point n was answered since the sweep began, and no doubt is left. */
    long doneInSweep() {
        return doneInSweep;
    }

    /** Closes the books on probes that were answered or that nobody waits for any more. */
    void settle(long nowNs) {
        while (settled != next) {
            int slot = settled & MASK;
            if (answered[slot]) {
                close(settled, replies[slot]);
            } else if (nowNs - sentNs[slot] < PATIENCE_NS && next - settled < SenderSession.RING) {
                return;
            }
            settled++;
        }
    }

    private void close(int sequence, int reply) {
        int missing = lastAnswered == NOT_YET ? 0 : sequence - lastAnswered - 1;
        int lostBack = reply - lastReply - 1;
        boolean onOneWay = lostBack == 0 || lostBack == missing;
        if (onOneWay && missing < SenderSession.RING - (next - sequence)) {
            for (int lost = sequence - missing; lost != sequence; lost++) {
                int codePoint = codePoints[lost & MASK];
                outgoing.onOutcome(codePoint, lostBack == 0);
                if (lostBack != 0) {
                    incoming.onOutcome(codePoint, true);
                }
            }
        }
        outgoing.onOutcome(codePoints[sequence & MASK], false);
        incoming.onOutcome(codePoints[sequence & MASK], false);
        lastAnswered = sequence;
        lastReply = reply;
    }

    private static int[] inUse() {
        int[] inUse = new int[TrafficClass.COUNT + 1];
        for (TrafficClass c : TrafficClass.ALL) {
            inUse[c.code()] = c.dscp().codePoint();
        }
        inUse[TrafficClass.COUNT] = WITNESS;
        return inUse;
    }
}
