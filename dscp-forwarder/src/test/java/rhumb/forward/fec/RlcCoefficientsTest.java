package rhumb.forward.fec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RlcCoefficientsTest {
    /** RFC 8682 section 2.1: the first numbers after seed 1. */
    @Test
    void drawsTheNumbersOfTheRfc() {
        long[] expected = {
            2_545_341_989L, 981_918_433L, 3_715_302_833L, 2_387_538_352L, 3_591_001_365L,
            3_820_442_102L, 2_114_400_566L, 2_196_103_051L, 2_783_359_912L, 764_534_509L
        };
        TinyMt32 random = new TinyMt32();
        random.seed(1);
        for (long number : expected) {
            assertThat(random.next() & 0xffffffffL).isEqualTo(number);
        }
    }

    @Test
    void areTheLowBytesOfTheGeneratorWithoutZeros() {
        RlcCoefficients coefficients = new RlcCoefficients();
        TinyMt32 random = new TinyMt32();
        for (int key = 0; key < 2_000; key++) {
            coefficients.compute(key, RlcCoefficients.MAX_WINDOW);
            random.seed(key);
            for (int i = 0; i < RlcCoefficients.MAX_WINDOW; i++) {
                int low = random.next() & 0xff;
                while (low == 0) {
                    low = random.next() & 0xff;
                }
                assertThat(coefficients.of(i)).isEqualTo(low);
            }
        }
    }

    @Test
    void areSpreadOverAllValues() {
        int[] seen = new int[256];
        RlcCoefficients coefficients = new RlcCoefficients();
        for (int key = 0; key < 10_000; key++) {
            coefficients.compute(key, 8);
            for (int i = 0; i < 8; i++) {
                seen[coefficients.of(i)]++;
            }
        }
        assertThat(seen[0]).isZero();
        assertThat(Arrays.stream(seen).skip(1)).allMatch(n -> n > 220 && n < 420);
    }
}
