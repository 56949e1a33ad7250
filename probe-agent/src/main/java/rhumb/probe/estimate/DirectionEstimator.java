package rhumb.probe.estimate;

import java.util.List;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * One direction of a link as one end sees it: counts, delays, and the judgement that follows.
 *
 * <p>Leaving is fast: the change detectors, a delay that stays above its base, a run of losses and
 * silence speak at once; what a whole window shows with confidence speaks a little later. Trusting
 * is slow: a class is taken back when every figure was inside half of its target, without a break,
 * for the hold time.
 */
final class DirectionEstimator {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long SHORT_NS = 2 * SECOND_NS;
    private static final int SHORT_PROBES = 20;
    private static final long LONG_NS = 60 * SECOND_NS;

    /** How often windows are judged. */
    private static final long WINDOWS_NS = SECOND_NS / 10;

    /** Nats against the target that a class needs to fall: after a change, and by windows alone. */
    private static final double EVIDENCE_SINCE_CHANGE = 0.7;

    private static final double EVIDENCE_SHORT = 12;
    private static final double EVIDENCE_LONG = 8;

    /** Reordering is compared with what came before for so long at least. */
    private static final double REORDER_HISTORY_S = 8;

    /** Consecutive losses of media that make DOWN: nats, fewest, most, shortest time. */
    private static final double RUN_NATS = 18.4;

    private static final int RUN_LEAST = 8;
    private static final int RUN_MOST = 40;
    private static final long RUN_NS = 40_000_000L;

    /** How long ago the last packet of an interval of media came, at most. */
    private static final long MEDIA_AGE_NS = 20_000_000L;

    /** However long the agent was held up, delays count again after so long. */
    private static final long EXCUSED_MOST_NS = SECOND_NS / 10;

    /** Successes in a row before the first judgement, and before a link that was down is heard. */
    private static final int BEGIN_SUCCESSES = 3;

    private final boolean fastSigns;
    private final CommonLateness common;
    private final LinkView view;
    private final TransitModel transit;
    private final Goodput goodput = new Goodput();
    private final Jitter jitter = new Jitter();
    private LossWindow shortLoss;
    private long shortWindowNs;
    private final LossWindow longLoss = new LossWindow(LONG_NS, 60);

    /** The long window without what the direction was mistrusted for. */
    private final LossWindow sinceTrusted = new LossWindow(LONG_NS, 60);

    private final ChangeDetector losses = new ChangeDetector(0.001, 4, 3);
    private final ChangeDetector reorderings = new ChangeDetector(0.000_1, 0.1, 2);
    private final ClassJudge judge;
    private final Limits limits = new Limits();
    private final Probation probation = new Probation();

    private final long bornNs;
    private long heardNs;
    private long successes;
    private boolean heardAgain;
    private boolean allWereGood;
    private long sentInAll;
    private long lostInAll;
    private long lossRun;
    private long lossRunSinceNs;
    private double packetsPerSecond;
    private long rateSetNs = Long.MIN_VALUE / 2;
    private long windowsJudgedNs;
    private long excusedUntilNs = Long.MIN_VALUE;

    /** Since when it is later than a class bears; {@link #NEVER} when it is not. */
    private long lateSinceNs = NEVER;

    /**
     * @param rtt round trips of the pair, shared with the other direction
     * @param fastSigns whether instantaneous signs count, or windows alone
     * @param common what the links beside it show
     * @param view which of the two directions this is
     */
    DirectionEstimator(
            DelayWindow rtt,
            long intervalNs,
            List<ClassTarget> targets,
            long holdNs,
            boolean fastSigns,
            CommonLateness common,
            LinkView view,
            long nowNs) {
        this.fastSigns = fastSigns;
        this.common = common;
        this.view = view;
        this.shortWindowNs = shortWindowNs(intervalNs);
        this.shortLoss = new LossWindow(shortWindowNs, SHORT_PROBES);
        this.transit = new TransitModel(rtt, shortWindowNs);
        this.judge = new ClassJudge(holdNs);
        this.bornNs = nowNs;
        this.heardNs = nowNs;
        configure(targets);
    }

    static long shortWindowNs(long intervalNs) {
        return Math.max(SHORT_NS, SHORT_PROBES * intervalNs);
    }

