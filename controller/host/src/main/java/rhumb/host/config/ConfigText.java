package rhumb.host.config;

import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The way back from {@link ConfigFile}: a record as text that is read as the same record. In one
 * line; for machines.
 */
public final class ConfigText {
    private ConfigText() {}

    public static String of(Record record) {
        StringBuilder text = new StringBuilder();
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = get(record, component);
            if (value != null) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(RecordBinder.key(component))
                        .append(": ")
                        .append(component(component, value));
            }
        }
        return "{" + text + "}";
    }

    static String component(RecordComponent component, Object value) {
        UnitSuffix unit = UnitSuffix.of(component);
        return unit == null ? value(value) : quoted(unit.write(((Number) value).longValue()));
    }

    private static String value(Object value) {
        return switch (value) {
            case List<?> list ->
                    list.stream()
                            .map(ConfigText::value)
                            .collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map -> map(map);
            case Double number -> new BigDecimal(number.toString()).toPlainString();
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            case Record record when !ScalarTypes.isScalar(record.getClass()) -> of(record);
            default -> quoted(word(value));
        };
    }

    private static String map(Map<?, ?> map) {
        List<String> entries = new ArrayList<>();
        map.forEach((key, one) -> entries.add(quoted(word(key)) + ": " + value(one)));
        return "{" + String.join(", ", entries) + "}";
    }

    static String word(Object value) {
        if (value instanceof Enum<?> constant
                && ScalarTypes.parser(constant.getDeclaringClass()) == null) {
            return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return value.toString();
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = c >= ' ' && c <= '~' && c != '"' && c != '\\';
            out.append(plain ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04x", (int) c));
        }
        return out.append('"').toString();
    }

    static @Nullable Object get(Record record, RecordComponent component) {
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(record.getClass().getName(), e);
        }
    }
}
