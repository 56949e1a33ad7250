package rhumb.probe.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Mean detection delay against Lorden's floor, and how seldom a healthy link is accused. */
class ChangeDetectorTest {
    private static final double BACKGROUND = 0.001;
    private static final int RATE = 200;
    private static final long[] LIMITS = {12_000};
    private static final double NATS = 0.7;

    private static ChangeDetector detector() {
        ChangeDetector detector = new ChangeDetector(BACKGROUND, 4, 3);
        detector.setRate(RATE);
        return detector;
    }

    @Test
    void partialLossIsSeenWithinLordensFloor() {
        for (double loss : new double[] {0.2, 0.05, 0.03}) {
            double kl = loss * Math.log(loss / BACKGROUND);
            kl += (1 - loss) * Math.log((1 - loss) / (1 - BACKGROUND));
            double floor = Math.log(RATE * 86_400.0) / kl;
            assertThat(meanPackets(loss)).as("loss %s", loss).isLessThan(1.3 * floor);
        }
    }

    private static double meanPackets(double loss) {
        SplittableRandom random = new SplittableRandom(11);
        long packets = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            ChangeDetector detector = detector();
            feed(detector, 5_000, BACKGROUND, random);
            while (true) {
                packets++;
                boolean lost = random.nextDouble() < loss;
                detector.observe(0, 1, lost ? 1 : 0);
                if (lost && detector.broken(LIMITS, NATS) != 0) {
                    break;
                }
            }
        }
        return (double) packets / runs;
    }

    @Test
    void tenStableDaysRaiseHardlyAnAlarm() {
        assertThat(feed(detector(), 10 * 86_400L * RATE, BACKGROUND, new SplittableRandom(5)))
                .isLessThan(10);
    }

    @Test
    void aRateThatALinkAlwaysHadIsNoChange() {
        ChangeDetector detector = detector();
        SplittableRandom random = new SplittableRandom(6);
        feed(detector, 20_000, 0.005, random);
        assertThat(feed(detector, 3_600L * RATE, 0.005, random)).isLessThan(3);
    }

    @Test
    void theMomentOfChangeIsThatOfTheFirstLoss() {
        ChangeDetector detector = detector();
        detector.observe(1_000, 10_000, 0);
        detector.observe(2_000, 4, 2);
        detector.observe(3_000, 4, 2);
        assertThat(detector.broken(LIMITS, NATS)).isEqualTo(1);
        assertThat(detector.sinceNs()).isEqualTo(2_000);
    }

    @Test
    void lossesThatWereOnlyLateAccuseNobody() {
        ChangeDetector detector = detector();
        detector.observe(0, 10_000, 0);
        for (int i = 0; i < 100; i++) {
            detector.observe(i, 2, 1);
            assertThat(detector.broken(LIMITS, NATS)).isZero();
            detector.retract();
        }
    }

    /**
     * Alarms among so many packets; each begins anew. Only losses matter, so passes are skipped.
     */
    private static int feed(
            ChangeDetector detector, long packets, double loss, SplittableRandom random) {
        int alarms = 0;
        for (long i = 0; i < packets; ) {
            long gap = (long) (Math.log(1 - random.nextDouble()) / Math.log(1 - loss));
            detector.observe(i, gap + 1, 0);
            detector.observe(i, 1, 1);
            i += gap + 2;
            if (detector.broken(LIMITS, NATS) != 0) {
                alarms++;
                detector.reset();
            }
        }
        return alarms;
    }
}
