package rhumb.southbound.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** How two lists of states become one: the newer entry of each key wins. */
final class Merge {
    private Merge() {}

    static <T, K> List<T> newest(List<T> older, List<T> newer, Function<T, K> key) {
        Map<K, T> merged = new LinkedHashMap<>();
        older.forEach(entry -> merged.put(key.apply(entry), entry));
        newer.forEach(entry -> {
            merged.remove(key.apply(entry));
            merged.put(key.apply(entry), entry);
        });
        return List.copyOf(merged.values());
    }

    /** Both lists, the oldest entries left out beyond {@code limit}. */
    static <T> List<T> append(List<T> older, List<T> newer, int limit) {
        List<T> all = new java.util.ArrayList<>(older);
        all.addAll(newer);
        return List.copyOf(all.size() <= limit ? all : all.subList(all.size() - limit, all.size()));
    }
}
