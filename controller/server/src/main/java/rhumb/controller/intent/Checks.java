package rhumb.controller.intent;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How intent complains: what was wrong, where, what was expected. */
final class Checks {
    private Checks() {}

    static void range(String what, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(
                    what + " is " + value + ": expected " + min + " to " + max);
        }
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