    /** Probes come at another interval from now on: windows hold as many as before. */
    void pace(long intervalNs) {
        long shortNs = shortWindowNs(intervalNs);
        if (shortNs != shortWindowNs) {
            shortWindowNs = shortNs;
            shortLoss = shortLoss.over(shortNs);
            transit.setProbeWindow(shortNs);
        }
    }

    void configure(List<ClassTarget> targets) {
        limits.set(targets);
    }

    ClassJudge judge() {
        return judge;
    }

    long heardNs() {
        return heardNs;
    }

    long jitterNs() {
        return jitter.ns();
    }

    long robustJitterNs() {
        return jitter.robustNs();
    }

    /** Loss of the short window, without the run of losses that is going on. */
    long lossPpmBeforeRun(long nowNs) {
        return ppmWithoutRun(shortLoss.sent(nowNs), shortLoss.lost(nowNs));
    }

    /**
     * Time in which the agent itself did not run is nobody's silence. If all of its machine stood
     * still, what waited before it comes in the moments after, late by no fault of a link.
     */
    void excuse(long nowNs, long lateNs) {
        heardNs = Math.min(nowNs, heardNs + lateNs);
        excusedUntilNs = nowNs + Math.min(lateNs, EXCUSED_MOST_NS);
    }

    /** Whether anything ever came. */
    boolean everHeard() {
        return sentInAll > 0;
    }

    /**
     * A probe came through, and its number tells how many before it did not.
     *
     * @param lost negative when an earlier loss turned out to be late
     */
    void onProbe(long nowNs, long sent, long lost, boolean reordered, boolean duplicate) {
        heardNs = nowNs;
        lossRun = 0;
        successes = lost > 0 ? 1 : successes + 1;
        count(nowNs, sent, lost, reordered ? 1 : 0, duplicate ? 1 : 0);
        for (long late = lost; late < 0; late++) {
            losses.retract();
        }
        judgeEvents(nowNs, sent, Math.max(lost, 0), reordered ? 1 : 0);
    }

    /** The media of one interval. */
    void onMedia(
            long nowNs, long intervalNs, long sent, long lost, long reordered, long duplicate) {
        if (lost < sent) {
            // Something came in the interval, perhaps at its beginning.
            heardNs = Math.max(heardNs, nowNs - Math.min(intervalNs, MEDIA_AGE_NS));
            lossRun = 0;
            successes = lost > 0 ? 1 : successes + sent;
        } else if (sent > 0) {
            lossRunSinceNs = lossRun == 0 ? nowNs - intervalNs : lossRunSinceNs;
            lossRun += lost;
            successes = 0;
        }
        count(nowNs, sent, lost, reordered, duplicate);
        judgeEvents(nowNs, sent, lost, reordered);
        boolean run = fastSigns && lossRun >= RUN_LEAST && nowNs - lossRunSinceNs >= RUN_NS;
        // A link that is down already has its reason; silence knows better which one.
        if (run && !judge.isDown() && lossRun >= runLimit(nowNs)) {
            onSilence(nowNs, LinkSign.LOSS, lossRunSinceNs);
        }
    }

    /** Transit time of a probe by two wall clocks; the round trip was recorded before. */
    void onTransit(long nowNs, long transitNs) {
        if (nowNs < excusedUntilNs) {
            return;
        }
        jitter.onTransit(transitNs);
        judgeDelay(nowNs, transit.onProbe(nowNs, transitNs));
    }

    /** Bytes of media that came in an interval; negative when not known. */
    void onBytes(long nowNs, long intervalNs, long bytes) {
        goodput.onMedia(nowNs, intervalNs, bytes);
    }

    /** Lowest transit time of so many packets of media, by two monotonic clocks. */
    void onMediaTransit(long nowNs, long transitNs, long packets) {
        if (nowNs < excusedUntilNs) {
            return;
        }
        judgeDelay(nowNs, transit.onMedia(nowNs, transitNs, packets));
    }

    /** By how much the last probe was late; -1 when it came before that time. */
    long latestRise(long nowNs, long sinceNs) {
        return transit.latestRise(nowNs, sinceNs);
    }

    /** Nothing came for so long that the direction counts as dead. */
    void onSilence(long nowNs, LinkSign sign, long signNs) {
        successes = 0;
        heardAgain = false;
        probation.breakAll();
        judge.down(nowNs, sign, signNs);
    }

