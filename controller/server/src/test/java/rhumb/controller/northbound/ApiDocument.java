package rhumb.controller.northbound;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * The description of the API, as the jar has it, and whether answers are as it says.
 *
 * <p>Of JSON Schema it reads what stands there: types, enumerations, required and known properties,
 * items, minimum, oneOf. A property that is not described is wrong: clients skip it, but it ought
 * to be told.
 */
public final class ApiDocument {
    /**
     * One call.
     *
     * @param path such as {@code /v1/status}
     */
    public record Call(String method, String path, JsonNode node) {
        public String role() {
            return node.path("x-role").asText();
        }

        public String example() {
            return node.path("x-example").asText();
        }

        /** What comes after {@code /v1/}. */
        public String resource() {
            return path.replaceFirst("^/(v1/)?", "");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private static final Set<String> METHODS =
            Set.of("get", "post", "put", "delete", "patch", "head", "options", "trace");

    private final JsonNode root;

    public ApiDocument() throws IOException {
        try (InputStream in =
                Objects.requireNonNull(
                        NorthboundApi.class.getResourceAsStream(
                                "/rhumb/controller/openapi.yaml"))) {
            root = new ObjectMapper(new YAMLFactory()).readTree(in);
        }
    }

    public JsonNode root() {
        return root;
    }

    /** All of them, in the order of the document. */
    public List<Call> calls() {
        List<Call> calls = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : root.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> one : path.getValue().properties()) {
                if (METHODS.contains(one.getKey())) {
                    calls.add(
                            new Call(
                                    one.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey(),
                                    one.getValue()));
                }
            }
        }
        return calls;
    }

    /** What a reference stands for; anything else is itself. */
    public JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = root.at(at.get("$ref").asText().replaceFirst("^#", ""));
            if (at.isMissingNode()) {
                throw new AssertionError("there is no " + node);
            }
        }
        return at;
    }

    /** What is described of a good answer: its schema by its type of content. */
    public Map.Entry<String, JsonNode> good(Call call) {
        Map.Entry<String, JsonNode> content =
                call.node().at("/responses/200/content").properties().iterator().next();
        return Map.entry(content.getKey(), content.getValue().get("schema"));
    }

    /** What of a value is not as a schema has it, by place; empty when all is. */
    public List<String> wrong(JsonNode schema, JsonNode value) {
        List<String> wrong = new ArrayList<>();
        check("$", schema, value, wrong);
        return wrong;
    }

    private void check(String place, JsonNode given, JsonNode value, List<String> wrong) {
        JsonNode schema = resolved(given);
        if (schema.has("oneOf")) {
            long fit = 0;
            for (JsonNode one : schema.get("oneOf")) {
                fit += wrong(one, value).isEmpty() ? 1 : 0;
            }
            if (fit != 1) {
                wrong.add(place + " fits " + fit + " of " + schema.get("oneOf") + ": " + value);
            }
            return;
        }
        if (schema.has("type") && !ofType(schema.get("type"), value)) {
            wrong.add(place + " is no " + schema.get("type") + ": " + value);
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            wrong.add(place + " is none of " + schema.get("enum") + ": " + value);
        }
        if (schema.has("minimum") && value.asDouble() < schema.get("minimum").asDouble()) {
            wrong.add(place + " is less than " + schema.get("minimum") + ": " + value);
        }
        if (value.isObject()) {
            properties(place, schema, value, wrong);
        }
        if (value.isArray() && schema.has("items")) {
            for (int i = 0; i < value.size(); i++) {
                check(place + "[" + i + "]", schema.get("items"), value.get(i), wrong);
            }
        }
    }

    private void properties(String place, JsonNode schema, JsonNode value, List<String> wrong) {
        for (JsonNode name : schema.path("required")) {
            if (!value.has(name.asText())) {
                wrong.add(place + " has no " + name.asText());
            }
        }
        for (Map.Entry<String, JsonNode> one : value.properties()) {
            JsonNode known = schema.path("properties").path(one.getKey());
            if (known.isMissingNode()) {
                wrong.add(place + "." + one.getKey() + " is not described");
            } else {
                check(place + "." + one.getKey(), known, one.getValue(), wrong);
            }
        }
    }

    private static boolean ofType(JsonNode types, JsonNode value) {
        if (types.isArray()) {
            for (JsonNode type : types) {
                if (ofType(type, value)) {
                    return true;
                }
            }
            return false;
        }
        return switch (types.asText()) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new AssertionError("no such type: " + types);
        };
    }

    private static boolean contains(JsonNode all, JsonNode value) {
        for (JsonNode one : all) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    /** Every reference of the document, to see that each leads somewhere. */
    public Set<String> references() {
        Set<String> all = new TreeSet<>();
        root.findValues("$ref").forEach(reference -> all.add(reference.asText()));
        return all;
    }
}
