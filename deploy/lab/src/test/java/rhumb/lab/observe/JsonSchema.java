package rhumb.lab.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The part of JSON Schema that the schema of dashboards uses. */
final class JsonSchema {
    private final JsonNode all;
    private final List<String> misfits = new ArrayList<>();

    private JsonSchema(JsonNode all) {
        this.all = all;
    }

    /** What does not fit, with where; empty when all does. */
    static List<String> misfits(JsonNode schema, JsonNode value) {
        JsonSchema check = new JsonSchema(schema);
        check.check(schema, value, "");
        return check.misfits;
    }

    private void check(JsonNode schema, JsonNode value, String at) {
        if (schema.has("$ref")) {
            check(all.at(schema.get("$ref").asText().substring(1)), value, at);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            misfits.add(at + " is none of " + schema.get("enum"));
        }
        if (schema.has("type") && !isOf(schema.get("type"), value)) {
            JsonNode type = schema.get("type");
            misfits.add(at + " is no " + (type.isArray() ? type.toString() : type.asText()));
            return;
        }
        if (value.isNumber()
                && schema.has("minimum")
                && value.asDouble() < schema.get("minimum").asDouble()) {
            misfits.add(at + " is below " + schema.get("minimum"));
        }
        if (value.isNumber()
                && schema.has("maximum")
                && value.asDouble() > schema.get("maximum").asDouble()) {
            misfits.add(at + " is above " + schema.get("maximum"));
        }
        if (value.isTextual()
                && schema.has("minLength")
                && value.asText().length() < schema.get("minLength").asInt()) {
            misfits.add(at + " is too short");
        }
        if (value.isObject()) {
            object(schema, value, at);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), at + "/" + i);
            }
        }
    }

    private void object(JsonNode schema, JsonNode value, String at) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                misfits.add(at + "/" + name.asText() + " is missing");
            }
        }
        value.properties()
                .forEach(entry -> {
                    JsonNode of = schema.path("properties").get(entry.getKey());
                    JsonNode others = schema.path("additionalProperties");
                    if (of != null) {
                        check(of, entry.getValue(), at + "/" + entry.getKey());
                    } else if (others.isObject()) {
                        check(others, entry.getValue(), at + "/" + entry.getKey());
                    } else if (others.isBoolean() && !others.asBoolean()) {
                        misfits.add(at + "/" + entry.getKey() + " is unknown");
                    }
                });
    }

    private static boolean contains(JsonNode words, JsonNode value) {
        for (JsonNode word : words) {
            if (word.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOf(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (isOf(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "null" -> value.isNull();
            default -> throw new IllegalArgumentException("type " + types);
        };
    }
}
