package rhumb.host.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.YamlNode.Mapping;
import rhumb.host.config.YamlNode.Scalar;
import rhumb.host.config.YamlNode.Sequence;
import rhumb.net.Meaning;

/**
 * Builds records from {@link YamlNode}s. Every problem is told to {@link Problems}; a value with a
 * problem becomes null, and a record with a null where there may be none is not built.
 */
final class RecordBinder {
    private static final String DEFAULTED = Defaulted.class.getSimpleName();

    private final Problems problems;

    RecordBinder(Problems problems) {
        this.problems = problems;
    }

    /** The value, or null after a problem was told. */
    @Nullable Object bind(Type type, YamlNode node, String path) {
        Class<?> raw = raw(type);
        if (raw == List.class) {
            return list(argument(type, 0), node, path);
        }
        if (raw == Map.class) {
            return map(raw(argument(type, 0)), argument(type, 1), node, path);
        }
        if (ScalarTypes.isScalar(raw)) {
            return scalar(raw, node, path);
        }
        if (raw.isRecord()) {
            return record(raw, node, path);
        }
        throw new IllegalStateException(path + " has type " + type + ": not one a file can hold");
    }

    private @Nullable Object scalar(Class<?> type, YamlNode node, String path) {
        return scalar(node, path, word(type), scalar -> ScalarTypes.read(type, scalar));
    }

