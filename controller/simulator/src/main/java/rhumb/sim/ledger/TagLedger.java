package rhumb.sim.ledger;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassTarget;
import rhumb.sim.media.FlvTags;

/**
 * The account of an FLV stream: what the viewer gets is cut into tags, and each is looked up by its
 * whole content among those that the origin sent. Order counts: a tag that comes after one sent
 * later is as wrong as one that was never sent.
 */
public final class TagLedger implements StreamLedger {
    private final ContentIndex index = new ContentIndex();
    private final Timeline timeline;
    private final Arrivals arrivals;
    private final FlvTags.Sink sink = this::onTag;
    private FlvTags parser = new FlvTags();
    private int expected;
    private long sentBytes;
    private long receivedBytes;
    private long duplicate;
    private long corrupt;
    private long corruptBytes;
    private boolean rejectCounted;

    public TagLedger(ClassTarget target) {
        this.timeline = new Timeline(target);
        this.arrivals = new Arrivals(timeline);
    }

    /**
     * The origin sends one whole tag, with the size that follows it. A tag that goes out on several
     * connections is sent once.
     */
    public void onSentTag(long nowNs, ByteBuffer bytes, int offset, int length) {
        if (index.find(bytes, offset, length) != ContentIndex.ABSENT) {
            return;
        }
        index.add(bytes, offset, length);
        arrivals.onSent(nowNs);
        sentBytes += length;
    }

    /** The viewer gets bytes of the stream, the file header first. */
    public void onReceivedBytes(long nowNs, ByteBuffer bytes) {
        long ignoredBefore = parser.ignoredBytes();
        parser.accept(nowNs, bytes, sink);
        corruptBytes += parser.ignoredBytes() - ignoredBefore;
        if (parser.rejected() != null && !rejectCounted) {
            corrupt++;
            rejectCounted = true;
        }
    }

    /** The viewer lost its connection and made another one, on which a new file header comes. */
    public void onReconnected() {
        parser = new FlvTags();
        expected = 0;
        rejectCounted = false;
    }

    /** Why the stream is no FLV any more; null while it is good. */
    public FlvTags.@Nullable Reject rejected() {
        return parser.rejected();
    }

    @Override
    public Timeline timeline() {
        return timeline;
    }

    @Override
    public StreamFigures figures() {
        return new StreamFigures(
                arrivals.sent(),
                arrivals.received(),
                duplicate,
                arrivals.reordered(),
                corrupt,
                0,
                sentBytes,
                receivedBytes,
                corruptBytes,
                arrivals.delayNs(50),
                arrivals.delayNs(99),
                arrivals.delayNs(100),
                arrivals.longestGapNs());
    }

    private void onTag(long nowNs, int type, int timestampMs, ByteBuffer bytes, int length) {
        int number = index.find(bytes, 0, length);
        if (number == ContentIndex.ABSENT) {
            corrupt++;
            corruptBytes += length;
            return;
        }
        boolean inOrder = number >= expected;
        expected = Math.max(expected, number + 1);
        if (arrivals.onReceived(nowNs, number)) {
            receivedBytes += length;
            corrupt += inOrder ? 0 : 1;
        } else if (!inOrder) {
            duplicate++;
        } // else it came on an earlier connection too
    }
}
