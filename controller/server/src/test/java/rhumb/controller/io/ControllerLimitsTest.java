package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ControllerLimitsTest {
    /** After a start the processes of all PoPs stand at the door at once. */
    @ParameterizedTest
    @CsvSource({"0, 3, 512", "0, 256, 512", "0, 1000, 2000", "64, 1000, 64"})
    void whoGreetsLateNeedNotGo(int halfOpen, int pops, int most) {
        ControllerLimits limits = new ControllerLimits(0, 0, halfOpen, 0, 0L);
        assertThat(limits.book(pops).halfOpen()).isEqualTo(most);
    }
}
