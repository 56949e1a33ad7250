package rhumb.probe.estimate;

import java.util.List;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.probe.stamp.ArrivalLedger;
import rhumb.probe.stamp.ReplyLedger;
import rhumb.probe.stamp.SenderSession;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkPassive;

/**
 * The two directions between an own uplink and one of a neighbour: the outgoing one as its SENDER
 * and the incoming one as its RECEIVER, which share the round trip.
 *
 * <p>What tells of which direction: an answer proves that both work, and its two sequence numbers
 * say which lost what was lost; a probe of the neighbour proves the incoming one; media counted
 * here prove the incoming one, media counted by the far end the outgoing one.
 *
 * <p>When answers stop, the outgoing direction is DOWN: by GAP while the neighbour is still heard,
 * by SILENCE, a suspicion, when it is not, because then the incoming one alone may be at fault.
 */
public final class LinkEstimator {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long RTT_BASE_NS = 300 * SECOND_NS;
    private static final int RTT_BASE_BUCKETS = 10;

    /** Missing packets that mean silence: nats against chance, fewest, most. */
    private static final double SILENCE_NATS = 13.8;

    /** Longest interval at which a neighbour is believed to probe. */
    private static final long PEER_INTERVAL_MOST_NS = 2 * SECOND_NS;

    /** Shortest silence that is held against the direction that ends here. */
    private static final long INCOMING_LEAST_NS = SECOND_NS / 6;

    private static final int SILENCE_LEAST = 3;
    private static final int SILENCE_MOST = 20;

    /** Which round trip is the usual one, in parts per million of all. */
    private static final long RTT_PPM = 900_000;

    private final LinkId link;
    private final boolean fastSigns;
    private final DelayWindow rtt;
    private final DirectionEstimator outgoing;
    private final DirectionEstimator incoming;
    private long intervalNs;

    /** Longest distance of answers that may be on their way: the longer interval, for a while. */
    private long dueNs;

    private long answersUntilDue;
    private long peerProbeNs = Long.MIN_VALUE / 2;
    private long peerGapNs;
    private long peerIntervalNs;

    /** For how long the agent sent nothing, and until when that shows in what it hears. */
    private long unsentNs;

    private long unsentUntilNs = Long.MIN_VALUE;

    /**
     * @param link the outgoing direction
     * @param holdNs how long a link must behave before it is trusted again, the first time
     * @param fastSigns whether instantaneous signs count, or only the figures of whole windows
     * @param common what the links beside it show
     */
    public LinkEstimator(
            LinkId link,
            long intervalNs,
            List<ClassTarget> targets,
            long holdNs,
            boolean fastSigns,
            CommonLateness common,
            long nowNs) {
        this.link = link;
        this.fastSigns = fastSigns;
        this.intervalNs = intervalNs;
        this.dueNs = intervalNs;
        this.rtt =
                new DelayWindow(
                        DirectionEstimator.shortWindowNs(intervalNs),
                        RTT_BASE_NS,
                        RTT_BASE_BUCKETS);
        this.outgoing = direction(LinkView.SENDER, targets, holdNs, common, nowNs);
        this.incoming = direction(LinkView.RECEIVER, targets, holdNs, common, nowNs);
    }

    private DirectionEstimator direction(
            LinkView view,
            List<ClassTarget> targets,
            long holdNs,
            CommonLateness common,
            long nowNs) {
        return new DirectionEstimator(
                rtt, intervalNs, targets, holdNs, fastSigns, common, view, nowNs);
    }

    /**
     * By how much the last probe of a direction was late.
     *
     * @param sinceNs it must have come then or later
     * @return nanoseconds above the lowest lately; -1 when there was none
     */
    public long latestRise(long nowNs, long sinceNs, LinkView view) {
        return (view == LinkView.SENDER ? outgoing : incoming).latestRise(nowNs, sinceNs);
    }

    /** Jitter without its spikes; -1 before it settled. */
    public long robustJitterNs(LinkView view) {
        return (view == LinkView.SENDER ? outgoing : incoming).robustJitterNs();
    }

    /** A new plan; what is known stays. */
    public void configure(List<ClassTarget> targets) {
        outgoing.configure(targets);
        incoming.configure(targets);
    }

