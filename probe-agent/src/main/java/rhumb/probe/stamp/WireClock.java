package rhumb.probe.stamp;

/**
 * How an agent writes timestamps and what it says of its clock. Whether a clock is synchronised is
 * what the operator says: no process can see it from inside.
 *
 * @param format of the timestamps that are written; any is read
 * @param source what disciplines the clock; {@link Source#FREE} means that nothing is known to, and
 *     leaves bit S unset
 * @param errorNs bound of the clock's error, more than 0; with a free clock it only says how well
 *     its readings are placed
 */
public record WireClock(Format format, Source source, long errorNs) {
    /** RFC 8762 section 4.2.1. */
    public enum Format {
        NTP,
        /** Truncated PTPv2, 32 bits of seconds and 32 of nanoseconds. */
        PTP
    }

    /** RFC 8972 table 5, "Synchronization Sources". */
    public enum Source {
        NTP(1),
        PTP(2),
        /** Synchronization supply unit of the network, or BITS. */
        SSU(3),
        /** GPS, Galileo and the like. */
        GNSS(4),
        FREE(5);

        private final int code;

        Source(int code) {
            this.code = code;
        }

        public int code() {
            return code;
        }
    }

    /** Nobody has said that the clock is synchronised. */
    public static final WireClock STANDARD = new WireClock(Format.NTP, Source.FREE, 1_000_000);

    private static final int S_BIT = 0x8000;
    private static final int Z_BIT = 0x4000;
    private static final int MAX_SCALE = 63;
    private static final int MAX_MULTIPLIER = 255;

    public WireClock {
        if (errorNs <= 0) {
            throw new IllegalArgumentException(
                    "clock error " + errorNs + " ns: expected more than 0");
        }
    }

    long timestamp(long unixNs) {
        return format == Format.NTP ? WireTime.ntp(unixNs) : WireTime.ptp(unixNs);
    }

    /**
     * The field of RFC 4656 section 4.1.2: multiplier x 2^(scale - 32) seconds, the least that is
     * not below the error.
     */
    int errorEstimate() {
        // In units of 2^-32 s, rounded up; 2^31 s is beyond any clock's error.
        long cappedNs = Math.min(errorNs, 1_000_000_000L << 30);
        long units = Math.ceilDiv(cappedNs, 1_000_000_000L) << 32;
        if (cappedNs < 1_000_000_000L) {
            units = Math.ceilDiv(cappedNs << 32, 1_000_000_000L);
        }
        int scale = 0;
        while (units > MAX_MULTIPLIER && scale < MAX_SCALE) {
            units = Math.ceilDiv(units, 2);
            scale++;
        }
        return (source == Source.FREE ? 0 : S_BIT)
                | (format == Format.PTP ? Z_BIT : 0)
                | scale << 8
                | (int) units;
    }
}
