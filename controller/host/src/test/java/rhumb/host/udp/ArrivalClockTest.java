package rhumb.host.udp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArrivalClockTest {
    private static final long MS = 1_000_000L;
    private static final long UNIX = 1_800_000_000_000_000_000L;

    private final ArrivalClock clock = new ArrivalClock();

    @Test
    void aDatagramThatWaitedArrivedEarlier() {
        clock.sync(100 * MS, UNIX);
        assertThat(clock.arrivedNs(105 * MS, UNIX + 2 * MS)).isEqualTo(102 * MS);
    }

    @Test
    void whatCannotBeIsNow() {
        clock.sync(100 * MS, UNIX);
        assertThat(clock.arrivedNs(105 * MS, 0))
                .as("the platform does not tell")
                .isEqualTo(105 * MS);
        assertThat(clock.arrivedNs(105 * MS, UNIX + 9 * MS))
                .as("from the future")
                .isEqualTo(105 * MS);
        assertThat(clock.arrivedNs(105 * MS, UNIX - 3_600_000 * MS))
                .as("the clock was set")
                .isEqualTo(105 * MS);
    }
}
