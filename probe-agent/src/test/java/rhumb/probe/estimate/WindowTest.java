package rhumb.probe.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;

    @Test
    void countsLeaveTheLossWindowWhenTheyAreOld() {
        LossWindow window = new LossWindow(2 * SECOND, 20);
        assertThat(window.lossPpm(0)).isEqualTo(-1);
        window.record(0, 10, 2, 1, 1);
        window.record(1_000 * MS, 10, 0, 0, 0);
        assertThat(window.lossPpm(1_999 * MS)).isEqualTo(100_000);
        assertThat(window.reorderPpm(1_999 * MS)).isEqualTo(50_000);
        assertThat(window.lossPpm(2_000 * MS)).isZero();
        assertThat(window.sent(2_999 * MS)).isEqualTo(10);
        assertThat(window.lossPpm(3_000 * MS)).isEqualTo(-1);
        assertThat(window.lossPpm(900 * SECOND)).isEqualTo(-1);
    }

    @Test
    void anotherLengthKeepsWhatItReaches() {
        long now = -700 * SECOND; // monotonic clocks may be negative
        LossWindow window = new LossWindow(2 * SECOND, 20);
        assertThat(window.over(4 * SECOND).lossPpm(now)).isEqualTo(-1);
        for (int i = 0; i < 20; i++) {
            window.record(now += 100 * MS, 10, i < 10 ? 1 : 0, 0, 0);
        }
        LossWindow longer = window.over(20 * SECOND);
        assertThat(longer.sent(now)).isEqualTo(200);
        LossWindow shorter = longer.over(2 * SECOND);
        assertThat(shorter.sent(now)).isBetween(100L, 200L);
        assertThat(longer.lost(now + 15 * SECOND)).isEqualTo(10);
        assertThat(window.over(1 * SECOND).lost(now)).isZero();
    }

    @Test
    void lateLossesAreTakenBack() {
        LossWindow window = new LossWindow(2 * SECOND, 20);
        window.record(0, 10, 1, 0, 0);
        window.record(50 * MS, 0, -1, 1, 0);
        assertThat(window.lossPpm(50 * MS)).isZero();
        assertThat(window.duplicatePpm(50 * MS)).isZero();
    }

    @Test
    void windowSumsAgreeWithARecount() {
        SplittableRandom random = new SplittableRandom(5);
        LossWindow window = new LossWindow(SECOND, 10);
        long[] sentAt = new long[100_000];
        for (int i = 0; i < sentAt.length; i++) {
            sentAt[i] = random.nextInt(3);
            window.record(i * 7L * MS, sentAt[i], 0, 0, 0);
            if (i % 997 == 0) {
                long expected = 0;
                for (int j = i; j >= 0 && i * 7 / 100 - j * 7 / 100 < 10; j--) {
                    expected += sentAt[j];
                }
                assertThat(window.sent(i * 7L * MS)).isEqualTo(expected);
            }
        }
    }

    @Test
    void aSpikeIsNoRiseThreeInARowAre() {
        DelayWindow window = new DelayWindow(2 * SECOND, 30 * SECOND, 6);
        long now = 0;
        for (int i = 0; i < 10; i++) {
            window.record(now += 100 * MS, 50 * MS);
        }
        window.record(now += 100 * MS, 900 * MS);
        window.record(now += 100 * MS, 900 * MS);
        assertThat(window.sustainedRise(now, 3)).isZero();
        window.record(now += 100 * MS, 80 * MS);
        assertThat(window.sustainedRise(now, 3)).isEqualTo(30 * MS);
        assertThat(window.sinceNs(3)).isEqualTo(now - 200 * MS);
        assertThat(window.medianRise(now, 1)).isZero();
        assertThat(window.quantile(now, 1_000_000)).isEqualTo(900 * MS);
        assertThat(window.sustainedRise(now + 3 * SECOND, 3)).isEqualTo(DelayWindow.UNKNOWN);
    }

    @Test
    void driftDoesNotGrowIntoARise() {
        DelayWindow window = new DelayWindow(2 * SECOND, 30 * SECOND, 6);
        for (long now = 0; now < 3_600 * SECOND; now += 100 * MS) {
            window.record(now, now / 10_000);
            // 100 ppm over the 30 s that the base looks back.
            assertThat(window.sustainedRise(now, 3)).isLessThanOrEqualTo(3_100_000L);
        }
    }

    @Test
    void theBaseIsHeldWhileARiseIsJudgedButNotForEver() {
        MovingMinimum base = new MovingMinimum(30 * SECOND, 6);
        base.record(0, 10);
        base.hold(0, true);
        for (long now = 0; now < MovingMinimum.MAX_HELD_NS; now += SECOND) {
            base.record(now, 100);
            assertThat(base.lowest(now)).isEqualTo(10);
        }
        for (long s = 300; s < 340; s++) {
            base.record(s * SECOND, 100);
        }
        assertThat(base.lowest(340 * SECOND)).isEqualTo(100);
        base.hold(340 * SECOND, false);
        assertThat(base.lowest(400 * SECOND)).isEqualTo(MovingMinimum.NONE);
    }

    @Test
    void jitterFollowsTheFormulaOfRfc3550() {
        Jitter jitter = new Jitter();
        assertThat(jitter.ns()).isEqualTo(-1);
        double expected = 0;
        long previous = 0;
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 10_000; i++) {
            long transit = 40 * MS + random.nextLong(10 * MS);
            jitter.onTransit(transit);
            expected += i == 0 ? 0 : (Math.abs(transit - previous) - expected) / 16;
            previous = transit;
        }
        assertThat((double) jitter.ns()).isCloseTo(expected, within(100.0));
        jitter.onTransit(previous + 3_600 * SECOND);
        assertThat((double) jitter.ns()).isCloseTo(expected, within(100.0));
    }

    @Test
    void holdTimeDoublesWithRelapsesAndForgetsSlowly() {
        HoldTime hold = new HoldTime(10 * SECOND);
        long now = 0;
        long[] expected = {10, 20, 40, 60, 60, 60};
        for (long seconds : expected) {
            hold.onFailed(now);
            assertThat(hold.ns()).isEqualTo(seconds * SECOND);
            now += 70 * SECOND;
            hold.onRecovered(now);
        }
        now += HoldTime.FORGET_NS * 4;
        hold.onFailed(now);
        assertThat(hold.ns()).isEqualTo(20 * SECOND);
    }

    @Test
    void goodputIsWhatCameASecondAndUnknownWithoutMedia() {
        Goodput goodput = new Goodput();
        assertThat(goodput.bps(0)).isEqualTo(-1);
        goodput.onMedia(SECOND, SECOND, -1);
        assertThat(goodput.bps(SECOND)).isEqualTo(-1);
        for (long now = 0; now < 3 * SECOND; now += 20 * MS) {
            goodput.onMedia(now, 20 * MS, 2_500);
        }
        assertThat(goodput.bps(3 * SECOND)).isEqualTo(1_000_000);
        assertThat(goodput.bps(10 * SECOND)).isEqualTo(-1);
    }

    @Test
    void theTailOfAWindowIsWhatOneInTwentyExceeds() {
        DelayWindow window = new DelayWindow(2 * SECOND, 30 * SECOND, 6);
        assertThat(window.tailRise(0)).isEqualTo(DelayWindow.UNKNOWN);
        for (int i = 0; i < 20; i++) {
            window.record(i * MS, 40 * MS + i * MS);
        }
        assertThat(window.tailRise(20 * MS)).isEqualTo(18 * MS);
    }
}
