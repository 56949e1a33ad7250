package rhumb.bench.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlanReplayTest {
    private static final long MINUTE = 60_000_000_000L;

    private static PlanReplay replay(long seed) {
        return PlanReplay.run(16, 4, 12, MINUTE, seed, () -> 0, seconds -> {});
    }

    /** A slice of what {@code rhumb bench plan} measures over a day. */
    @Test
    void staysWithinThePromises() {
        PlanReplay replay = replay(3);
        assertThat(replay.forced()).isPositive();
        assertThat(replay.moves()).isGreaterThan(replay.forced());
        assertThat(replay.needlessPerPairDay()).isLessThanOrEqualTo(1);
        assertThat(replay.excessPercent()).isBetween(0.0, 5.0);
    }

    @Test
    void sameSeedSameFigures() {
        assertThat(replay(5)).isEqualTo(replay(5));
    }
}
