package rhumb.controller.event;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurgeLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final SurgeLimit surge = new SurgeLimit();

    private int admitted(long nowNs, int count, EventCode code) {
        int admitted = 0;
        for (int i = 0; i < count; i++) {
            admitted += surge.admits(nowNs, code) ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void whatIsNotToldIsCounted() {
        assertThat(admitted(1, 90_000, EventCode.NO_GOOD_PATH)).isEqualTo(SurgeLimit.PER_SECOND);
        assertThat(admitted(2, 5, EventCode.LINK_DOWN)).as("others are told").isEqualTo(5);
        assertThat(surge.settle(SECOND / 2)).as("it may go on").isEmpty();
        assertThat(surge.settle(SECOND + 1))
                .singleElement()
                .satisfies(sum -> {
                    assertThat(sum.code()).isEqualTo(EventCode.NO_GOOD_PATH);
                    assertThat(sum.text()).startsWith("89000 more");
                });
        assertThat(surge.settle(5 * SECOND)).isEmpty();
        assertThat(admitted(5 * SECOND, 3, EventCode.NO_GOOD_PATH)).isEqualTo(3);
    }

    @Test
    void whatComesSlowlyIsToldForEver() {
        for (long now = 0; now < 10_000 * SECOND; now += SECOND / 900) {
            assertThat(surge.admits(now, EventCode.PATH_MOVED)).isTrue();
            now += SECOND;
        }
        assertThat(surge.settle(Long.MAX_VALUE / 2)).isEmpty();
    }
}
