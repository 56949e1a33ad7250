package rhumb.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.net.Meaning;

/**
 * Every key of a file that {@link ConfigFile} reads, for a reference. Types are what {@link
 * RecordBinder} reads, meanings what {@link Meaning} says, and defaults what the records make of a
 * file that leaves out whatever it may.
 */
public final class RecordKeys {
    /** Stands where a default is another section's. */
    public static final String BELOW = "see below";

    /**
     * One key.
     *
     * @param name as it is written
     * @param type in words
     * @param required whether it must be there
     * @param standard what holds when it is left out, as it would be written; empty: nothing, or
     *     what the meaning says
     * @param meaning from {@link Meaning}
     */
    public record Key(
            String name, String type, boolean required, String standard, String meaning) {}

    /**
     * The keys of one record.
     *
     * @param paths every place where it stands, such as {@code policy.rules[].avoid}; empty at the
     *     top
     * @param standards by the key of a map, such as a traffic class: the default of each key; empty
     *     where there is no such map
     */
    public record Section(
            List<String> paths,
            Class<?> type,
            List<Key> keys,
            Map<String, List<String>> standards) {}

    private static final class Draft {
        final Set<String> paths = new LinkedHashSet<>();
        final List<Key> keys = new ArrayList<>();
        final Map<String, List<String>> standards = new LinkedHashMap<>();
    }

    private final Map<Class<?>, Draft> drafts = new LinkedHashMap<>();
    private final Set<Class<?>> elsewhere;

    private RecordKeys(Set<Class<?>> elsewhere) {
        this.elsewhere = elsewhere;
    }

    /**
     * The sections of a record and of all that it holds, in the order of the file.
     *
     * @param elsewhere records that are left out with all that they hold
     * @throws IllegalStateException when a key has no meaning
     */
    public static List<Section> of(Class<? extends Record> type, Set<Class<?>> elsewhere) {
        RecordKeys all = new RecordKeys(elsewhere);
        all.visit(type, "");
        List<Section> sections = new ArrayList<>();
        all.drafts.forEach((record, draft) ->
                sections.add(
                        new Section(
                                List.copyOf(draft.paths), record, draft.keys, draft.standards)));
        return sections;
    }

    private Draft visit(Class<?> type, String path) {
        Draft known = drafts.get(type);
        if (known != null) {
            known.paths.add(path);
            return known;
        }
        Draft draft = new Draft();
        drafts.put(type, draft);
        draft.paths.add(path);
        Object smallest = SmallestRecord.of(type);
        for (RecordComponent component : type.getRecordComponents()) {
            draft.keys.add(key(type, component, smallest));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            below(component, smallest, path.isEmpty() ? "" : path + ".");
        }
        return draft;
    }

    private static Key key(Class<?> type, RecordComponent component, @Nullable Object smallest) {
        String meaning = RecordBinder.meaning(component);
        if (meaning.isEmpty()) {
            throw new IllegalStateException(
                    type.getName() + ": " + component.getName() + " has no @Meaning");
        }
        boolean required = !RecordBinder.optional(component);
        return new Key(
                RecordBinder.key(component),
                words(component),
                required,
                required ? "" : standard(component, smallest),
                meaning);
    }

    /** The sections that stand below a key. */
    private void below(RecordComponent component, @Nullable Object smallest, String path) {
        Type type = component.getGenericType();
        Class<?> raw = RecordBinder.raw(type);
        String key = path + RecordBinder.key(component);
        if (raw == List.class && isSection(RecordBinder.raw(RecordBinder.argument(type, 0)))) {
            visit(RecordBinder.raw(RecordBinder.argument(type, 0)), key + "[]");
        } else if (raw == Map.class
                && isSection(RecordBinder.raw(RecordBinder.argument(type, 1)))) {
            Draft values = visit(RecordBinder.raw(RecordBinder.argument(type, 1)), key + ".*");
            if (smallest != null
                    && ConfigText.get((Record) smallest, component) instanceof Map<?, ?> map) {
                map.forEach((name, value) ->
                        values.standards.put(
                                ConfigText.word(Objects.requireNonNull(name)),
                                row((Record) value)));
            }
        } else if (isSection(raw)) {
            visit(raw, key);
        }
    }

    private static List<String> row(Record value) {
        List<String> row = new ArrayList<>();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            row.add(standard(component, value));
        }
        return row;
    }

    private boolean isSection(Class<?> type) {
        return type.isRecord() && !ScalarTypes.isScalar(type) && !elsewhere.contains(type);
    }

    private static String words(RecordComponent component) {
        UnitSuffix unit = UnitSuffix.of(component);
        if (unit != null) {
            return unit.word();
        }
        String words = words(component.getGenericType());
        return component.isAnnotationPresent(OrFile.class)
                ? words + ", or the path of a file that holds them"
                : words;
    }

    private static String words(Type type) {
        Class<?> raw = RecordBinder.raw(type);
        if (raw == List.class) {
            return "a list; each " + words(RecordBinder.argument(type, 0));
        }
        if (raw == Map.class) {
            return "for "
                    + words(RecordBinder.argument(type, 0))
                    + ": "
                    + words(RecordBinder.argument(type, 1));
        }
        if (raw.isEnum()) {
            return raw.getSimpleName().equals("TrafficClass")
                    ? "a traffic class"
                    : "one of " + String.join(", ", ScalarTypes.words(raw));
        }
        return RecordBinder.word(raw);
    }

    private static String standard(RecordComponent component, @Nullable Object smallest) {
        Class<?> type = component.getType();
        if (smallest == null) {
            return type == List.class ? "none" : type == boolean.class ? "false" : "";
        }
        Object value = ConfigText.get((Record) smallest, component);
        if (value == null) {
            return "";
        }
        if (value instanceof Record && !ScalarTypes.isScalar(type)
                || value instanceof Map<?, ?> map && !map.isEmpty()) {
            return BELOW;
        }
        return plain(component, value);
    }

    private static String plain(RecordComponent component, Object value) {
        UnitSuffix unit = UnitSuffix.of(component);
        if (unit == UnitSuffix.BPS) {
            long rateBps = ((Number) value).longValue();
            return rateBps == 0 ? "none" : new BitRate(rateBps).toString();
        }
        String text = ConfigText.component(component, value).replace("\"", "");
        return switch (text) {
            case "", "[]", "{}" -> "none";
            default -> unit == UnitSuffix.PPM ? text.replaceAll("\\.?0+%$", "%") : text;
        };
    }
}
