package rhumb.controller.lsdb;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * Which links the two ends contradict each other about, and for how long. Ends that tell the truth
 * do so too for a moment, because one learns first, and while one of them trusts the link again
 * later than the other.
 *
 * <p>Bound: one entry per link of the topology, and one telling per link and {@value #AGAIN_NS} ns.
 */
final class Disputes {
    /** The slower end has found out by then, even on an idle link. */
    static final long PATIENCE_NS = 5_000_000_000L;

    /** Nor is the slower end still winning back trust by then. */
    static final long TRUST_NS = 60_000_000_000L;

    private static final long AGAIN_NS = 60_000_000_000L;
    private static final long NONE = Long.MIN_VALUE;

    private final long[] sinceNs;
    private final long[] toldNs;
    private final List<Dispute> untold = new ArrayList<>();
    private int open;

    Disputes(int links) {
        this.sinceNs = new long[links];
        this.toldNs = new long[links];
        Arrays.fill(sinceNs, NONE);
        Arrays.fill(toldNs, NONE);
    }

    /** Links in dispute now, also those that were not long enough to be told. */
    int open() {
        return open;
    }

    /** Those to be told, each once. */
    List<Dispute> take() {
        List<Dispute> taken = List.copyOf(untold);
        untold.clear();
        return taken;
    }

    /**
     * The fresh views of a link's ends and what was made of them.
     *
     * @param judged status that the link got
     */
    void onViews(
            long nowNs,
            int link,
            @Nullable LinkEstimate bySender,
            @Nullable LinkEstimate byReceiver,
            LinkStatus judged) {
        if (bySender == null || byReceiver == null || !contradict(bySender, byReceiver)) {
            open -= sinceNs[link] == NONE ? 0 : 1;
            sinceNs[link] = NONE;
            return;
        }
        if (sinceNs[link] == NONE) {
            sinceNs[link] = nowNs;
            open++;
        }
        boolean senderDown = bySender.status() == LinkStatus.DOWN;
        // Who says DOWN of a link on which packets arrive is only slow to trust it again.
        LinkEstimate down = senderDown ? bySender : byReceiver;
        long patienceNs = arrives(down) ? TRUST_NS : PATIENCE_NS;
        boolean again = toldNs[link] == NONE || nowNs - toldNs[link] >= AGAIN_NS;
        boolean toldAlready = toldNs[link] != NONE && toldNs[link] >= sinceNs[link];
        if (nowNs - sinceNs[link] >= patienceNs && again && !toldAlready) {
            toldNs[link] = nowNs;
            LinkView believed =
                    senderDown == (judged == LinkStatus.DOWN) ? LinkView.SENDER : LinkView.RECEIVER;
            untold.add(new Dispute(bySender.link(), bySender, byReceiver, believed));
        }
    }

    private static boolean contradict(LinkEstimate bySender, LinkEstimate byReceiver) {
        boolean receiverDown = byReceiver.status() == LinkStatus.DOWN;
        // Silence claims nothing about this direction: the way back may be the dead one.
        boolean senderDown =
                bySender.status() == LinkStatus.DOWN && bySender.sign() != LinkSign.SILENCE;
        return receiverDown && bySender.status() != LinkStatus.DOWN && arrives(bySender)
                || senderDown && !receiverDown && arrives(byReceiver);
    }

    /** Whether most packets arrive, by this view. */
    static boolean arrives(LinkEstimate view) {
        return view.lossPpmShort() >= 0 && view.lossPpmShort() < 500_000;
    }
}
