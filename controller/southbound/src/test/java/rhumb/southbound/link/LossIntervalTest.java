package rhumb.southbound.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LossIntervalTest {
    @Test
    void agreesWithTables() {
        // Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        assertThat(LossInterval.of(263, 307_985)).isEqualTo(new LossInterval(255_288, 366_210));
        assertThat(LossInterval.of(148, 101_351)).isEqualTo(new LossInterval(62_386, 160_487));
        assertThat(LossInterval.of(20, 0)).isEqualTo(new LossInterval(0, 161_126));
        assertThat(LossInterval.of(29, 34_483)).isEqualTo(new LossInterval(6_113, 171_756));
    }

    @Test
    void nothingKnownMayBeAnything() {
        assertThat(LossInterval.of(0, 0)).isEqualTo(LossInterval.ANY);
        assertThat(LossInterval.of(10, -1)).isEqualTo(LossInterval.ANY);
    }

    @Test
    void alwaysHoldsWhatWasSeenAndNarrowsWithPackets() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            long samples = random.nextLong(1, 1L << random.nextInt(1, 62));
            long ppm = random.nextLong(1_000_001);
            LossInterval interval = LossInterval.of(samples, ppm);
            assertThat(ppm).isBetween(interval.lowPpm(), interval.highPpm());
            LossInterval more = LossInterval.of(samples * 2, ppm);
            assertThat(more.highPpm() - more.lowPpm())
                    .isLessThanOrEqualTo(interval.highPpm() - interval.lowPpm());
        }
    }
}