    /** Begins judging, and takes classes back whose time has come. */
    void review(long nowNs) {
        setRate(nowNs);
        heardAgain |= successes >= BEGIN_SUCCESSES;
        if (judge.awaitsFirstSign() && heardAgain) {
            judge.begin();
        }
        judgeWindows(nowNs);
        if (!judge.isAnyBad()) {
            return;
        }
        int late = brokenByDelay(nowNs, transit.medianRise(nowNs), 2);
        boolean allGood = true;
        int recovered = 0;
        for (int c = 0; c < TrafficClass.COUNT; c++) {
            if (judge.isBad(c)) {
                boolean good = heardAgain && (late & 1 << c) == 0 && isInside(nowNs, c);
                allGood &= good;
                recovered |= good ? reviewClass(nowNs, c) : 0;
                if (!good) {
                    probation.breakOff(c);
                }
            }
        }
        transit.hold(nowNs, (late & judge.badBits()) != 0);
        // What the detectors hold against the link is answered; they start from the background.
        if (recovered != 0 || allGood && !allWereGood) {
            losses.reset();
            reorderings.reset();
            sinceTrusted.forget();
        }
        allWereGood = allGood;
        judge.recover(nowNs, recovered);
    }

    LinkEstimate estimate(long nowNs, LinkId link, LinkView view) {
        if (!judge.known()) {
            return LinkEstimate.unknown(link, view);
        }
        long shortPpm = shortLossPpm(nowNs);
        boolean dead = judge.status() == LinkStatus.DOWN && shortPpm < 0;
        long riseNs = transit.medianRise(nowNs);
        long delayNs = transit.delayNs(nowNs, riseNs);
        boolean delayKnown = riseNs != TransitModel.UNKNOWN && delayNs != TransitModel.UNKNOWN;
        return new LinkEstimate(
                link,
                view,
                judge.status(),
                judge.degraded(),
                judge.sign(),
                longLoss.sent(nowNs),
                dead ? 1_000_000 : shortPpm,
                longLoss.lossPpm(nowNs),
                transit.rttNs(nowNs),
                delayKnown ? delayNs : LinkEstimate.UNKNOWN_VALUE,
                riseNs,
                jitter.ns(),
                longLoss.reorderPpm(nowNs),
                longLoss.duplicatePpm(nowNs),
                transit.tailRise(nowNs),
                goodput.bps(nowNs));
    }

    /** Of the short window; after an alarm of what came since, until the window is full of that. */
    private long shortLossPpm(long nowNs) {
        long windowPpm = shortLoss.lossPpm(nowNs);
        return judge.sign() == LinkSign.LOSS
                ? Math.max(windowPpm, losses.clusterPpm(nowNs - shortWindowNs))
                : windowPpm;
    }

    private void count(long nowNs, long sent, long lost, long reordered, long duplicate) {
        sentInAll += sent;
        lostInAll += lost;
        shortLoss.record(nowNs, sent, lost, reordered, duplicate);
        longLoss.record(nowNs, sent, lost, reordered, duplicate);
        sinceTrusted.record(nowNs, sent, lost, reordered, duplicate);
    }

    /** Packets of which some were lost or overtaken: more than chance explains? */
    private void judgeEvents(long nowNs, long sent, long lost, long reordered) {
        losses.observe(nowNs, sent, lost);
        reorderings.observe(nowNs, sent, reordered);
        if (!fastSigns || judge.isDown()) {
            return;
        }
        if (lost > 0) {
            int failed = losses.broken(limits.lossPpm, EVIDENCE_SINCE_CHANGE);
            fail(nowNs, failed, LinkSign.LOSS, losses.sinceNs());
        }
        if (reordered > 0 && reorderings.packets() >= REORDER_HISTORY_S * packetsPerSecond) {
            int failed = reorderings.broken(limits.reorderPpm, EVIDENCE_SINCE_CHANGE);
            fail(nowNs, failed, LinkSign.REORDERING, reorderings.sinceNs());
        }
    }

    private void judgeDelay(long nowNs, long riseNs) {
        if (fastSigns && riseNs != TransitModel.UNKNOWN) {
            int failed = withoutCommon(nowNs, riseNs, brokenByDelay(nowNs, riseNs, 1));
            if (failed != 0) {
                transit.hold(nowNs, true);
            }
            fail(nowNs, failed, LinkSign.DELAY_STEP, transit.sinceNs());
        }
    }

