package rhumb.forward.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EcnTest {
    private static final int DROP = -1;

    /** RFC 6040 section 4.2, figure 4: rows inner, columns outer, in the order of the field. */
    private static final int[][] FIGURE_4 = {
        {0, 0, 0, DROP}, // Not-ECT
        {1, 1, 1, 3}, // ECT(1)
        {2, 1, 2, 3}, // ECT(0)
        {3, 3, 3, 3}, // CE
    };

    @Test
    void decapsulatesByFigure4() {
        for (int inner = 0; inner < 4; inner++) {
            for (int outer = 0; outer < 4; outer++) {
                int innerOctet = 46 << 2 | inner;
                int outerOctet = 10 << 2 | outer;
                int expected = FIGURE_4[inner][outer];
                assertThat(Ecn.isLost(outerOctet, innerOctet)).isEqualTo(expected == DROP);
                if (expected != DROP) {
                    assertThat(Ecn.decapsulated(outerOctet, innerOctet))
                            .as("inner %d, outer %d", inner, outer)
                            .isEqualTo(46 << 2 | expected);
                }
            }
        }
    }

    @Test
    void encapsulatesInNormalMode() {
        for (int inner = 0; inner < 4; inner++) {
            assertThat(Ecn.encapsulated(46 << 2, 10 << 2 | inner)).isEqualTo(46 << 2 | inner);
        }
    }
}