    /** The next own probe and those after it come at another interval; what is known stays. */
    public void pace(long nowNs, long newIntervalNs) {
        if (newIntervalNs == intervalNs) {
            return;
        }
        intervalNs = newIntervalNs;
        if (newIntervalNs >= dueNs) {
            dueNs = newIntervalNs;
            answersUntilDue = 0;
        } else {
            // Answers to probes that left at the old interval come at the old interval.
            long baseNs = rtt.base(nowNs);
            long onTheWay = baseNs == MovingMinimum.NONE ? 0 : baseNs / dueNs + 1;
            answersUntilDue = SILENCE_LEAST + onTheWay;
        }
        rtt.setWindow(DirectionEstimator.shortWindowNs(newIntervalNs));
        outgoing.pace(newIntervalNs);
        incoming.pace(newIntervalNs);
    }

    /** An answer was accepted; the session holds what it tells. */
    public void onReply(long nowNs, SenderSession session) {
        ReplyLedger l = session.ledger();
        if (answersUntilDue > 0 && --answersUntilDue == 0) {
            dueNs = intervalNs;
        }
        if (session.rttNs() != SenderSession.UNKNOWN) {
            rtt.record(nowNs, session.rttNs());
        }
        outgoing.onProbe(nowNs, l.forwardSent(), l.forwardLost(), l.forwardReordered(), false);
        incoming.onProbe(nowNs, l.backwardSent(), l.backwardLost(), l.backwardReordered(), false);
        outgoing.onTransit(nowNs, session.forwardTransitNs());
        incoming.onTransit(nowNs, session.backwardTransitNs());
        review(nowNs);
    }

    /** An answer came that had come before. */
    public void onDuplicateReply(long nowNs, ReplyLedger l) {
        outgoing.onProbe(nowNs, 0, l.forwardLost(), false, l.forwardDuplicate());
        incoming.onProbe(
                nowNs,
                l.backwardSent(),
                l.backwardLost(),
                l.backwardReordered(),
                l.backwardDuplicate());
    }

    /**
     * A probe of the neighbour arrived.
     *
     * @param transitNs arrival minus departure, clock offset unknown
     */
    public void onProbe(long nowNs, ArrivalLedger arrival, long transitNs) {
        learnPeerInterval(nowNs, arrival.sent());
        incoming.onProbe(
                nowNs, arrival.sent(), arrival.lost(), arrival.reordered(), arrival.duplicate());
        incoming.onTransit(nowNs, transitNs);
        review(nowNs);
    }

    /** The media of one interval, by the forwarder; figures were checked before. */
    public void onPassive(long nowNs, LinkPassive.Entry media) {
        DirectionEstimator direction = media.view() == LinkView.SENDER ? outgoing : incoming;
        direction.onMedia(
                nowNs,
                media.intervalNs(),
                media.sent(),
                media.lost(),
                media.reordered(),
                media.duplicate());
        direction.onBytes(nowNs, media.intervalNs(), media.bytes());
        if (media.timed()) {
            direction.onMediaTransit(nowNs, media.transitNsMin(), media.sent() - media.lost());
        }
        review(nowNs);
    }

    /** Looks for silence, and for classes whose time has come. */
    public void onDeadline(long nowNs) {
        if (nowNs >= outgoingSilenceNs(nowNs)) {
            // The neighbour's next probe is due within an interval: is it still heard?
            boolean heard = nowNs - incoming.heardNs() <= incomingIntervalNs() + slackNs(incoming);
            LinkSign sign = heard ? LinkSign.GAP : LinkSign.SILENCE;
            outgoing.onSilence(nowNs, sign, outgoing.heardNs() + dueNs);
        }
        if (nowNs >= incomingSilenceNs(nowNs)) {
            long signNs = incoming.heardNs() + incomingIntervalNs();
            incoming.onSilence(nowNs, LinkSign.GAP, signNs);
        }
        review(nowNs);
    }

    /** When silence will be judged next if nothing comes. */
    public long nextSilenceNs(long nowNs) {
        long out = outgoingSilenceNs(nowNs);
        long in = incomingSilenceNs(nowNs);
        return Math.min(out > nowNs ? out : Long.MAX_VALUE, in > nowNs ? in : Long.MAX_VALUE);
    }