    private @Nullable Object scalar(
            YamlNode node, String path, String word, Function<Scalar, Object> read) {
        if (!(node instanceof Scalar scalar)) {
            return wrong(node, path, "a single value (" + word + ")");
        }
        try {
            return read.apply(scalar);
        } catch (IllegalArgumentException e) {
            problems.add(node.line(), node.column(), path, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable Object list(Type itemType, YamlNode node, String path) {
        if (!(node instanceof Sequence sequence)) {
            return wrong(node, path, "a list, with - before each item");
        }
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < sequence.items().size(); i++) {
            Object item = bind(itemType, sequence.items().get(i), path + "[" + i + "]");
            if (item != null) {
                items.add(item);
            }
        }
        // Short of what was written, it would break rules that the file keeps.
        boolean whole = items.size() == sequence.items().size();
        return whole ? Collections.unmodifiableList(items) : null;
    }

    private @Nullable Object map(Class<?> keyType, Type valueType, YamlNode node, String path) {
        if (!(node instanceof Mapping mapping)) {
            return wrong(node, path, "keys with values");
        }
        Map<Object, Object> entries = new LinkedHashMap<>();
        mapping.entries()
                .forEach((key, value) -> {
                    String keyPath = join(path, key.name());
                    Object boundKey = scalar(keyType, text(key), keyPath);
                    Object boundValue = bind(valueType, value, keyPath);
                    if (boundKey != null && boundValue != null) {
                        entries.put(boundKey, boundValue);
                    }
                });
        boolean whole = entries.size() == mapping.entries().size();
        return whole ? Collections.unmodifiableMap(entries) : null;
    }

    private @Nullable Object record(Class<?> type, YamlNode node, String path) {
        if (!(node instanceof Mapping mapping)) {
            return wrong(node, path, "keys with values (" + String.join(", ", keys(type)) + ")");
        }
        Map<String, YamlNode> written = new LinkedHashMap<>();
        Set<String> known = keys(type);
        for (Map.Entry<YamlNode.Key, YamlNode> entry : mapping.entries().entrySet()) {
            YamlNode.Key key = entry.getKey();
            written.put(key.name(), entry.getValue());
            if (!known.contains(key.name())) {
                problems.add(
                        key.line(),
                        key.column(),
                        join(path, key.name()),
                        "unknown key; expected one of "
                                + String.join(", ", known)
                                + DidYouMean.hint(key.name(), known));
            }
        }
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        boolean complete = true;
        for (int i = 0; i < components.length; i++) {
            YamlNode value = written.get(key(components[i]));
            values[i] = component(components[i], value, mapping, path);
            complete &= values[i] != null || value == null && optional(components[i]);
        }
        return complete ? construct(type, components, values, mapping, path) : null;
    }

    private @Nullable Object component(
            RecordComponent component, @Nullable YamlNode value, Mapping mapping, String path) {
        String fieldPath = join(path, key(component));
        boolean empty = value instanceof Scalar scalar && scalar.what() == Scalar.What.EMPTY;
        if (value != null && !empty) {
            return bound(component, value, fieldPath);
        }
        if (empty || !optional(component)) {
            YamlNode at = value == null ? mapping : value;
            problems.add(
                    at.line(),
                    at.column(),
                    fieldPath,
                    (empty ? "is empty" : "is missing") + "; expected " + word(component));
        }
        return component.getType().isPrimitive() ? zero(component.getType()) : null;
    }

    private @Nullable Object bound(RecordComponent component, YamlNode value, String path) {
        UnitSuffix unit = UnitSuffix.of(component);
        if (unit != null) {
            return scalar(value, path, unit.word(), s -> unit.read(component.getType(), s));
        }
        if (component.isAnnotationPresent(OrFile.class) && value instanceof Scalar file) {
            return problems.include(file, path, component.getType());
        }
        return bind(component.getGenericType(), value, path);
    }

    private @Nullable Object construct(
            Class<?> type,
            RecordComponent[] components,
            @Nullable Object[] values,
            Mapping mapping,
            String path) {
        try {
            Class<?>[] types =
                    Arrays.stream(components)
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                problems.add(
                        mapping.line(),
                        mapping.column(),
                        path,
                        String.valueOf(refused.getMessage()));
                return null;
            }
            throw new IllegalStateException(path, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(path, e);
        }
    }

    private @Nullable Object wrong(YamlNode node, String path, String expected) {
        problems.add(node.line(), node.column(), path, node.kind() + "; expected " + expected);
        return null;
    }

    static boolean optional(RecordComponent component) {
        // By its simple name, as null checkers do, so that cores need not know this package.
        return Arrays.stream(component.getAnnotations())
                        .anyMatch(a -> a.annotationType().getSimpleName().equals(DEFAULTED))
                || component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    static Object zero(Class<?> primitive) {
        if (primitive == boolean.class) {
            return false;
        }
        if (primitive == double.class) {
            return 0.0;
        }
        return primitive == int.class ? (Object) 0 : (Object) 0L;
    }

    private static Set<String> keys(Class<?> type) {
        Set<String> keys = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            keys.add(key(component));
        }
        return keys;
    }

    /** {@code listenAddress} is written {@code listen-address}, {@code delayNs} {@code delay}. */
    static String key(RecordComponent component) {
        UnitSuffix unit = UnitSuffix.of(component);
        String name = unit == null ? component.getName() : unit.strip(component.getName());
        return name.replaceAll("(?<!^)([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    /** What the key means; empty when the record does not say. */
    static String meaning(RecordComponent component) {
        Meaning meaning = component.getAnnotation(Meaning.class);
        return meaning == null ? "" : meaning.value();
    }

    static String word(RecordComponent component) {
        UnitSuffix unit = UnitSuffix.of(component);
        return unit == null ? word(component.getType()) : unit.word();
    }

    /** The type in words, for people who do not know Java. */
    static String word(Class<?> type) {
        return switch (type.getSimpleName()) {
            case "String" -> "text";
            case "int", "Integer", "long", "Long" -> "a whole number";
            case "double", "Double" -> "a number";
            case "boolean", "Boolean" -> "true or false";
            case "Duration" -> "a duration such as 100ms";
            case "BitRate" -> "a rate such as 20mbps";
            case "Endpoint" -> "an address such as 192.0.2.1:4789";
            case "IpPrefix" -> "a network such as 10.1.0.0/16";
            case "InterfaceAddress" -> "an address such as 10.1.0.1/30";
            case "PopId" -> "a PoP name such as sin";
            case "LinkId" -> "a link such as sin->fra";
            case "UplinkId" -> "an uplink such as sin/isp1";
            case "ByteSize" -> "a size such as 256mib";
            case "Range" -> "a number or a range such as 96-97";
            case "Path" -> "a path of a file or folder";
            case "List" -> "a list";
            case "Map" -> "keys with values";
            default ->
                    type.isRecord() && !ScalarTypes.isScalar(type) ? "keys with values" : "a value";
        };
    }

    private static Scalar text(YamlNode.Key key) {
        return new Scalar(key.line(), key.column(), key.name(), Scalar.What.TEXT);
    }

    private static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    static Class<?> raw(Type type) {
        return type instanceof ParameterizedType generic
                ? raw(generic.getRawType())
                : (Class<?>) type;
    }

    static Type argument(Type type, int index) {
        return ((ParameterizedType) type).getActualTypeArguments()[index];
    }
}
