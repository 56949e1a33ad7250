package rhumb.southbound.link;

import rhumb.net.ClassSet;
import rhumb.net.LinkId;

/**
 * The model of one direction of one link at one moment. {@link #UNKNOWN_VALUE} in a figure means
 * "not known"; it is never to be read as zero.
 *
 * @param link which link
 * @param view which end judges
 * @param status the judgement
 * @param degraded the classes whose target is broken; all of them when DOWN
 * @param sign what brought the status about
 * @param samples packets (probes and media) behind the long window; 0 when nothing is known
 * @param lossPpmShort loss over the short window, parts per million
 * @param lossPpmLong loss over the long window, parts per million
 * @param rttNs median round trip of probes, reflector's residence taken out
 * @param delayNs one-way delay: half the lowest round trip plus the present rise in this direction
 * @param delayRiseNs one-way delay above its lately lowest value, median of the short window
 * @param jitterNs smoothed one-way delay variation between neighbours (RFC 3550 section 6.4.1)
 * @param reorderPpm reordered packets per million over the long window (RFC 4737 type-P-reordered)
 * @param duplicatePpm packets that came more than once, per million
 * @param delayRiseP95Ns one-way delay above its lately lowest value that one sample in twenty of
 *     the short window exceeds
 * @param goodputBps bits per second of media that came through, by the receiver; unknown without
 *     media
 */
public record LinkEstimate(
        LinkId link,
        LinkView view,
        LinkStatus status,
        ClassSet degraded,
        LinkSign sign,
        long samples,
        long lossPpmShort,
        long lossPpmLong,
        long rttNs,
        long delayNs,
        long delayRiseNs,
        long jitterNs,
        long reorderPpm,
        long duplicatePpm,
        long delayRiseP95Ns,
        long goodputBps) {
    public static final long UNKNOWN_VALUE = -1;

    /** An estimate without the figures that not every source has. */
    public LinkEstimate(
            LinkId link,
            LinkView view,
            LinkStatus status,
            ClassSet degraded,
            LinkSign sign,
            long samples,
            long lossPpmShort,
            long lossPpmLong,
            long rttNs,
            long delayNs,
            long delayRiseNs,
            long jitterNs,
            long reorderPpm,
            long duplicatePpm) {
        this(
                link,
                view,
                status,
                degraded,
                sign,
                samples,
                lossPpmShort,
                lossPpmLong,
                rttNs,
                delayNs,
                delayRiseNs,
                jitterNs,
                reorderPpm,
                duplicatePpm,
                UNKNOWN_VALUE,
                UNKNOWN_VALUE);
    }

    /** What is known of a link before anything was measured. */
    public static LinkEstimate unknown(LinkId link, LinkView view) {
        long u = UNKNOWN_VALUE;
        return new LinkEstimate(
                link,
                view,
                LinkStatus.UNKNOWN,
                ClassSet.NONE,
                LinkSign.NONE,
                0,
                u,
                u,
                u,
                u,
                u,
                u,
                u,
                u);
    }
}
