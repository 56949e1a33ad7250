package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivalClockTest {
    private static final long US = 1_000L;
    private static final long MS = 1_000_000L;
    private static final long SECOND = 1_000 * MS;
    private static final long UNIX = 1_800_000_000_000_000_000L;

    private long now = 100 * MS;
    private long unixMinusNow = UNIX - now;
    private final ArrivalClock clock = new ArrivalClock(() -> now, () -> now + unixMinusNow);

    /** Of a datagram that the kernel stamps now and that is read so much later. */
    private long ageOf(long waitsNs) {
        long stamp = now + unixMinusNow;
        now += waitsNs;
        return now - clock.arrivedNs(now, stamp);
    }

    @Test
    void aDatagramThatWaitedArrivedEarlier() {
        assertThat(ageOf(2 * MS)).isEqualTo(2 * MS);
        assertThat(ageOf(3 * MS)).isEqualTo(3 * MS);
    }

    @Test
    void whatCannotBeIsNow() {
        assertThat(clock.arrivedNs(now, 0)).as("the platform does not tell").isEqualTo(now);
        assertThat(clock.arrivedNs(now, UNIX + 9 * MS)).as("from the future").isEqualTo(now);
        assertThat(clock.arrivedNs(now, UNIX - 3_600 * SECOND)).as("an hour ago").isEqualTo(now);
    }

    @ParameterizedTest
    @ValueSource(longs = {-30, -3, 3, 30, 700, -3_600_000})
    void aWallClockThatIsSetMovesNoArrival(long stepMs) {
        for (int i = 0; i < 10; i++) {
            assertThat(ageOf(50 * US)).isEqualTo(50 * US);
        }
        // One datagram was stamped before the step and is read after it.
        long before = now + unixMinusNow;
        unixMinusNow += stepMs * MS;
        now += 100 * US;
        assertThat(clock.arrivedNs(now, before)).isEqualTo(now);
        for (long end = now + SECOND - MS; now < end; ) {
            assertThat(ageOf(100 * US)).as("not believed").isZero();
        }
        now += MS;
        assertThat(ageOf(100 * US)).as("believed again").isEqualTo(100 * US);
    }

    @Test
    void aStepBetweenTwoDatagramsIsSeenByTheSecond() {
        assertThat(ageOf(50 * US)).isEqualTo(50 * US);
        now += 30 * US;
        unixMinusNow -= 30 * MS;
        assertThat(ageOf(50 * US)).isZero();
    }

    @Test
    void aClockThatIsSlewedIsBelieved() {
        for (int i = 0; i < 100; i++) {
            now += SECOND;
            unixMinusNow += 500 * US;
            assertThat(ageOf(50 * US)).isEqualTo(50 * US);
            now += 10 * SECOND;
            unixMinusNow -= 5 * MS;
            assertThat(ageOf(50 * US)).isEqualTo(50 * US);
        }
    }
}