    /** What of the classes that such a rise breaks is this link's alone to answer for. */
    private int withoutCommon(long nowNs, long riseNs, int failed) {
        if ((failed & ~judge.badBits()) == 0) {
            lateSinceNs = failed == 0 ? NEVER : lateSinceNs;
            return failed;
        }
        lateSinceNs = lateSinceNs == NEVER ? transit.sinceNs() : lateSinceNs;
        long commonNs = common.riseNs(nowNs, lateSinceNs, view);
        return commonNs == CommonLateness.TOO_SOON
                ? failed & judge.badBits()
                : brokenByDelay(nowNs, Math.max(0, riseNs - commonNs), 1);
    }

    /** What whole windows show with confidence, whether or not something was seen to change. */
    private void judgeWindows(long nowNs) {
        if (nowNs - windowsJudgedNs < WINDOWS_NS || judge.isDown() || !judge.known()) {
            return;
        }
        windowsJudgedNs = nowNs;
        int lossy =
                lossy(nowNs, shortLoss, EVIDENCE_SHORT) | lossy(nowNs, sinceTrusted, EVIDENCE_LONG);
        fail(nowNs, lossy, LinkSign.LOSS, nowNs);
        int reordered =
                Limits.brokenByEvents(
                        sinceTrusted.sent(nowNs),
                        sinceTrusted.reordered(nowNs),
                        limits.reorderPpm,
                        EVIDENCE_LONG);
        fail(nowNs, reordered, LinkSign.REORDERING, nowNs);
        int late = brokenByDelay(nowNs, transit.settledRise(nowNs), 1);
        fail(nowNs, late, LinkSign.DELAY_STEP, nowNs);
        fail(nowNs, jittery(nowNs), LinkSign.JITTER, nowNs);
    }

    private int jittery(long nowNs) {
        int failed = Limits.above(jitter.robustNs(), limits.jitterNs) & ~judge.badBits();
        long ownNs = failed == 0 ? 0 : common.jitterNs(nowNs, view);
        return ownNs == 0 ? failed : Limits.above(jitter.robustNs() - ownNs, limits.jitterNs);
    }

    private int lossy(long nowNs, LossWindow window, double nats) {
        return Limits.brokenByEvents(window.sent(nowNs), window.lost(nowNs), limits.lossPpm, nats);
    }

    private void fail(long nowNs, int classes, LinkSign sign, long signNs) {
        int fresh = classes & ~judge.badBits();
        for (int c = 0; fresh >> c != 0; c++) {
            if ((fresh & 1 << c) != 0) {
                probation.breakOff(c);
            }
        }
        judge.fail(nowNs, fresh, sign, signNs);
    }

    /** The classes that such a rise breaks when it is so many times as large. */
    private int brokenByDelay(long nowNs, long riseNs, int times) {
        return riseNs == TransitModel.UNKNOWN
                ? 0
                : limits.brokenByDelay(riseNs * times, transit.delayNs(nowNs, riseNs));
    }

    private int reviewClass(long nowNs, int c) {
        boolean served =
                probation.served(nowNs, c, sentInAll, lostInAll, limits.lossPpm[c], judge.holdNs());
        return served ? 1 << c : 0;
    }

    private boolean isInside(long nowNs, int c) {
        long sent = shortLoss.sent(nowNs);
        return sent > 0
                && shortLoss.lost(nowNs) * 1_000_000 <= sent * (limits.lossPpm[c] / 2)
                && shortLoss.reorderPpm(nowNs) <= limits.reorderPpm[c]
                && jitter.robustNs() <= limits.jitterNs[c];
    }

    /** Was this link lossy before the run? Then a run means less. */
    private long runLimit(long nowNs) {
        long lossPpm =
                Math.max(
                        lossPpmBeforeRun(nowNs),
                        ppmWithoutRun(longLoss.sent(nowNs), longLoss.lost(nowNs)));
        return LossEvidence.runLimit(lossPpm, RUN_NATS, RUN_LEAST, RUN_MOST);
    }

    private long ppmWithoutRun(long sent, long lost) {
        return Math.max(0, lost - lossRun) * 1_000_000 / Math.max(1, sent - lossRun);
    }

    private void setRate(long nowNs) {
        if (nowNs - rateSetNs >= SECOND_NS) {
            rateSetNs = nowNs;
            long spanNs = Math.clamp(nowNs - bornNs, SECOND_NS, LONG_NS);
            packetsPerSecond = longLoss.sent(nowNs) * 1e9 / spanNs;
            losses.setRate(packetsPerSecond);
            reorderings.setRate(packetsPerSecond);
        }
    }
}
