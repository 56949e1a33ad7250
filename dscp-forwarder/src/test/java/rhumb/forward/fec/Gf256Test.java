package rhumb.forward.fec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Gf256Test {
    @Test
    void multipliesAsPolynomialsDo() {
        for (int a = 0; a < 256; a++) {
            for (int b = 0; b < 256; b++) {
                assertThat(Gf256.multiply(a, b)).isEqualTo(product(a, b));
            }
        }
    }

    @Test
    void eachButZeroHasAnInverse() {
        for (int a = 1; a < 256; a++) {
            assertThat(product(a, Gf256.inverse(a))).isEqualTo(1);
        }
        assertThatThrownBy(() -> Gf256.inverse(0)).isInstanceOf(ArithmeticException.class);
    }

    @Test
    void addsScaledRunsOfBytesAndTouchesNoOthers() {
        Random random = new Random(11);
        for (int run = 0; run < 500; run++) {
            byte[] source = new byte[64];
            byte[] target = new byte[64];
            random.nextBytes(source);
            random.nextBytes(target);
            int factor = random.nextInt(256);
            int bytes = random.nextInt(40);
            int from = random.nextInt(20);
            int to = random.nextInt(20);
            byte[] expected = target.clone();
            for (int i = 0; i < bytes; i++) {
                expected[to + i] ^= (byte) product(factor, source[from + i] & 0xff);
            }
            Gf256.addScaled(target, to, source, from, bytes, factor);
            assertThat(target).isEqualTo(expected);
            Gf256.scale(target, to, bytes, factor);
            for (int i = to; i < to + bytes; i++) {
                expected[i] = (byte) product(factor, expected[i] & 0xff);
            }
            assertThat(target).isEqualTo(expected);
        }
    }

    /** Schoolbook: shift and add, reduced by the polynomial. */
    static int product(int a, int b) {
        int product = 0;
        for (int bit = 0; bit < 8; bit++) {
            if ((b >> bit & 1) != 0) {
                product ^= a << bit;
            }
        }
        for (int bit = 14; bit >= 8; bit--) {
            if ((product >> bit & 1) != 0) {
                product ^= 0x11d << bit - 8;
            }
        }
        return product;
    }
}
