package rhumb.forward.link;

import java.nio.ByteBuffer;
import rhumb.forward.wire.LinkReportPacket;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkPassive;

/**
 * The two ends of a pair of opposite links tell each other, and the agents beside them, what became
 * of the datagrams. One object per neighbour link: it reports what came over the incoming link and
 * reads what the far end says of the outgoing one. Counters run on, so that a lost report delays a
 * count and never loses it.
 */
public final class LinkReports {
    public static final long INTERVAL_NS = 20_000_000L;

    /** How long reports go on after the last datagram that was not a report itself. */
    private static final long LINGER_NS = 1_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private final LinkId outgoing;
    private final LinkReceiveState incoming;

    private long lastDatagramNs;
    private long nextNs = NEVER;
    private long countedFromNs;
    private long countedExpected;
    private long countedLost;
    private long countedReordered;
    private long countedDuplicates;
    private long uncountedBytes;

    private boolean heard;
    private long heardNs;
    private int heardLinkSeq;
    private int heardHighest;
    private int heardReceived;
    private int heardReordered;
    private int heardDuplicates;
    private long missing;
    private long missingTold;

    public LinkReports(LinkId outgoing, LinkReceiveState incoming) {
        this.outgoing = outgoing;
        this.incoming = incoming;
    }

    /** A datagram that is no link report came over the incoming link. */
    public void onDatagram(long nowNs, int bytes) {
        uncountedBytes += bytes;
        lastDatagramNs = nowNs;
        if (nextNs == NEVER) {
            nextNs = nowNs + INTERVAL_NS;
            countedFromNs = nowNs;
        }
    }

    public long nextDeadlineNs() {
        return nextNs;
    }

    /** Whether a report is due; each true is followed by {@link #write} and {@link #seen}. */
    public boolean isDue(long nowNs) {
        if (nowNs < nextNs) {
            return false;
        }
        boolean over = nowNs - lastDatagramNs > LINGER_NS;
        nextNs = over ? NEVER : nowNs + INTERVAL_NS;
        return !over;
    }

    /** Writes the payload of the report that is due. */
    public void write(ByteBuffer b, int offset) {
        LinkReportPacket.counts(
                b,
                offset,
                incoming.highestSeq(),
                incoming.receivedInLife(),
                incoming.reorderedInLife(),
                incoming.duplicatesInLife());
        LinkReportPacket.times(
                b,
                offset,
                incoming.newestDepartureUs(),
                incoming.transitUsMin(),
                incoming.transitUsMax());
    }

    /** What came over the incoming link since this was asked last; nothing when nothing did. */
    public java.util.Optional<LinkPassive.Entry> seen(long nowNs) {
        long expected = incoming.expected() - countedExpected;
        long duplicates = incoming.duplicates() - countedDuplicates;
        if (expected == 0 && duplicates == 0 && incoming.reordered() == countedReordered) {
            return java.util.Optional.empty();
        }
        // A late packet lowers what is lost; it is taken off what will be told lost next.
        long lost = Math.max(0, incoming.lostSoFar() - countedLost);
        boolean timed = incoming.transitUsMin() <= incoming.transitUsMax();
        LinkPassive.Entry entry =
                new LinkPassive.Entry(
                        outgoing.reverse(),
                        LinkView.RECEIVER,
                        nowNs - countedFromNs,
                        expected,
                        lost,
                        incoming.reordered() - countedReordered,
                        duplicates,
                        timed ? incoming.transitUsMin() * 1_000L : 0,
                        timed ? incoming.transitUsMax() * 1_000L : -1,
                        uncountedBytes);
        uncountedBytes = 0;
        countedFromNs = nowNs;
        countedExpected = incoming.expected();
        countedLost += lost;
        countedReordered = incoming.reordered();
        countedDuplicates = incoming.duplicates();
        incoming.resetTransit();
        return java.util.Optional.of(entry);
    }

    /**
     * A report of the far end about the outgoing link came.
     *
     * @param linkSeq sequence number of the report itself on the incoming link
     * @param lastSent the last sequence number written on the outgoing link
     * @param acknowledged see {@link LinkSilence#acknowledged}, as of the report before: what took
     *     other lanes is given that much time
     * @return what it adds to what was known; nothing for the first, an old or an impossible one
     */
    public java.util.Optional<LinkPassive.Entry> onReport(
            long nowNs, int linkSeq, int lastSent, int acknowledged, ByteBuffer b, int offset) {
        int claimed = LinkReportPacket.highestSeq(b, offset);
        boolean old = heard && linkSeq - heardLinkSeq < 0 && nowNs - heardNs < LINGER_NS;
        if (old || claimed - lastSent > 0) {
            return java.util.Optional.empty();
        }
        // The far end knows nothing of a lane of which nothing comes.
        int highest = claimed - acknowledged < 0 ? acknowledged : claimed;
        int sent = highest - heardHighest;
        int received = LinkReportPacket.received(b, offset) - heardReceived;
        int reordered = LinkReportPacket.reordered(b, offset) - heardReordered;
        int duplicates = LinkReportPacket.duplicates(b, offset) - heardDuplicates;
        // The far end restarted, or this is the first word of it: nothing to compare with.
        boolean compares = heard && sent >= 0 && received >= 0 && reordered >= 0 && duplicates >= 0;
        long intervalNs = Math.max(1, nowNs - heardNs); // two may be read in one moment
        heard = true;
        heardNs = nowNs;
        heardLinkSeq = linkSeq;
        heardHighest = highest;
        heardReceived += received;
        heardReordered += reordered;
        heardDuplicates += duplicates;
        if (!compares || sent == 0 && received == 0 && duplicates == 0) {
            return java.util.Optional.empty();
        }
        // No more can come late than a window holds: who claims more hides no later loss by it.
        missing = Math.max(missing + sent - received, missingTold - LinkReceiveState.WINDOW);
        long lost = Math.max(0, missing - missingTold);
        missingTold += lost;
        int transitUsMin = LinkReportPacket.transitUsMin(b, offset);
        int transitUsMax = LinkReportPacket.transitUsMax(b, offset);
        boolean timed = transitUsMin <= transitUsMax;
        return java.util.Optional.of(
                new LinkPassive.Entry(
                        outgoing,
                        LinkView.SENDER,
                        intervalNs,
                        sent,
                        lost,
                        reordered,
                        duplicates,
                        timed ? transitUsMin * 1_000L : 0,
                        timed ? transitUsMax * 1_000L : -1));
    }
}
