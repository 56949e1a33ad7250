package rhumb.probe.report;

import rhumb.southbound.link.LinkEstimate;

/** Whether figures moved so far that a path computation could come out differently. */
final class FigureChange {
    private static final long MS = 1_000_000L;

    /** A change counts when it exceeds both: so much in itself, and so much of the old figure. */
    private static final long LOSS_PPM = 2_000;

    private static final long LOSS_PERCENT = 25;
    private static final long DELAY_NS = 2 * MS;
    private static final long DELAY_PERCENT = 10;
    private static final long JITTER_NS = 2 * MS;
    private static final long JITTER_PERCENT = 50;

    private FigureChange() {}

    static boolean isEnough(LinkEstimate before, LinkEstimate now) {
        return moved(before.lossPpmShort(), now.lossPpmShort(), 5 * LOSS_PPM, LOSS_PERCENT)
                || moved(before.lossPpmLong(), now.lossPpmLong(), LOSS_PPM, LOSS_PERCENT)
                || moved(before.rttNs(), now.rttNs(), DELAY_NS, DELAY_PERCENT)
                || moved(before.delayNs(), now.delayNs(), DELAY_NS, DELAY_PERCENT)
                || moved(before.jitterNs(), now.jitterNs(), JITTER_NS, JITTER_PERCENT)
                || moved(before.reorderPpm(), now.reorderPpm(), LOSS_PPM, LOSS_PERCENT)
                || moved(before.duplicatePpm(), now.duplicatePpm(), LOSS_PPM, LOSS_PERCENT);
    }

    private static boolean moved(long before, long now, long absolute, long percent) {
        if (before < 0 || now < 0) {
            return before != now;
        }
        long difference = Math.abs(now - before);
        return difference >= absolute && difference * 100 >= before * percent;
    }
}
