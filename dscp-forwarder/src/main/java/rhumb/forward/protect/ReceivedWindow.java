package rhumb.forward.protect;

import java.util.Arrays;

/** Which of the newest {@value #BITS} numbers came, by whatever way. */
final class ReceivedWindow {
    static final int BITS = 1_024;

    private final long[] bits = new long[BITS / Long.SIZE];
    private int top;

    /** Begins with this number as the only one that came. */
    void start(int number) {
        Arrays.fill(bits, 0);
        top = number;
        mark(number);
    }

    int top() {
        return top;
    }

    /** Makes a later number the newest; neither it nor those between have come. */
    void advance(int number) {
        int steps = number - top;
        if (steps >= BITS) {
            Arrays.fill(bits, 0);
        } else {
            for (int n = top + 1; n - number <= 0; n++) {
                bits[index(n)] &= ~(1L << n);
            }
        }
        top = number;
    }

    boolean covers(int number) {
        return number - top <= 0 && top - number < BITS;
    }

    /** Of a number that is covered. */
    boolean contains(int number) {
        return (bits[index(number)] & 1L << number) != 0;
    }

    void mark(int number) {
        bits[index(number)] |= 1L << number;
    }

    private static int index(int number) {
        return number >>> 6 & BITS / Long.SIZE - 1;
    }
}
