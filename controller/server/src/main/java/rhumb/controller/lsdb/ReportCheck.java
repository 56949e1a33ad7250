package rhumb.controller.lsdb;

import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/** Whether an estimate can be true. */
final class ReportCheck {
    private static final long MAX_TIME_NS = 60_000_000_000L;
    private static final long MAX_PPM = 1_000_000;

    private ReportCheck() {}

    /** Null when there is nothing against it. */
    static @Nullable ReportReject reject(PopId reporter, LinkEstimate e) {
        PopId end = e.view() == LinkView.SENDER ? e.link().source() : e.link().target();
        if (!end.equals(reporter)) {
            return ReportReject.FOREIGN_LINK;
        }
        if (!ratio(e.lossPpmShort())
                || !ratio(e.lossPpmLong())
                || !ratio(e.reorderPpm())
                || !ratio(e.duplicatePpm())) {
            return ReportReject.RATIO_OUT_OF_RANGE;
        }
        if (!time(e.rttNs())
                || !time(e.delayNs())
                || !time(e.delayRiseNs())
                || !time(e.jitterNs())
                || !time(e.delayRiseP95Ns())) {
            return ReportReject.TIME_OUT_OF_RANGE;
        }
        if (e.samples() < 0 || e.goodputBps() < LinkEstimate.UNKNOWN_VALUE) {
            return ReportReject.COUNT_OUT_OF_RANGE;
        }
        return e.status() == LinkStatus.UP && e.samples() == 0
                ? ReportReject.UP_WITHOUT_SAMPLES
                : null;
    }

    private static boolean ratio(long ppm) {
        return ppm >= LinkEstimate.UNKNOWN_VALUE && ppm <= MAX_PPM;
    }

    private static boolean time(long ns) {
        return ns >= LinkEstimate.UNKNOWN_VALUE && ns <= MAX_TIME_NS;
    }
}
