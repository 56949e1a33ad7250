package rhumb.controller.lsdb;

import org.jspecify.annotations.Nullable;
import rhumb.net.ClassSet;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.link.LossInterval;

/**
 * What the controller holds to be true of one directed link, after both ends were heard. Figures as
 * in {@link LinkEstimate}; -1 = unknown.
 *
 * @param degraded classes for which it does not do; all when DOWN
 * @param decidedBy whose judgement the status is
 * @param samples packets of the long window, by the end whose loss is told
 * @param lossPpm over the long window
 * @param lossPpmShort over the short window
 * @param delayRiseP95Ns one-way delay above its lately lowest, exceeded by one sample in twenty
 * @param goodputBps bits per second of media that came through
 * @param sinceNs when status or degraded classes last changed
 * @param heardNs when the newest fresh view came; meaningless while UNKNOWN
 * @param trouble how it misbehaved in the last minutes, null when it did not
 */
public record LinkState(
        LinkId link,
        LinkStatus status,
        ClassSet degraded,
        LinkSign sign,
        LinkView decidedBy,
        long samples,
        long lossPpm,
        long lossPpmShort,
        long rttNs,
        long delayNs,
        long delayRiseNs,
        long jitterNs,
        long reorderPpm,
        long duplicatePpm,
        long delayRiseP95Ns,
        long goodputBps,
        long sinceNs,
        long heardNs,
        @Nullable Trouble trouble) {
    static LinkState unknown(LinkId link, long nowNs) {
        long u = LinkEstimate.UNKNOWN_VALUE;
        return new LinkState(
                link,
                LinkStatus.UNKNOWN,
                ClassSet.NONE,
                LinkSign.NONE,
                LinkView.SENDER,
                0,
                u,
                u,
                u,
                u,
                u,
                u,
                u,
                u,
                u,
                u,
                nowNs,
                nowNs,
                null);
    }

    /** Whether the link breaks the target of this class. */
    public boolean degradedFor(TrafficClass c) {
        return status == LinkStatus.DEGRADED && degraded.contains(c);
    }

    /** Where the loss of the long window truly lies. */
    public LossInterval lossInterval() {
        return LossInterval.of(samples, lossPpm);
    }

    /** Whether both were judged alike, whatever the figures. */
    boolean sameJudgement(LinkState other) {
        return status == other.status && degraded.equals(other.degraded);
    }

    /**
     * This state, with the delay last known where neither end knows one now: the receiving end
     * alone cannot, and a link does not become longer because its way back died.
     */
    LinkState orDelayOf(LinkState before) {
        if (delayNs >= 0 || before.delayNs < 0 || status == LinkStatus.UNKNOWN) {
            return this;
        }
        return new LinkState(
                link,
                status,
                degraded,
                sign,
                decidedBy,
                samples,
                lossPpm,
                lossPpmShort,
                before.rttNs,
                before.delayNs,
                delayRiseNs,
                jitterNs,
                reorderPpm,
                duplicatePpm,
                delayRiseP95Ns,
                goodputBps,
                sinceNs,
                heardNs,
                trouble);
    }

    LinkState since(long newSinceNs, @Nullable Trouble newTrouble) {
        return new LinkState(
                link,
                status,
                degraded,
                sign,
                decidedBy,
                samples,
                lossPpm,
                lossPpmShort,
                rttNs,
                delayNs,
                delayRiseNs,
                jitterNs,
                reorderPpm,
                duplicatePpm,
                delayRiseP95Ns,
                goodputBps,
                newSinceNs,
                heardNs,
                newTrouble);
    }
}
