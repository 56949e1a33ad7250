package rhumb.probe.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mean detection delay against Lorden's floor, and how seldom a healthy link is accused. */
class ChangeDetectorTest {
    private static final int RATE = 200;

    @Test
    void detectsWithinAThirdOfTheTheoreticalFloor() {
        for (double p1 : new double[] {0.03, 0.05, 0.1, 0.2, 0.5}) {
            SplittableRandom random = new SplittableRandom(11);
            double packets = 0;
            double detectedPpm = 0;
            int runs = 1_000;
            for (int run = 0; run < runs; run++) {
                ChangeDetector detector = new ChangeDetector();
                detector.setRate(RATE);
                long n = 0;
                while (!detector.alarmed()) {
                    detector.observe(++n, 1, random.nextDouble() < p1 ? 1 : 0);
                }
                packets += (double) n / runs;
                detectedPpm += (double) detector.supportedLossPpm() / runs;
            }
            double floor = Math.log(RATE * 86_400.0) / kl(p1, ChangeDetector.BACKGROUND);
            assertThat(packets).as("packets at " + p1).isLessThan(1.3 * floor);
            assertThat(detectedPpm).isBetween(p1 * 0.9e6, Math.min(p1 * 2.5e6, 1e6));
        }
    }

    @Test
    void accusesAHealthyLinkAtMostOncePerDay() {
        SplittableRandom random = new SplittableRandom(12);
        ChangeDetector detector = new ChangeDetector();
        detector.setRate(10);
        int days = 20;
        int alarms = 0;
        for (long n = 0; n < days * 864_000L; n++) {
            detector.observe(n, 1, random.nextDouble() < ChangeDetector.BACKGROUND ? 1 : 0);
            if (detector.alarmed()) {
                alarms++;
                detector.reset();
            }
        }
        assertThat(alarms).isLessThanOrEqualTo(days);
    }

    @Test
    void anIntervalInOneStepSaysTheSameAsItsPackets() {
        ChangeDetector whole = new ChangeDetector();
        ChangeDetector single = new ChangeDetector();
        whole.observe(1, 10, 4);
        for (int i = 0; i < 10; i++) {
            single.observe(1, 1, i < 4 ? 1 : 0);
        }
        assertThat(whole.alarmed()).isEqualTo(single.alarmed()).isTrue();
        assertThat(whole.supportedLossPpm()).isEqualTo(400_000);
        assertThat(whole.sinceNs()).isEqualTo(1);
    }

    @Test
    void onePassedPacketRulesTotalLossOutAndThreeLostOnesSupportIt() {
        ChangeDetector detector = new ChangeDetector();
        detector.observe(1, 2, 2);
        assertThat(detector.alarmed()).isFalse();
        detector.observe(2, 1, 0);
        detector.observe(3, 3, 3);
        assertThat(detector.alarmed()).isTrue();
    }

    @Test
    void aLateLossIsTakenBack() {
        ChangeDetector detector = new ChangeDetector();
        for (int i = 0; i < 200; i++) {
            detector.observe(i, 1, 1);
            detector.retract();
        }
        assertThat(detector.alarmed()).isFalse();
    }

    @Test
    void evidenceGrowsWithPacketsAndDistance() {
        assertThat(LossEvidence.above(100, 1, 12_000)).isZero();
        assertThat(LossEvidence.above(15, 3, 12_000)).isGreaterThan(5);
        assertThat(LossEvidence.above(15, 3, 200_000)).isZero();
        assertThat(LossEvidence.below(100, 0, 12_000)).isBetween(1.2, 1.21);
        assertThat(LossEvidence.above(4, 4, 0)).isInfinite();
        assertThat(LossEvidence.runLimit(0, 13.8, 3, 20)).isEqualTo(3);
        assertThat(LossEvidence.runLimit(200_000, 13.8, 3, 20)).isEqualTo(9);
        assertThat(LossEvidence.runLimit(990_000, 13.8, 3, 20)).isEqualTo(20);
    }

    private static double kl(double p1, double p0) {
        return p1 * Math.log(p1 / p0) + (1 - p1) * Math.log((1 - p1) / (1 - p0));
    }
}
