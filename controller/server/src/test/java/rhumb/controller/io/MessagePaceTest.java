package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class MessagePaceTest {
    private static final long SECOND = 1_000_000_000L;

    @Test
    void aBurstPassesAndThenItsRate() {
        for (long start : new long[] {0, -5 * SECOND, Long.MAX_VALUE - 5 * SECOND}) {
            MessagePace pace = new MessagePace(100, start);
            int burst = 0;
            while (pace.take(start)) {
                burst++;
            }
            assertThat(burst).isEqualTo(400);
            assertThat(pace.nextNs() - start).isEqualTo(SECOND / 100);
            assertThat(pace.take(pace.nextNs())).isTrue();
            assertThat(pace.take(pace.nextNs() - 1)).isFalse();
        }
    }

    @Test
    void inTheLongRunNobodyIsFaster() {
        Random random = new Random(11);
        MessagePace pace = new MessagePace(50, 0);
        long nowNs = 0;
        long taken = 0;
        while (nowNs < 100 * SECOND) {
            nowNs += random.nextInt(20_000_000);
            while (random.nextInt(3) != 0 && pace.take(nowNs)) {
                taken++;
            }
            assertThat(taken).isLessThanOrEqualTo(200 + 50 * nowNs / SECOND + 1);
        }
        assertThat(taken).isGreaterThan(4_900);
    }
}
