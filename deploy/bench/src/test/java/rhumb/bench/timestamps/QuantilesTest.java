package rhumb.bench.timestamps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class QuantilesTest {
    @Test
    void areTakenOfTheSortedValuesAndJitterOfTheirOrder() {
        Quantiles q = Quantiles.of(LongStream.rangeClosed(0, 1_000).map(i -> 1_000 - i).toArray());
        assertThat(q.samples()).isEqualTo(1_001);
        assertThat(q.p50()).isEqualTo(500);
        assertThat(q.p99()).isEqualTo(990);
        assertThat(q.p999()).isEqualTo(999);
        assertThat(q.max()).isEqualTo(1_000);
        // Neighbours differ by one, always.
        assertThat(q.jitter()).isBetween(0L, 1L);
        assertThat(Quantiles.of(new long[0]).max()).isEqualTo(-1);
    }

    @Test
    void bothWaysMeasureTheSameProbes() throws Exception {
        TimestampRow.Result result = TimestampRow.measure(1, 5_000_000, 1);
        assertThat(result.rows()).hasSize(4);
        for (int i = 0; i < 4; i += 2) {
            TimestampRow process = result.rows().get(i);
            TimestampRow kernel = result.rows().get(i + 1);
            assertThat(process.rtt().samples()).isPositive();
            assertThat(kernel.rtt().samples()).isEqualTo(process.rtt().samples());
            assertThat(kernel.rtt().max()).isLessThanOrEqualTo(process.rtt().max());
        }
    }
}
