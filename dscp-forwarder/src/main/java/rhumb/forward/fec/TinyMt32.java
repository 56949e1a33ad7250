package rhumb.forward.fec;

/** The pseudorandom numbers of RFC 8682: the same on every machine for the same seed. */
final class TinyMt32 {
    // Specification constants: RFC 8682 section 2.1.
    private static final int MAT1 = 0x8f7011ee;
    private static final int MAT2 = 0xfc78ff1f;
    private static final int TMAT = 0x3793fdff;
    private static final int MULTIPLIER = 1_812_433_253;
    private static final int LOW_31_BITS = 0x7fffffff;
    private static final int SETTLING_STEPS = 8;

    private int s0;
    private int s1;
    private int s2;
    private int s3;

    void seed(int seed) {
        s0 = seed;
        s1 = MAT1;
        s2 = MAT2;
        s3 = TMAT;
        s1 ^= 1 + MULTIPLIER * (s0 ^ s0 >>> 30);
        s2 ^= 2 + MULTIPLIER * (s1 ^ s1 >>> 30);
        s3 ^= 3 + MULTIPLIER * (s2 ^ s2 >>> 30);
        s0 ^= 4 + MULTIPLIER * (s3 ^ s3 >>> 30);
        s1 ^= 5 + MULTIPLIER * (s0 ^ s0 >>> 30);
        s2 ^= 6 + MULTIPLIER * (s1 ^ s1 >>> 30);
        s3 ^= 7 + MULTIPLIER * (s2 ^ s2 >>> 30);
        for (int i = 0; i < SETTLING_STEPS; i++) {
            step();
        }
    }

    /** The next number, 32 bits. */
    int next() {
        step();
        int low = s0 + (s2 >>> 8);
        return s3 ^ low ^ (-(low & 1) & TMAT);
    }

    private void step() {
        int y = s3;
        int x = s0 & LOW_31_BITS ^ s1 ^ s2;
        x ^= x << 1;
        y ^= y >>> 1 ^ x;
        int odd = -(y & 1);
        s0 = s1;
        s1 = s2 ^ odd & MAT1;
        s2 = x ^ y << 10 ^ odd & MAT2;
        s3 = y;
    }
}
