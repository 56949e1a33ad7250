package rhumb.controller.history;

import rhumb.southbound.link.LinkEstimate;

/** Figures in 16 bits: loss in steps of 64 ppm, times in steps of 20 us up to 1.3 s. */
final class Scale {
    static final int UNKNOWN = 0xFFFF;

    static final long LOSS_PPM = 64;
    static final long TIME_NS = 20_000;

    private Scale() {}

    static int loss(long ppm) {
        return units(ppm, LOSS_PPM);
    }

    static int time(long ns) {
        return units(ns, TIME_NS);
    }

    /** Loss that is not nothing stays visible. */
    private static int units(long value, long unit) {
        return value < 0 ? UNKNOWN : (int) Math.min(UNKNOWN - 1, (value + unit - 1) / unit);
    }

    static long ppm(int units) {
        return units == UNKNOWN
                ? LinkEstimate.UNKNOWN_VALUE
                : Math.min(1_000_000, units * LOSS_PPM);
    }

    static long ns(int units) {
        return units == UNKNOWN ? LinkEstimate.UNKNOWN_VALUE : units * TIME_NS;
    }
}
