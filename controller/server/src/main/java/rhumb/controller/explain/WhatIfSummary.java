package rhumb.controller.explain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import rhumb.controller.whatif.WhatIf;
import rhumb.controller.whatif.WhatIf.Fate;

/** What a what-if comes to, in a few lines for people. */
public final class WhatIfSummary {
    private static final int NAMED = 3;

    private WhatIfSummary() {}

    /** The lines, the most important first. */
    public static List<String> lines(WhatIf answer) {
        List<String> lines = new ArrayList<>();
        lines.add(fates(answer));
        answer.pairs().stream()
                .filter(WhatIfSummary::bothKnown)
                .max(Comparator.comparingLong(WhatIfSummary::risesNs))
                .filter(p -> risesNs(p) > 0)
                .ifPresent(p ->
                        lines.add(
                                String.format(
                                        Locale.ROOT,
                                        "delay rises most for %s -> %s, %s: %+.1f ms",
                                        p.from(),
                                        p.to(),
                                        p.trafficClass(),
                                        risesNs(p) / 1e6)));
        lines.add(load(answer.load()));
        return lines;
    }

    private static String fates(WhatIf answer) {
        Map<Fate, Long> counts = answer.count();
        if (counts.isEmpty()) {
            return "nothing would change";
        }
        List<String> parts = new ArrayList<>();
        counts.forEach((fate, count) -> parts.add(count + " " + words(fate)));
        String more = answer.morePairs() > 0 ? ", " + answer.morePairs() + " more not listed" : "";
        return "pairs x classes: "
                + String.join(", ", parts)
                + more
                + ", "
                + answer.unchanged()
                + " unchanged";
    }

    private static String words(Fate fate) {
        return switch (fate) {
            case STRANDED -> "WITHOUT A PATH";
            case GONE -> "of PoPs that are lost";
            case MOVES -> "move";
            case STAYS -> "stay on a path that changes";
            case REACHED -> "reached";
        };
    }

    private static String load(WhatIf.Load load) {
        if (!load.known()) {
            return "load of uplinks not known: no forwarder has told its traffic twice";
        }
        List<WhatIf.UplinkLoad> over =
                load.uplinks().stream().filter(WhatIf.UplinkLoad::overloaded).toList();
        if (!over.isEmpty()) {
            String more = over.size() > NAMED ? " and " + (over.size() - NAMED) + " more" : "";
            return "OVERLOADED uplinks: "
                    + over.stream()
                            .limit(NAMED)
                            .map(WhatIfSummary::share)
                            .collect(Collectors.joining(", "))
                    + more;
        }
        return load.uplinks().stream()
                .findFirst()
                .map(l -> "no uplink would pass its rate, the fullest: " + share(l))
                .orElse(
                        String.format(
                                Locale.ROOT,
                                "load of uplinks not known: the intent has no rate for those that"
                                        + " would carry the demand of %.1f Mbit/s",
                                load.demandBps() / 1e6));
    }

    private static String share(WhatIf.UplinkLoad l) {
        return String.format(
                Locale.ROOT,
                "%s at %d%% (now %d%%)",
                l.uplink(),
                Math.round(100.0 * l.afterBps() / l.rateBps()),
                Math.round(100.0 * l.beforeBps() / l.rateBps()));
    }

    private static boolean bothKnown(WhatIf.Pair p) {
        return p.before() != null
                && p.after() != null
                && p.before().delayNs() >= 0
                && p.after().delayNs() >= 0;
    }

    private static long risesNs(WhatIf.Pair p) {
        return p.before() == null || p.after() == null
                ? 0
                : p.after().delayNs() - p.before().delayNs();
    }
}
