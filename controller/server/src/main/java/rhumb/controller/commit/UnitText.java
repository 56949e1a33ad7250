package rhumb.controller.commit;

import java.math.BigDecimal;

/**
 * A number as documents write it: the unit is not at the end of its name but with the value, {@code
 * long holdDownNs} is {@code hold-down: 10s}.
 *
 * @param name without the unit
 * @param value with it
 */
record UnitText(String name, String value) {
    private static final String[] TIMES = {"ns", "us", "ms", "s", "m", "h"};
    private static final long[] TIME_NS = {
        1, 1_000, 1_000_000, 1_000_000_000, 60_000_000_000L, 3_600_000_000_000L
    };
    private static final String[] RATES = {"bps", "kbps", "mbps", "gbps"};
    private static final long[] RATE_BPS = {1, 1_000, 1_000_000, 1_000_000_000};

    static UnitText of(String name, Number value) {
        if (value instanceof Long || value instanceof Integer) {
            long number = value.longValue();
            if (name.endsWith("Ns")) {
                return new UnitText(without(name, 2), largest(number, TIME_NS, TIMES));
            }
            if (name.endsWith("Us")) {
                return new UnitText(without(name, 2), largest(number * 1_000, TIME_NS, TIMES));
            }
            if (name.endsWith("Bps")) {
                return new UnitText(without(name, 3), largest(number, RATE_BPS, RATES));
            }
            if (name.endsWith("Ppm")) {
                BigDecimal percent = BigDecimal.valueOf(number, 4).stripTrailingZeros();
                return new UnitText(without(name, 3), percent.toPlainString() + "%");
            }
        }
        return new UnitText(name, value.toString());
    }

    private static String without(String name, int end) {
        return name.substring(0, name.length() - end);
    }

    /** In the largest unit of which it is a whole number; nothing is nothing of the smallest. */
    private static String largest(long number, long[] units, String[] names) {
        int best = 0;
        for (int i = 1; i < units.length; i++) {
            best = number != 0 && number % units[i] == 0 ? i : best;
        }
        return number / units[best] + names[best];
    }
}
