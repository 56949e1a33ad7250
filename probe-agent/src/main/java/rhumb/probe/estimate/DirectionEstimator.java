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
 * <p>Leaving is fast: the change detector, a delay that stays above its base, a run of losses and
 * silence speak at once. Trusting is slow: a class is taken back when loss and delay were inside
 * half of its target, without a break, for the hold time.
 *
 * <p>Delays by wall clocks (probes) count only as far as the round trip rose as well, because the
 * round trip is measured by one monotonic clock: a clock that is set or drifts accuses nobody.
 */
final class DirectionEstimator {
    private static final long SECOND_NS = 1_000_000_000L;
    private static final long SHORT_NS = 2 * SECOND_NS;
    private static final int SHORT_PROBES = 20;
    private static final long LONG_NS = 60 * SECOND_NS;
    private static final long TRANSIT_BASE_NS = 30 * SECOND_NS;

    /** One-way rise beyond the round trip's that only a clock can make. */
    private static final long CLOCK_STEP_NS = SECOND_NS / 4;

    /** Rise of media transit beyond which the far forwarder's clock began anew. */
    private static final long MEDIA_CLOCK_STEP_NS = 10 * SECOND_NS;

    /** Nats against the target that a class needs to fall: after an alarm, and without one. */
    private static final double EVIDENCE_SINCE_CHANGE = 2;

    private static final double EVIDENCE_SHORT_ALARMED = 6;
    private static final double EVIDENCE_SHORT = 12;

    /** Consecutive losses of media that make DOWN: nats, fewest, most, shortest time. */
    private static final double RUN_NATS = 18.4;

    private static final int RUN_LEAST = 8;
    private static final int RUN_MOST = 40;
    private static final long RUN_NS = 40_000_000L;

    /** Successes in a row before the first judgement, and before a link that was down is heard. */
    private static final int BEGIN_SUCCESSES = 3;

    private final DelayWindow rtt;
    private LossWindow shortLoss;
    private long shortWindowNs;
    private final LossWindow longLoss;
    private final DelayWindow probeTransit;
    private final DelayWindow mediaTransit;
    private final Jitter jitter = new Jitter();
    private final ChangeDetector detector = new ChangeDetector();
    private final ClassJudge judge;
    private final ClassTarget[] targets = new ClassTarget[TrafficClass.COUNT];
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
    private long rateSetNs = Long.MIN_VALUE / 2;

