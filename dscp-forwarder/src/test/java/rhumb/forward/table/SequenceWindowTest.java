package rhumb.forward.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.forward.table.SequenceWindow.Arrival;

class SequenceWindowTest {
    @Test
    void tellsApartWhatAPerfectMemoryWould() {
        for (int window : new int[] {64, 192, 2_048, 8_192}) {
            Random random = new Random(window);
            SequenceWindow filter = new SequenceWindow(window);
            Set<Integer> seen = new HashSet<>();
            // Begins shortly before the wrap.
            int top = -window;
            assertThat(filter.offer(top)).isEqualTo(Arrival.NEWEST);
            seen.add(top);
            for (int i = 0; i < 50_000; i++) {
                int step =
                        switch (random.nextInt(20)) {
                            case 0 -> random.nextInt(3 * window);
                            case 1 -> -random.nextInt(2 * window);
                            default -> random.nextInt(8) - 4;
                        };
                int seq = top + step;
                Arrival expected;
                if (step > 0) {
                    expected = Arrival.NEWEST;
                    top = seq;
                } else if (step <= -window) {
                    expected = Arrival.OLD;
                } else {
                    expected = seen.contains(seq) ? Arrival.SEEN : Arrival.LATE;
                }
                assertThat(filter.offer(seq)).isEqualTo(expected);
                seen.add(seq);
                assertThat(filter.top()).isEqualTo(top);
            }
        }
    }

    @Test
    void whatIsWidenedForgetsNothingAndTakesNothingTwice() {
        Random random = new Random(3);
        SequenceWindow filter = new SequenceWindow(64);
        Set<Integer> seen = new HashSet<>();
        int top = -1_000;
        filter.offer(top);
        seen.add(top);
        for (int i = 0; i < 50_000; i++) {
            if (i % 5_000 == 4_999) {
                filter.widen();
            }
            int seq = top + random.nextInt(8) - random.nextInt(random.nextInt(20) == 0 ? 2_000 : 8);
            boolean known = !seen.add(seq);
            Arrival arrival = filter.offer(seq);
            boolean taken = arrival == Arrival.NEWEST || arrival == Arrival.LATE;
            if (known) {
                assertThat(taken).isFalse();
            } else if (seq > top - 64) {
                assertThat(taken).isTrue();
            }
            top = Math.max(top, seq);
        }
        assertThat(filter.window()).isEqualTo(64 << 10);
    }

    @Test
    void theWholeWindowIsUsable() {
        SequenceWindow filter = new SequenceWindow(8_192);
        filter.offer(100_000);
        for (int i = 1; i < 8_192; i++) {
            assertThat(filter.offer(100_000 - i)).isEqualTo(Arrival.LATE);
        }
        assertThat(filter.offer(100_000 - 8_192)).isEqualTo(Arrival.OLD);
        assertThat(filter.offer(100_000 + Integer.MIN_VALUE)).isEqualTo(Arrival.OLD);
    }
}
