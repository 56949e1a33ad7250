package rhumb.host.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.host.config.YamlNode.Scalar;

/**
 * A record of a file that leaves out whatever it may, with some value for the rest: what such a
 * record holds are the defaults.
 */
final class SmallestRecord {
    /** Addresses that others can reach are often refused. */
    private static final String LOOPBACK = "127.0.0.1:4789";

    private SmallestRecord() {}

    /**
     * The record; null when it cannot be told what must stand in it, such as one key of several.
     */
    static @Nullable Object of(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        @Nullable Object[] values = new @Nullable Object[components.length];
        for (int i = 0; i < components.length; i++) {
            boolean primitive = components[i].getType().isPrimitive();
            values[i] =
                    !RecordBinder.optional(components[i])
                            ? some(components[i].getGenericType())
                            : primitive ? RecordBinder.zero(components[i].getType()) : null;
        }
        try {
            Constructor<?> constructor =
                    type.getDeclaredConstructor(
                            Arrays.stream(components)
                                    .map(RecordComponent::getType)
                                    .toArray(Class<?>[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type.getName(), e);
        }
    }

    private static @Nullable Object some(Type type) {
        Class<?> raw = RecordBinder.raw(type);
        if (raw == List.class) {
            Object one = some(RecordBinder.argument(type, 0));
            return one == null ? List.of() : List.of(one);
        }
        if (raw == Map.class) {
            return Map.of();
        }
        if (raw == int.class || raw == long.class) {
            return raw == int.class ? (Object) 1 : (Object) 1L;
        }
        if (raw.isPrimitive()) {
            return RecordBinder.zero(raw);
        }
        if (raw.isEnum()) {
            return raw.getEnumConstants()[0];
        }
        return ScalarTypes.isScalar(raw)
                ? ScalarTypes.read(raw, new Scalar(1, 1, example(raw), Scalar.What.TEXT))
                : of(raw);
    }

    private static String example(Class<?> type) {
        if (type.getSimpleName().equals("Endpoint")) {
            return LOOPBACK;
        }
        String word = RecordBinder.word(type);
        int example = word.indexOf(" such as ");
        return example < 0 ? "x" : word.substring(example + " such as ".length());
    }
}