    /**
     * @param rtt round trips of the pair, shared with the other direction
     */
    DirectionEstimator(
            DelayWindow rtt, long intervalNs, List<ClassTarget> targets, long holdNs, long nowNs) {
        this.rtt = rtt;
        this.shortWindowNs = shortWindowNs(intervalNs);
        this.shortLoss = new LossWindow(shortWindowNs, SHORT_PROBES);
        this.longLoss = new LossWindow(LONG_NS, 60);
        this.probeTransit = new DelayWindow(shortWindowNs, TRANSIT_BASE_NS, 6);
        this.mediaTransit = new DelayWindow(SHORT_NS, TRANSIT_BASE_NS, 6);
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
            probeTransit.setWindow(shortNs);
        }
    }

    void configure(List<ClassTarget> newTargets) {
        for (int c = 0; c < targets.length; c++) {
            targets[c] = newTargets.get(c);
        }
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

    /** Loss of the short window, without the run of losses that is going on. */
    long lossPpmBeforeRun(long nowNs) {
        return ppmWithoutRun(shortLoss.sent(nowNs), shortLoss.lost(nowNs));
    }

    /** Time in which the agent itself did not run is nobody's silence. */
    void excuse(long nowNs, long lateNs) {
        heardNs = Math.min(nowNs, heardNs + lateNs);
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
            detector.retract();
        }
        detector.observe(nowNs, sent, Math.max(lost, 0));
        judgeLoss(nowNs, lost);
    }

    /** The media of one interval. */
    void onMedia(
            long nowNs, long intervalNs, long sent, long lost, long reordered, long duplicate) {
        if (lost < sent) {
            heardNs = nowNs;
            lossRun = 0;
            successes = lost > 0 ? 1 : successes + sent;
        } else if (sent > 0) {
            lossRunSinceNs = lossRun == 0 ? nowNs - intervalNs : lossRunSinceNs;
            lossRun += lost;
            successes = 0;
        }
        count(nowNs, sent, lost, reordered, duplicate);
        detector.observe(nowNs, sent, lost);
        judgeLoss(nowNs, lost);
        boolean run = lossRun >= RUN_LEAST && nowNs - lossRunSinceNs >= RUN_NS;
        // A link that is down already has its reason; silence knows better which one.
        if (run && !judge.isDown() && lossRun >= runLimit(nowNs)) {
            onSilence(nowNs, LinkSign.LOSS, lossRunSinceNs);
        }
    }

    /** Transit time of a probe by two wall clocks; the round trip was recorded before. */
    void onTransit(long nowNs, long transitNs) {
        jitter.onTransit(transitNs);
        probeTransit.record(nowNs, transitNs);
        long riseNs = probeTransit.sustainedRise(nowNs);
        long rttRiseNs = rtt.sustainedRise(nowNs);
        if (rttRiseNs != DelayWindow.UNKNOWN && riseNs - rttRiseNs > CLOCK_STEP_NS) {
            probeTransit.forget();
        } else if (riseNs != DelayWindow.UNKNOWN && rttRiseNs != DelayWindow.UNKNOWN) {
            long sinceNs = probeTransit.sustainedSinceNs();
            judgeDelay(nowNs, Math.min(riseNs, rttRiseNs), sinceNs);
        }
    }

    /** Lowest transit time of an interval of media, by two monotonic clocks. */
    void onMediaTransit(long nowNs, long transitNs) {
        mediaTransit.record(nowNs, transitNs);
        long riseNs = mediaTransit.sustainedRise(nowNs);
        if (riseNs > MEDIA_CLOCK_STEP_NS) {
            mediaTransit.forget();
        } else if (riseNs != DelayWindow.UNKNOWN) {
            judgeDelay(nowNs, riseNs, mediaTransit.sustainedSinceNs());
        }
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
        if (!judge.isAnyBad()) {
            return;
        }
        long riseNs = medianRise(nowNs);
        boolean allInTime = true;
        boolean allGood = true;
        int recovered = 0;
        for (int c = 0; c < targets.length; c++) {
            if (judge.isBad(c)) {
                boolean inTime = delayInside(nowNs, riseNs, targets[c]);
                boolean good = heardAgain && inTime && lossInside(nowNs, targets[c]);
                allInTime &= inTime;
                allGood &= good;
                recovered |= good ? reviewClass(nowNs, c) : 0;
                if (!good) {
                    probation.breakOff(c);
                }
            }
        }
        holdBases(nowNs, !allInTime);
        // What the detector holds against the link is answered; it starts from the background.
        if (recovered != 0 || allGood && !allWereGood) {
            detector.reset();
        }
        allWereGood = allGood;
        judge.recover(nowNs, recovered);
    }

    LinkEstimate estimate(long nowNs, LinkId link, LinkView view) {
        if (!judge.known()) {
            return LinkEstimate.unknown(link, view);
        }
        long shortPpm = shortLoss.lossPpm(nowNs);
        boolean dead = judge.status() == LinkStatus.DOWN && shortPpm < 0;
        long riseNs = medianRise(nowNs);
        long baseNs = rtt.base(nowNs);
        boolean delayKnown = riseNs != DelayWindow.UNKNOWN && baseNs != MovingMinimum.NONE;
        return new LinkEstimate(
                link,
                view,
                judge.status(),
                judge.degraded(),
                judge.sign(),
                longLoss.sent(nowNs),
                dead ? 1_000_000 : shortPpm,
                longLoss.lossPpm(nowNs),
                rtt.quantile(nowNs, 500_000),
                delayKnown ? baseNs / 2 + riseNs : LinkEstimate.UNKNOWN_VALUE,
                riseNs,
                jitter.ns(),
                longLoss.reorderPpm(nowNs),
                longLoss.duplicatePpm(nowNs));
    }

    private void count(long nowNs, long sent, long lost, long reordered, long duplicate) {
        sentInAll += sent;
        lostInAll += lost;
        shortLoss.record(nowNs, sent, lost, reordered, duplicate);
        longLoss.record(nowNs, sent, lost, reordered, duplicate);
    }

    private void judgeLoss(long nowNs, long lost) {
        if (lost <= 0 || judge.isDown()) {
            return;
        }
        boolean alarmed = detector.alarmed();
        long shortSent = shortLoss.sent(nowNs);
        long shortLost = shortLoss.lost(nowNs);
        double shortLimit = alarmed ? EVIDENCE_SHORT_ALARMED : EVIDENCE_SHORT;
        int failed = 0;
        for (int c = 0; c < targets.length; c++) {
            long limitPpm = targets[c].maxLossPpm();
            boolean sinceChange =
                    alarmed
                            && LossEvidence.above(detector.sent(), detector.lost(), limitPpm)
                                    >= EVIDENCE_SINCE_CHANGE;
            if (sinceChange || LossEvidence.above(shortSent, shortLost, limitPpm) >= shortLimit) {
                failed |= 1 << c;
                probation.breakOff(c);
            }
        }
        judge.fail(nowNs, failed, LinkSign.LOSS, alarmed ? detector.sinceNs() : nowNs);
    }

    private void judgeDelay(long nowNs, long riseNs, long sinceNs) {
        long baseNs = rtt.base(nowNs);
        long delayNs = baseNs == MovingMinimum.NONE ? 0 : baseNs / 2 + riseNs;
        int failed = 0;
        for (int c = 0; c < targets.length; c++) {
            if (riseNs > targets[c].maxDelayRiseNs() || delayNs > targets[c].maxDelayNs()) {
                failed |= 1 << c;
                probation.breakOff(c);
            }
        }
        if (failed != 0) {
            holdBases(nowNs, true);
            judge.fail(nowNs, failed, LinkSign.DELAY_STEP, sinceNs);
        }
    }

    private int reviewClass(long nowNs, int c) {
        boolean served =
                probation.served(
                        nowNs, c, sentInAll, lostInAll, targets[c].maxLossPpm(), judge.holdNs());
        return served ? 1 << c : 0;
    }

    private boolean lossInside(long nowNs, ClassTarget target) {
        long sent = shortLoss.sent(nowNs);
        return sent > 0 && shortLoss.lost(nowNs) * 1_000_000 <= sent * (target.maxLossPpm() / 2);
    }

    private boolean delayInside(long nowNs, long riseNs, ClassTarget target) {
        long baseNs = rtt.base(nowNs);
        boolean shortEnough =
                baseNs == MovingMinimum.NONE || baseNs / 2 + riseNs <= target.maxDelayNs();
        return riseNs == DelayWindow.UNKNOWN
                || riseNs <= target.maxDelayRiseNs() / 2 && shortEnough;
    }

    /** Present rise above the base: the worse of what probes and media show. */
    private long medianRise(long nowNs) {
        long probesNs = probeTransit.medianRise(nowNs);
        long rttNs = rtt.medianRise(nowNs);
        boolean confirmed = probesNs != DelayWindow.UNKNOWN && rttNs != DelayWindow.UNKNOWN;
        long byProbesNs = confirmed ? Math.min(probesNs, rttNs) : DelayWindow.UNKNOWN;
        return Math.max(byProbesNs, mediaTransit.medianRise(nowNs));
    }

    private void holdBases(long nowNs, boolean held) {
        probeTransit.hold(nowNs, held);
        mediaTransit.hold(nowNs, held);
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
            detector.setRate(longLoss.sent(nowNs) * 1e9 / spanNs);
        }
    }
}
