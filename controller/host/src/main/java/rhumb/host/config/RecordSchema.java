package rhumb.host.config;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a file may hold that {@link ConfigFile} reads, as a JSON Schema (draft 2020-12), so that
 * editors complete keys and mark mistakes while one writes. It says what {@link RecordBinder} says;
 * what records check of each other only the check itself knows.
 */
public final class RecordSchema {
    private final Map<String, Object> definitions = new LinkedHashMap<>();

    private RecordSchema() {}

    /** The schema of a record, as maps, lists and texts for any writer of JSON. */
    public static Map<String, Object> of(Class<? extends Record> type, String title) {
        RecordSchema schema = new RecordSchema();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        all.put("title", title);
        all.putAll(schema.body(type));
        if (!schema.definitions.isEmpty()) {
            all.put("$defs", schema.definitions);
        }
        return all;
    }

    private Map<String, Object> body(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String key = RecordBinder.key(component);
            properties.put(key, component(component));
            if (!RecordBinder.optional(component)) {
                required.add(key);
            }
        }
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "object");
        body.put("properties", properties);
        if (!required.isEmpty()) {
            body.put("required", required);
        }
        body.put("additionalProperties", false);
        return body;
    }

    private Map<String, Object> component(RecordComponent component) {
        Map<String, Object> value = new LinkedHashMap<>(form(component));
        String meaning = RecordBinder.meaning(component);
        if (!meaning.isEmpty()) {
            Object form = value.get("description");
            value.put("description", form == null ? meaning : meaning + " (" + form + ")");
        }
        return value;
    }

    private Map<String, Object> form(RecordComponent component) {
        UnitSuffix unit = UnitSuffix.of(component);
        if (unit != null) {
            return Map.of("type", "string", "description", unit.word());
        }
        Map<String, Object> value = value(component.getGenericType());
        return component.isAnnotationPresent(OrFile.class)
                ? Map.of("anyOf", List.of(value, Map.of("type", "string")))
                : value;
    }

    private Map<String, Object> value(Type type) {
        Class<?> raw = RecordBinder.raw(type);
        if (raw == List.class) {
            return ordered("type", "array", "items", value(RecordBinder.argument(type, 0)));
        }
        if (raw == Map.class) {
            return ordered(
                    "type",
                    "object",
                    "propertyNames",
                    value(RecordBinder.argument(type, 0)),
                    "additionalProperties",
                    value(RecordBinder.argument(type, 1)));
        }
        return ScalarTypes.isScalar(raw) ? scalar(raw) : reference(raw);
    }

    private Map<String, Object> reference(Class<?> record) {
        String name = record.getSimpleName();
        if (!definitions.containsKey(name)) {
            // Its name first, in case it holds itself.
            definitions.put(name, Map.of());
            definitions.put(name, body(record));
        }
        return Map.of("$ref", "#/$defs/" + name);
    }

    private static Map<String, Object> scalar(Class<?> type) {
        if (type.isEnum()) {
            return Map.of("enum", ScalarTypes.words(type));
        }
        return switch (type.getSimpleName()) {
            case "int", "Integer", "long", "Long" -> Map.of("type", "integer");
            case "double", "Double" -> Map.of("type", "number");
            case "boolean", "Boolean" -> Map.of("type", "boolean");
            case "String" -> Map.of("type", "string");
            // Such as 111 for a range: what YAML takes for a number is read as text.
            default ->
                    ordered(
                            "type",
                            List.of("string", "integer"),
                            "description",
                            RecordBinder.word(type));
        };
    }

    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }
}
