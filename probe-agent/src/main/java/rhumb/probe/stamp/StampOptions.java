package rhumb.probe.stamp;

import org.jspecify.annotations.Nullable;

/**
 * How an agent speaks STAMP.
 *
 * @param stateful whether answers carry their own count, so that the asking side can tell forward
 *     from backward loss (RFC 8762 section 4)
 * @param reflectStrangers whether probes from outside the plan are answered, without any state
 * @param clock format of timestamps, and what is said of the clock
 * @param key makes everything authenticated; null for the open mode
 */
public record StampOptions(
        boolean stateful, boolean reflectStrangers, WireClock clock, @Nullable StampKey key) {
    public static final StampOptions STANDARD =
            new StampOptions(true, false, WireClock.STANDARD, null);

    /** Layout of all packets, sent and taken. */
    public StampPacket packet() {
        return key == null ? StampPacket.OPEN : StampPacket.AUTHENTICATED;
    }
}
