package rhumb.net;

/** Arithmetic on 32-bit sequence numbers that wrap (RFC 1982 with SERIAL_BITS = 32). */
public final class Serial32 {
    private Serial32() {}

    /**
     * How far {@code to} is after {@code from}: negative when it is before. Meaningful below 2^31
     * apart.
     */
    public static int distance(int from, int to) {
        return to - from;
    }

    /** Whether {@code a} comes after {@code b}. */
    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }
}
