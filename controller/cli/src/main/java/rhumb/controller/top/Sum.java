package rhumb.controller.top;

import java.util.Collection;
import java.util.Locale;

/** Several loads as one; a figure that none of them knows is -1. */
record Sum(
        double bps,
        double packets,
        double drops,
        long queued,
        double waitMs,
        String most,
        long rateBps) {
    static Sum of(Collection<Load> loads, java.util.function.Function<Load, String> name) {
        double bps = -1;
        double packets = -1;
        double drops = -1;
        long queued = 0;
        double waitMs = -1;
        double most = 0;
        String mostName = Figures.UNKNOWN;
        long rateBps = 0;
        for (Load load : loads) {
            bps = plus(bps, load.bps());
            packets = plus(packets, load.packets());
            drops = plus(drops, load.drops());
            queued += load.queued();
            waitMs = Math.max(waitMs, load.waitMs());
            rateBps = Math.max(rateBps, load.rateBps());
            if (load.bps() > most) {
                most = load.bps();
                mostName = name.apply(load);
            }
        }
        return new Sum(bps, packets, drops, queued, waitMs, mostName, rateBps);
    }

    /** Of what the uplink carries; -1 when either is not known. */
    double load() {
        return bps < 0 || rateBps <= 0 ? -1 : bps / rateBps;
    }

    String wait(int decimals) {
        return waitMs < 0
                ? Figures.UNKNOWN
                : String.format(Locale.ROOT, "%." + decimals + "f", waitMs);
    }

    String percent() {
        return load() < 0 ? Figures.UNKNOWN : String.format(Locale.ROOT, "%.0f%%", 100 * load());
    }

    private static double plus(double sum, double more) {
        return more < 0 ? sum : Math.max(0, sum) + more;
    }
}
