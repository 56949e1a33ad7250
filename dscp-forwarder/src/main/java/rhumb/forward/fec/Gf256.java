package rhumb.forward.fec;

/**
 * GF(2^8) with the polynomial x^8 + x^4 + x^3 + x^2 + 1 (RFC 5510 section 8.1, RFC 8681 section
 * 3.7.1): addition is exclusive or, multiplication a table of 256 rows.
 */
public final class Gf256 {
    private static final int POLYNOMIAL = 0x11d;
    private static final int ORDER = 256;

    /** One row per factor, so that the inner loop reads one row of 256 bytes and nothing else. */
    private static final byte[][] PRODUCTS = new byte[ORDER][ORDER];

    private static final byte[] INVERSES = new byte[ORDER];

    static {
        int[] powers = new int[2 * ORDER];
        int[] logs = new int[ORDER];
        int power = 1;
        for (int i = 0; i < ORDER - 1; i++) {
            powers[i] = power;
            powers[i + ORDER - 1] = power;
            logs[power] = i;
            power = power << 1 ^ (power >= ORDER / 2 ? POLYNOMIAL : 0);
        }
        for (int a = 1; a < ORDER; a++) {
            for (int b = 1; b < ORDER; b++) {
                PRODUCTS[a][b] = (byte) powers[logs[a] + logs[b]];
            }
            INVERSES[a] = (byte) powers[ORDER - 1 - logs[a]];
        }
    }

    private Gf256() {}

    /** The product of two elements, each 0 to 255. */
    public static int multiply(int a, int b) {
        return PRODUCTS[a][b] & 0xff;
    }

    /** What gives 1 when multiplied with {@code a}, 1 to 255. */
    public static int inverse(int a) {
        if (a == 0) {
            throw new ArithmeticException("0 has no inverse");
        }
        return INVERSES[a] & 0xff;
    }

    /** Adds {@code factor} times the source to the target, byte by byte. */
    public static void addScaled(
            byte[] target, int targetAt, byte[] source, int sourceAt, int bytes, int factor) {
        if (factor == 1) {
            for (int i = 0; i < bytes; i++) {
                target[targetAt + i] ^= source[sourceAt + i];
            }
        } else if (factor != 0) {
            byte[] products = PRODUCTS[factor];
            for (int i = 0; i < bytes; i++) {
                target[targetAt + i] ^= products[source[sourceAt + i] & 0xff];
            }
        }
    }

    /** Multiplies the target with {@code factor}, byte by byte. */
    public static void scale(byte[] target, int at, int bytes, int factor) {
        byte[] products = PRODUCTS[factor];
        for (int i = at; i < at + bytes; i++) {
            target[i] = products[target[i] & 0xff];
        }
    }
}
