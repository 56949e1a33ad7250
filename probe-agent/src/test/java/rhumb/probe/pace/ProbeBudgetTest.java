package rhumb.probe.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProbeBudgetTest {
    private static final long MS = 1_000_000L;

    private final ProbeBudget budget = new ProbeBudget();

    @Test
    void enoughForAllChangesNothing() {
        budget.limit(1_000);
        ask(Tier.IN_USE, 10, 20 * MS);
        ask(Tier.BACKUP, 50, 100 * MS);
        assertThat(budget.isShort()).isFalse();
        assertThat(budget.intervalNs(Tier.IN_USE, 20 * MS)).isEqualTo(20 * MS);
    }

    @Test
    void theLeastUrgentGiveWayFirstAndAllOfThemAlike() {
        budget.limit(1_000);
        ask(Tier.IN_USE, 10, 20 * MS); // 500/s
        ask(Tier.BACKUP, 40, 100 * MS); // 400/s
        ask(Tier.IDLE, 150, 1_000 * MS); // 150/s where 100/s are left
        assertThat(budget.stretchPercent(Tier.IN_USE)).isZero();
        assertThat(budget.stretchPercent(Tier.BACKUP)).isZero();
        assertThat(budget.stretchPercent(Tier.IDLE)).isEqualTo(50);
        assertThat(budget.intervalNs(Tier.IDLE, 1_000 * MS)).isEqualTo(1_500 * MS);
        assertThat(budget.intervalNs(Tier.IDLE, 1_200 * MS)).isEqualTo(1_800 * MS);
        ask(Tier.BACKUP, 60, 100 * MS); // 1,000/s where 425/s are left beside idle ones at 2 s
        assertThat(budget.stretchPercent(Tier.IDLE)).isEqualTo(100);
        assertThat(budget.stretchPercent(Tier.BACKUP)).isBetween(135L, 138L);
        assertThat(budget.stretchPercent(Tier.IN_USE)).isZero();
    }

    @Test
    void whatIsGivenNeverExceedsTheLimit() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 2_000; round++) {
            ProbeBudget b = new ProbeBudget();
            long limit = random.nextLong(50, 5_000);
            b.limit(limit);
            long[] counts = new long[Tier.ALL.size()];
            long[] asked = {20 * MS, 100 * MS, 1_000 * MS};
            for (Tier tier : Tier.ALL) {
                counts[tier.ordinal()] = random.nextLong(2_000);
                for (long i = 0; i < counts[tier.ordinal()]; i++) {
                    b.ask(tier, asked[tier.ordinal()]);
                }
            }
            double perSecond = 0;
            for (Tier tier : Tier.ALL) {
                perSecond +=
                        counts[tier.ordinal()] * 1e9 / b.intervalNs(tier, asked[tier.ordinal()]);
            }
            assertThat(perSecond).isLessThanOrEqualTo(limit * 1.000_1);
            assertThat(b.isShort() || perSecond <= limit).isTrue();
        }
    }

    @Test
    void sumsComeBackToZero() {
        budget.limit(100);
        for (long i = 1; i <= 1_000; i++) {
            budget.ask(Tier.BACKUP, i * 1_234_567);
            budget.inForce(0, i * 7_654_321);
        }
        for (long i = 1_000; i >= 1; i--) {
            budget.leave(Tier.BACKUP, i * 1_234_567);
            budget.inForce(i * 7_654_321, 0);
        }
        assertThat(budget.perSecond()).isZero();
        assertThat(budget.isShort()).isFalse();
    }

    /** Whenever probes want to leave, any 10 ms see at most twice the mean and one. */
    @Test
    void placesNeverFormBursts() {
        SplittableRandom random = new SplittableRandom(3);
        for (int links = 1; links <= 4_096; links *= 2) {
            ProbeBudget b = new ProbeBudget();
            for (int i = 0; i < links; i++) {
                b.inForce(0, 100 * MS);
            }
            double mean = links / 10.0;
            Deque<Long> last = new ArrayDeque<>();
            long now = 0;
            for (int i = 0; i < 20_000; i++) {
                now += random.nextInt(10) == 0 ? random.nextLong(200 * MS) : 0;
                long placeNs = b.placeNs(now);
                last.add(placeNs);
                while (last.getFirst() <= placeNs - 10 * MS) {
                    last.removeFirst();
                }
                assertThat((double) last.size()).isLessThanOrEqualTo(2 * mean + 1.01);
            }
        }
    }

    private void ask(Tier tier, int links, long intervalNs) {
        for (int i = 0; i < links; i++) {
            budget.ask(tier, intervalNs);
        }
    }
}
