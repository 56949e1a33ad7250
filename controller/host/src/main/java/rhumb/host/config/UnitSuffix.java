package rhumb.host.config;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.YamlNode.Scalar;

/**
 * The unit at the end of a whole number's name, which a file writes with the value instead: {@code
 * long holdDownNs} is {@code hold-down: 10s}. So records that count in plain numbers bind as well
 * as those that hold a {@code Duration}.
 */
enum UnitSuffix {
    NS("Ns", 1),
    US("Us", 1_000),
    MS("Ms", 1_000_000),
    BPS("Bps", 1),
    PPM("Ppm", 1);

    private static final Pattern PERCENT = Pattern.compile("\\d{1,3}(\\.\\d{1,4})?%");

    private final String suffix;
    private final long unitNs;

    UnitSuffix(String suffix, long unitNs) {
        this.suffix = suffix;
        this.unitNs = unitNs;
    }

    /** The unit of a component; null when its name or type has none. */
    static @Nullable UnitSuffix of(RecordComponent component) {
        Class<?> type = component.getType();
        boolean whole =
                type == int.class
                        || type == Integer.class
                        || type == long.class
                        || type == Long.class;
        for (UnitSuffix unit : values()) {
            String name = component.getName();
            if (whole && name.endsWith(unit.suffix) && name.length() > unit.suffix.length()) {
                return unit;
            }
        }
        return null;
    }

    /** The name without the unit. */
    String strip(String name) {
        return name.substring(0, name.length() - suffix.length());
    }

    /** What is expected, in words. */
    String word() {
        return switch (this) {
            case NS, US, MS -> "a duration such as 100ms";
            case BPS -> "a rate such as 20mbps";
            case PPM -> "a share such as 1.5%";
        };
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException saying what is wrong and what was expected
     */
    Object read(Class<?> type, Scalar scalar) {
        long value =
                switch (this) {
                    case NS, US, MS -> duration(scalar);
                    case BPS -> BitRate.parse(scalar.text()).rateBps();
                    case PPM -> share(scalar);
                };
        if (type == long.class || type == Long.class) {
            return value;
        }
        if (value != (int) value) {
            throw new IllegalArgumentException(scalar.kind() + " is too much");
        }
        return (int) value;
    }

    /** The way back. */
    String write(long value) {
        return switch (this) {
            case NS, US, MS -> time(value * unitNs);
            case BPS -> value + "bps";
            case PPM -> BigDecimal.valueOf(value, 4).toPlainString() + "%";
        };
    }

    /** In the largest unit of which it is a whole number, so that it does not grow long. */
    private static String time(long ns) {
        if (ns == 0) {
            return "0s";
        }
        String[] units = {"h", "m", "s", "ms", "us"};
        long[] sizes = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L};
        for (int i = 0; i < units.length; i++) {
            if (ns % sizes[i] == 0) {
                return ns / sizes[i] + units[i];
            }
        }
        return ns + "ns";
    }

    private long duration(Scalar scalar) {
        long ns = ((Duration) ScalarTypes.read(Duration.class, scalar)).toNanos();
        if (ns % unitNs != 0) {
            throw new IllegalArgumentException(
                    scalar.kind()
                            + " is too fine; expected whole "
                            + (this == US ? "microseconds" : "milliseconds"));
        }
        return ns / unitNs;
    }

    private static long share(Scalar scalar) {
        Matcher matcher = PERCENT.matcher(scalar.text());
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    scalar.kind() + "; expected a share with %, such as 1.5%");
        }
        String number = scalar.text().substring(0, scalar.text().length() - 1);
        return new BigDecimal(number).movePointRight(4).longValueExact();
    }
}
