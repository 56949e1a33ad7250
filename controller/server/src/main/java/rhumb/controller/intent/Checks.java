package rhumb.controller.intent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How intent complains: what was wrong, where, what was expected. */
final class Checks {
    private static final long MAX_RATE_BPS = 1_000_000_000_000L;

    private Checks() {}

    static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " is " + value + ": expected " + min + " to " + max);
        }
    }

    /** A cap and a reservation of somebody, 0 for none. */
    static void rates(String what, long capBps, long reserveBps) {
        range(what + ": cap in bits per second", capBps, 0, MAX_RATE_BPS);
        range(what + ": reserve in bits per second", reserveBps, 0, MAX_RATE_BPS);
        that(
                capBps == 0 || reserveBps <= capBps,
                what + ": reserve is above cap: expected at most " + capBps + " bit/s");
    }

    static <T> T present(String what, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(what + " is missing");
        }
        return value;
    }

    static void that(boolean holds, String complaint) {
        if (!holds) {
            throw new IllegalArgumentException(complaint);
        }
    }

    /** Binders leave out what a document leaves out. */
    static <T> List<T> orEmpty(@Nullable List<T> list) {
        return list == null ? List.of() : List.copyOf(list);
    }

    static <T, K> void unique(String what, List<T> entries, Function<T, K> key) {
        Set<K> seen = new HashSet<>();
        for (T entry : entries) {
            K value = key.apply(entry);
            that(seen.add(value), what + " " + value + " is given twice: expected it once");
        }
    }
}
