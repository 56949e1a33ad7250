package rhumb.controller.commit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What differs between two intents, as lines a human reads: place, what it was, what it is. */
public final class IntentDiff {
    /**
     * One difference.
     *
     * @param path such as {@code pops[sin].uplinks[main].price}
     * @param before null where there was nothing
     * @param after null where there is nothing any more
     */
    public record Line(String path, @Nullable String before, @Nullable String after) {}

    private IntentDiff() {}

    /** In the order of the paths. */
    public static List<Line> between(Record before, Record after) {
        Map<String, String> was = new TreeMap<>();
        Map<String, String> is = new TreeMap<>();
        flatten("", before, was);
        flatten("", after, is);
        List<Line> lines = new ArrayList<>();
        TreeMap<String, String> either = new TreeMap<>(was);
        either.putAll(is);
        for (String path : either.keySet()) {
            String old = was.get(path);
            String now = is.get(path);
            if (old == null || !old.equals(now)) {
                lines.add(new Line(path, old, now));
            }
        }
        return lines;
    }

    private static void flatten(String path, @Nullable Object value, Map<String, String> into) {
        switch (value) {
            case null -> {}
            case List<?> list -> {
                for (int i = 0; i < list.size(); i++) {
                    flatten(path + "[" + name(list.get(i), i) + "]", list.get(i), into);
                }
            }
            case Map<?, ?> map ->
                    map.forEach((key, one) -> flatten(path + "[" + key + "]", one, into));
            case Record record when structured(record) -> {
                for (RecordComponent component : record.getClass().getRecordComponents()) {
                    String dot = path.isEmpty() ? "" : path + ".";
                    Object one = get(record, component);
                    if (one instanceof Number number) {
                        UnitText told = UnitText.of(component.getName(), number);
                        into.put(dot + kebab(told.name()), told.value());
                    } else {
                        flatten(dot + kebab(component.getName()), one, into);
                    }
                }
            }
            default -> into.put(path, String.valueOf(value));
        }
    }

    /** Records of the intent are looked into; names, links and addresses are values. */
    private static boolean structured(Record record) {
        return record.getClass().getName().startsWith("rhumb.controller.intent.");
    }

    /** Elements are known by their names, so that one more in front changes no other. */
    private static Object name(Object element, int index) {
        if (element instanceof Record record) {
            for (RecordComponent component : record.getClass().getRecordComponents()) {
                if (component.getName().equals("name") || component.getName().equals("link")) {
                    return String.valueOf(get(record, component));
                }
            }
        }
        return index;
    }

    private static @Nullable Object get(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new LinkageError("accessors of public records give their components", e);
        }
    }

    private static String kebab(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
