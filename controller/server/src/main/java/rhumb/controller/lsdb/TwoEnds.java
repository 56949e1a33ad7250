package rhumb.controller.lsdb;

import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;

/**
 * Makes one judgement of what the two ends of a directed link say.
 *
 * <pre>
 * sender \ receiver      nothing fresh   UP               DEGRADED         DOWN
 * nothing fresh          UNKNOWN         receiver         receiver         receiver
 * UP                     sender          UP               receiver         sender, while
 *                                                                          it speaks
 * DEGRADED by evidence   sender          sender           worse, united    the same, if
 *                                                                          most arrives
 * only suspects          sender          receiver, if     receiver, if     DOWN
 *                                        it vouches       it vouches
 * </pre>
 *
 * <p>A sender only suspects when nothing comes back (DOWN, or DEGRADED by a gap or silence, as
 * while it wins trust back): the packets may well arrive and the way back be dead. The receiver
 * knows. It vouches when its agent has been heard since just before the suspicion: agents report
 * bad news at once, so a report that does not speak of the link confirms what it last said. A dead
 * PoP vouches for nothing.
 *
 * <p>A link belongs to the PoP that it starts at. Its receiver alone cannot take it down: the
 * sender's probes are answered only if they arrive, so a sender that gets answers knows better. An
 * honest sender of a dead link agrees within its own detection time. Nor can its receiver alone
 * keep it up: a sender that goes on hearing the far end, and gets no answers from it, has more than
 * a suspicion after {@link Disputes#PATIENCE_NS}; nobody vouches for the link then.
 */
final class TwoEnds {
    private TwoEnds() {}

    /**
     * Joins both views.
     *
     * @param sender fresh view of the sending end or null
     * @param receiver fresh view of the receiving end or null
     * @param vouched whether the receiving agent was heard since just before the sender's suspicion
     * @param speaks whether the sending agent is there and was heard lately
     */
    static LinkState join(
            LinkId link,
            @Nullable LinkEstimate sender,
            @Nullable LinkEstimate receiver,
            boolean vouched,
            boolean speaks,
            long heardNs) {
        if (sender == null && receiver == null) {
            return LinkState.unknown(link, heardNs);
        }
        if (sender == null || receiver == null) {
            LinkEstimate only = sender == null ? receiver : sender;
            return state(java.util.Objects.requireNonNull(only), sender, receiver, heardNs);
        }
        if (suspicion(sender) && vouched && receiver.status() != LinkStatus.DOWN) {
            return state(receiver, null, receiver, heardNs);
        }
        boolean refuted = speaks && !suspicion(sender) && Disputes.arrives(sender);
        if (receiver.status() == LinkStatus.DOWN && refuted) {
            return state(sender, sender, null, heardNs);
        }
        int bySender = severity(sender);
        int byReceiver = severity(receiver);
        LinkEstimate worse = bySender > byReceiver ? sender : receiver;
        LinkState joined = state(worse, sender, receiver, heardNs);
        return sender.status() == LinkStatus.DEGRADED && receiver.status() == LinkStatus.DEGRADED
                ? withDegraded(joined, sender.degraded().plus(receiver.degraded()))
                : joined;
    }

    /** Whether the sender has no more than silence to go by. */
    static boolean suspicion(LinkEstimate sender) {
        return sender.status() == LinkStatus.DOWN
                || sender.status() == LinkStatus.DEGRADED
                        && (sender.sign() == LinkSign.GAP || sender.sign() == LinkSign.SILENCE);
    }

    /**
     * Whether the sender hears the far end, which answers nothing: a dead link, or a dead
     * reflector.
     */
    static boolean unanswered(LinkEstimate sender) {
        return sender.status() == LinkStatus.DOWN && sender.sign() == LinkSign.GAP;
    }

    private static int severity(LinkEstimate e) {
        return switch (e.status()) {
            case UNKNOWN -> 0;
            case UP -> 1;
            case DEGRADED -> 2;
            case DOWN -> 3;
        };
    }

    /**
     * Loss and variation from the receiver, who counts; delay from the sender, who has the echo.
     */
    private static LinkState state(
            LinkEstimate decides,
            @Nullable LinkEstimate sender,
            @Nullable LinkEstimate receiver,
            long heardNs) {
        LinkEstimate s = sender == null ? decides : sender;
        LinkEstimate r = receiver == null ? decides : receiver;
        return new LinkState(
                decides.link(),
                decides.status(),
                decides.status() == LinkStatus.DOWN ? ClassSet.ALL : decides.degraded(),
                decides.sign(),
                decides.view(),
                r.lossPpmLong() >= 0 ? r.samples() : s.samples(),
                known(r.lossPpmLong(), s.lossPpmLong()),
                known(r.lossPpmShort(), s.lossPpmShort()),
                known(s.rttNs(), r.rttNs()),
                known(s.delayNs(), r.delayNs()),
                known(r.delayRiseNs(), s.delayRiseNs()),
                known(r.jitterNs(), s.jitterNs()),
                known(r.reorderPpm(), s.reorderPpm()),
                known(r.duplicatePpm(), s.duplicatePpm()),
                known(r.delayRiseP95Ns(), s.delayRiseP95Ns()),
                known(r.goodputBps(), s.goodputBps()),
                heardNs,
                heardNs,
                null);
    }

    private static long known(long first, long second) {
        return first >= 0 ? first : second;
    }

    private static LinkState withDegraded(LinkState s, ClassSet degraded) {
        return new LinkState(
                s.link(),
                s.status(),
                degraded,
                s.sign(),
                s.decidedBy(),
                s.samples(),
                s.lossPpm(),
                s.lossPpmShort(),
                s.rttNs(),
                s.delayNs(),
                s.delayRiseNs(),
                s.jitterNs(),
                s.reorderPpm(),
                s.duplicatePpm(),
                s.delayRiseP95Ns(),
                s.goodputBps(),
                s.sinceNs(),
                s.heardNs(),
                s.trouble());
    }
}
