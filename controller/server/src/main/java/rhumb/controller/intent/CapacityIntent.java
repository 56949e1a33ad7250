package rhumb.controller.intent;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;
import rhumb.net.TrafficClass;

/** How full uplinks may be planned. */
public record CapacityIntent(
        @Meaning(
                        "of an uplink's rate that is planned; the rest is headroom for bursts and for"
                                + " what is not known")
                @Defaulted
                Integer fillPercent,
        @Meaning("per class, of the rate: kept for the class while it does not use it") @Defaulted
                Map<TrafficClass, Integer> reservePercent) {
    public CapacityIntent {
        fillPercent = fillPercent == null ? Integer.valueOf(80) : fillPercent;
        Checks.range("capacity: fill-percent", fillPercent, 1, 100);
        Map<TrafficClass, Integer> all = new EnumMap<>(TrafficClass.class);
        all.putAll(reservePercent == null ? Map.of() : reservePercent);
        reservePercent = Collections.unmodifiableMap(all);
        reservePercent.forEach(
                (c, percent) -> Checks.range("capacity: reserve-percent: " + c, percent, 0, 100));
        int sum = reservePercent.values().stream().mapToInt(p -> p).sum();
        Checks.that(
                sum <= fillPercent,
                "capacity: reserve-percent sums to "
                        + sum
                        + ": expected at most fill-percent, which is "
                        + fillPercent);
    }

    @SuppressWarnings("NullAway") // null stands for "left out" in each component
    public static CapacityIntent standard() {
        return new CapacityIntent(null, null);
    }

    /** What of this rate may be planned. */
    public long limitBps(long rateBps) {
        return rateBps / 100 * fillPercent;
    }

    /** What of this rate is kept for a class. */
    public long reservedBps(long rateBps, TrafficClass c) {
        Integer percent = reservePercent.get(c);
        return percent == null ? 0 : rateBps / 100 * percent;
    }

    static CapacityIntent orStandard(@Nullable CapacityIntent given) {
        return given == null ? standard() : given;
    }
}
