package rhumb.probe.stamp;

/**
 * The two 64-bit timestamp formats of RFC 8762 section 4.2.1 and the error estimate that says which
 * one is meant (RFC 4656 section 4.1.2).
 */
public final class WireTime {
    // Specification: RFC 5905 figure 4, RFC 8762 section 4.2.1.
    private static final long NTP_UNIX_SECONDS = 2_208_988_800L;
    private static final int PTP_BIT = 0x4000;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private WireTime() {}

    /** Nanoseconds since 1970 as an NTP timestamp: seconds since 1900 and binary fraction. */
    public static long ntp(long unixNs) {
        long seconds = Math.floorDiv(unixNs, NS_PER_SECOND) + NTP_UNIX_SECONDS;
        long fraction = (Math.floorMod(unixNs, NS_PER_SECOND) << 32) / NS_PER_SECOND;
        return seconds << 32 | fraction;
    }

    /**
     * Nanoseconds since 1970 as a truncated PTP timestamp. PTP counts TAI, which a process does not
     * know; the constant leap between it and UTC goes with the clock's unknown offset.
     */
    public static long ptp(long unixNs) {
        return Math.floorDiv(unixNs, NS_PER_SECOND) << 32 | Math.floorMod(unixNs, NS_PER_SECOND);
    }

    /**
     * Nanoseconds since 1970. NTP seconds below 1970 are taken as the era that begins in 2036, so
     * the answer is right until 2106.
     *
     * @param errorEstimate the field that travelled with the timestamp; its Z bit names the format
     */
    public static long unixNs(long timestamp, int errorEstimate) {
        long seconds = timestamp >>> 32;
        long rest = timestamp & 0xffff_ffffL;
        if ((errorEstimate & PTP_BIT) != 0) {
            return seconds * NS_PER_SECOND + rest;
        }
        long era = seconds < NTP_UNIX_SECONDS ? 1L << 32 : 0;
        // Rounded up, so that a time that went through ntp() comes back as it was.
        long fractionNs = (rest * NS_PER_SECOND + 0xffff_ffffL) >>> 32;
        return (seconds + era - NTP_UNIX_SECONDS) * NS_PER_SECOND + fractionNs;
    }
}