    /** The agent itself did not run for so long; nobody is to blame for that. */
    public void excuse(long nowNs, long lateNs) {
        outgoing.excuse(nowNs, lateNs);
        incoming.excuse(nowNs, lateNs);
        // The probes that were not sent will not be answered either, a round trip from now.
        long rttNs = Math.max(0, rtt.quantile(nowNs, RTT_PPM));
        unsentNs = nowNs < unsentUntilNs ? Math.min(unsentNs + lateNs, SECOND_NS) : lateNs;
        unsentUntilNs = nowNs + Math.min(rttNs, SECOND_NS) + intervalNs;
    }

    public Change pollOutgoing() {
        return outgoing.judge().pollChange();
    }

    public Change pollIncoming() {
        return incoming.judge().pollChange();
    }

    /** When the first packet of the last change for the worse was lost or late. */
    public long firstSignNs(LinkView view) {
        return (view == LinkView.SENDER ? outgoing : incoming).judge().firstSignNs();
    }

    public LinkEstimate estimate(long nowNs, LinkView view) {
        return view == LinkView.SENDER
                ? outgoing.estimate(nowNs, link, view)
                : incoming.estimate(nowNs, link.reverse(), view);
    }

    private void review(long nowNs) {
        outgoing.review(nowNs);
        incoming.review(nowNs);
    }

    private long outgoingSilenceNs(long nowNs) {
        long unsent = outgoing.heardNs() < unsentUntilNs ? unsentNs : 0;
        return silenceNs(outgoing, dueNs, roundTripLossPpm(nowNs)) + unsent;
    }

    private long incomingSilenceNs(long nowNs) {
        boolean ownProbes =
                incoming.heardNs() - peerProbeNs <= SILENCE_LEAST * incomingIntervalNs();
        long lossPpm = ownProbes ? incoming.lossPpmBeforeRun(nowNs) : roundTripLossPpm(nowNs);
        // The far end's agent may be absent for a moment; nobody here has to leave this direction.
        return Math.max(
                silenceNs(incoming, incomingIntervalNs(), lossPpm),
                incoming.heardNs() + INCOMING_LEAST_NS);
    }

    private long silenceNs(DirectionEstimator direction, long everyNs, long lossPpm) {
        if (!fastSigns) {
            return direction.heardNs() + DirectionEstimator.shortWindowNs(everyNs) + SECOND_NS;
        }
        long missing = LossEvidence.runLimit(lossPpm, SILENCE_NATS, SILENCE_LEAST, SILENCE_MOST);
        long limitNs = missing * everyNs + slackNs(direction);
        // Before the first packet the round trip is unknown and may be long.
        return direction.heardNs() + limitNs + (direction.everHeard() ? 0 : SECOND_NS);
    }

    /**
     * What may be expected from the neighbour whether answers come or not: its own probes, which
     * may be rarer than ours.
     */
    private long incomingIntervalNs() {
        return Math.max(dueNs, peerIntervalNs);
    }

    private void learnPeerInterval(long nowNs, long sent) {
        long gapNs = Math.min((nowNs - peerProbeNs) / Math.max(sent, 1), PEER_INTERVAL_MOST_NS);
        // A neighbour that probes more slowly is believed as soon as two gaps agree, before three
        // intervals without a probe would look like silence; a faster one by and by.
        long slowerNs = Math.min(gapNs, peerGapNs);
        if (peerIntervalNs > 0 && slowerNs > peerIntervalNs * 3 / 2) {
            peerIntervalNs = slowerNs;
        } else {
            peerIntervalNs += peerIntervalNs == 0 ? intervalNs : (gapNs - peerIntervalNs) / 8;
        }
        peerGapNs = gapNs;
        peerProbeNs = nowNs;
    }

    private long slackNs(DirectionEstimator direction) {
        return Math.max(dueNs / 4, Math.min(4 * direction.jitterNs(), SECOND_NS));
    }

    private long roundTripLossPpm(long nowNs) {
        long forth = outgoing.lossPpmBeforeRun(nowNs);
        long back = incoming.lossPpmBeforeRun(nowNs);
        return forth + back - forth * back / 1_000_000;
    }
}
