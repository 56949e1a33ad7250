package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WireClockTest {
    @Test
    void bothFormatsKeepTheNanosecond() {
        SplittableRandom random = new SplittableRandom(1);
        for (WireClock.Format format : WireClock.Format.values()) {
            WireClock clock = new WireClock(format, WireClock.Source.PTP, 500);
            for (int i = 0; i < 50_000; i++) {
                long unixNs = random.nextLong(0, 4_200_000_000_000_000_000L);
                long stamp = clock.timestamp(unixNs);
                assertThat(WireTime.unixNs(stamp, clock.errorEstimate())).isEqualTo(unixNs);
            }
        }
    }

    @Test
    void theEstimateIsTheLeastThatIsNotBelowTheError() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 50_000; i++) {
            long errorNs = 1 + (random.nextLong(Long.MAX_VALUE - 1) >>> random.nextInt(63));
            int field = clock(errorNs).errorEstimate();
            int multiplier = field & 0xff;
            assertThat(multiplier).isPositive();
            double seconds = Math.scalb((double) multiplier, (field >> 8 & 0x3f) - 32);
            double wanted = Math.min(errorNs / 1e9, 1L << 30);
            assertThat(seconds).isGreaterThanOrEqualTo(wanted * (1 - 1e-12));
            // One step of the multiplier, or whole seconds, or 2^-32 s above it at most.
            double slack = wanted >= 1 ? wanted / 64 + 1 : wanted / 64 + 3e-10;
            assertThat(seconds).isLessThanOrEqualTo(wanted + slack);
        }
    }

    @Test
    void bitsSayWhatIsKnown() {
        assertThat(WireClock.STANDARD.errorEstimate() & 0xc000).isZero();
        assertThat(clock(1_000).errorEstimate() & 0xc000).isEqualTo(0xc000);
        // 1 us is 4,295 units of 2^-32 s: 135 x 2^5.
        assertThat(clock(1_000).errorEstimate() & 0x3fff).isEqualTo(5 << 8 | 135);
        assertThatThrownBy(() -> clock(0)).hasMessage("clock error 0 ns: expected more than 0");
    }

    private static WireClock clock(long errorNs) {
        return new WireClock(WireClock.Format.PTP, WireClock.Source.GNSS, errorNs);
    }
}
