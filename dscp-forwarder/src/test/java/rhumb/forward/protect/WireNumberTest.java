package rhumb.forward.protect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireNumberTest {
    @Test
    void leavesOutZeroAndGoesRound() {
        int wire = 65_530;
        for (int steps = 0; steps < 12; steps++) {
            assertThat(wire).isBetween(1, 65_535);
            assertThat(WireNumber.plus(65_530, steps)).isEqualTo(wire);
            assertThat(WireNumber.plus(wire, -steps)).isEqualTo(65_530);
            assertThat(WireNumber.difference(wire, 65_530)).isEqualTo(steps);
            assertThat(WireNumber.difference(65_530, wire)).isEqualTo(-steps);
            wire = WireNumber.next(wire);
        }
    }
}
