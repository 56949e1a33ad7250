package rhumb.probe.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.LinkPassive;

/** One direction over a long time: a healthy one is never accused, a bad one soon. */
class LinkEstimatorTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long INTERVAL = 100 * MS;
    private static final LinkId AB = LinkId.parse("a->b");
    private static final int RUNS = 50;

    private final DelayWindow rtt = new DelayWindow(2 * SECOND, 300 * SECOND, 10);
    private final DirectionEstimator direction = direction();

    private DirectionEstimator direction() {
        return new DirectionEstimator(
                rtt,
                INTERVAL,
                TrafficClass.ALL.stream().map(ClassTarget::standard).toList(),
                10 * SECOND,
                true,
                CommonLateness.NONE,
                LinkView.RECEIVER,
                0);
    }

    @Test
    void twoHundredStableHoursWithHeavyTailedJitterAccuseNobody() {
        SplittableRandom random = new SplittableRandom(200);
        long missing = 0;
        int accused = 0;
        for (long now = INTERVAL; now < 200 * 3_600 * SECOND; now += INTERVAL) {
            if (random.nextInt(10_000) < 5) {
                missing++;
                continue;
            }
            long there = 40 * MS + pareto(random);
            long back = 40 * MS + pareto(random);
            rtt.record(now, there + back);
            direction.onProbe(now, missing + 1, missing, false, false);
            direction.onTransit(now, there);
            direction.review(now);
            missing = 0;
            accused += direction.judge().pollChange() == Change.WORSE ? 1 : 0;
        }
        assertThat(accused).isZero();
    }

    @Test
    void aLossyLinkIsNotTrustedAgainBeforeItBehaves() {
        SplittableRandom random = new SplittableRandom(4);
        long now = run(0, 60 * SECOND, 0, random);
        assertThat(direction.judge().degraded().isEmpty()).isTrue();
        now = run(now, 120 * SECOND, 0.2, random);
        assertThat(direction.judge().isBad(TrafficClass.AUDIO.code())).isTrue();
        assertThat(direction.judge().isBad(TrafficClass.BULK.code())).isTrue();
        now = run(now, 9 * SECOND, 0, random);
        assertThat(direction.judge().isBad(TrafficClass.AUDIO.code())).isTrue();
        run(now, 16 * SECOND, 0, random);
        assertThat(direction.judge().degraded().isEmpty()).isTrue();
    }

    @Test
    void threePercentIsBadForAudioAndNotForBulk() {
        SplittableRandom random = new SplittableRandom(8);
        long now = run(0, 60 * SECOND, 0, random);
        mediaRun(now, 20 * SECOND, 0.03, random);
        assertThat(direction.judge().isBad(TrafficClass.AUDIO.code())).isTrue();
        assertThat(direction.judge().isBad(TrafficClass.VIDEO.code())).isTrue();
        assertThat(direction.judge().isBad(TrafficClass.BULK.code())).isFalse();
        assertThat(direction.judge().isBad(TrafficClass.LOG.code())).isFalse();
    }

    @Test
    void tenStableHoursOfMediaAccuseNobody() {
        SplittableRandom random = new SplittableRandom(10);
        int accused = 0;
        for (long now = 20 * MS; now < 10 * 3_600 * SECOND; now += 20 * MS) {
            long lost = 0;
            long transitNs = Long.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                lost += random.nextInt(10_000) < 5 ? 1 : 0;
                transitNs = Math.min(transitNs, 40 * MS + pareto(random));
            }
            direction.onMedia(now, 20 * MS, 4, lost, 0, 0);
            direction.onMediaTransit(now, transitNs, 4);
            direction.review(now);
            accused += direction.judge().pollChange() == Change.WORSE ? 1 : 0;
        }
        assertThat(accused).isZero();
    }

    @Test
    void halfAPercentForHoursIsInsideEveryTarget() {
        SplittableRandom random = new SplittableRandom(9);
        mediaRun(0, 3 * 3_600 * SECOND, 0.005, random);
        assertThat(direction.judge().degraded().isEmpty()).isTrue();
    }

    /** What a machine that stood still for 60 ms sees: all that waited for it, late by as much. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatWaitedForAMachineThatStoodStillIsNotTheLinksDelay(boolean excused) {
        long now = timedMedia(0, 5 * SECOND, 40 * MS);
        now += 60 * MS;
        if (excused) {
            direction.excuse(now, 60 * MS);
        }
        now = timedMedia(now, 60 * MS, 95 * MS);
        timedMedia(now, SECOND, 40 * MS);
        assertThat(direction.judge().isBad(TrafficClass.AUDIO.code())).isEqualTo(!excused);
        // A rise that lasts longer than that is the link's all the same.
        timedMedia(now + SECOND, SECOND, 95 * MS);
        assertThat(direction.judge().isBad(TrafficClass.AUDIO.code())).isTrue();
    }

    private long timedMedia(long from, long forNs, long transitNs) {
        for (long now = from; now < from + forNs; now += 20 * MS) {
            direction.onMedia(now, 20 * MS, 4, 0, 0, 0);
            direction.onMediaTransit(now, transitNs, 4);
            direction.review(now);
        }
        return from + forNs;
    }

    private long run(long from, long forNs, double loss, SplittableRandom random) {
        long missing = 0;
        for (long now = from; now < from + forNs; now += INTERVAL) {
            if (random.nextDouble() < loss) {
                missing++;
            } else {
                direction.onProbe(now, missing + 1, missing, false, false);
                missing = 0;
            }
            direction.review(now);
        }
        return from + forNs;
    }

    private long mediaRun(long from, long forNs, double loss, SplittableRandom random) {
        for (long now = from; now < from + forNs; now += 20 * MS) {
            long lost = 0;
            for (int i = 0; i < 4; i++) {
                lost += random.nextDouble() < loss ? 1 : 0;
            }
            direction.onMedia(now, 20 * MS, 4, lost, 0, 0);
            direction.review(now);
        }
        return from + forNs;
    }

    /** Mostly well below a millisecond; one in a thousand beyond 10 ms. */
    private static long pareto(SplittableRandom random) {
        double tail = Math.pow(1 - random.nextDouble(), -1 / 1.5) - 1;
        return Math.min((long) (tail * MS / 10), 2 * SECOND);
    }

    @Test
    void anIntervalWithoutATimedPacketIsNoTransitTimeOfZero() {
        LinkEstimator estimator =
                new LinkEstimator(
                        LinkId.parse("sin->fra"),
                        INTERVAL,
                        TrafficClass.ALL.stream().map(ClassTarget::standard).toList(),
                        10 * SECOND,
                        true,
                        CommonLateness.NONE,
                        0);
        for (long i = 1; i <= 1_000; i++) {
            boolean timed = i % 10 != 0;
            estimator.onPassive(
                    20 * MS * i,
                    new LinkPassive.Entry(
                            LinkId.parse("sin->fra"),
                            LinkView.SENDER,
                            20 * MS,
                            1,
                            0,
                            0,
                            0,
                            timed ? 78 * MS : 0,
                            timed ? 79 * MS : -1));
        }
        LinkEstimate estimate = estimator.estimate(20 * SECOND, LinkView.SENDER);
        assertThat(estimate.status()).isEqualTo(LinkStatus.UP);
        assertThat(estimate.delayRiseNs()).isLessThan(MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 200, 1_000, 5_000})
    void theLossThatIsToldWithAnAlarmIsThatWhichAlarmed(int perSecond) {
        long every = SECOND / perSecond;
        long sum = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            DirectionEstimator fresh = direction();
            SplittableRandom random = new SplittableRandom(seed);
            long now = 0;
            while (fresh.judge().status() != LinkStatus.DEGRADED) {
                now += every;
                boolean lost = now > 10 * SECOND && random.nextInt(5) == 0;
                fresh.onMedia(now, every, 1, lost ? 1 : 0, 0, 0);
                fresh.review(now);
            }
            sum += fresh.estimate(now, AB, LinkView.RECEIVER).lossPpmShort();
            long later = now + 10 * SECOND;
            for (; now < later; now += every) {
                fresh.onMedia(now, every, 1, 0, 0, 0);
                fresh.review(now);
            }
            assertThat(fresh.estimate(now, AB, LinkView.RECEIVER).lossPpmShort()).isZero();
        }
        assertThat(sum / RUNS).as("of 200,000 ppm").isBetween(150_000L, 250_000L);
    }
}
