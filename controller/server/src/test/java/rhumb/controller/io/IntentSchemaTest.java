package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

class IntentSchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** With {@code -Drhumb.docs.update=true} the file is written anew. */
    @Test
    void whatIsPublishedIsWhatIsRead() throws IOException {
        Path published = Path.of("../../docs/schema/intent.schema.json");
        if (Boolean.getBoolean("rhumb.docs.update")) {
            Files.writeString(published, IntentSchema.json() + "\n");
        }
        assertThat(Files.readString(published).strip())
                .as("rhumb controller --intent-schema > docs/schema/intent.schema.json")
                .isEqualTo(IntentSchema.json());
    }

    /** The sample has every kind of section, and the schema knows all of them. */
    @Test
    void theSampleFits() throws IOException {
        JsonNode schema = JSON.readTree(IntentSchema.json());
        try (InputStream sample =
                Objects.requireNonNull(
                        IntentSchema.class.getResourceAsStream(
                                "/rhumb/controller/controller.yaml"))) {
            Map<String, Object> file = new Yaml().load(sample);
            JsonNode intent = JSON.valueToTree(file.get("intent"));
            assertThat(misfit(schema, schema, intent, "intent")).isEmpty();
        }
    }

    @Test
    void mistakesDoNotFit() throws IOException {
        JsonNode schema = JSON.readTree(IntentSchema.json());
        assertThat(misfit(schema, schema, JSON.readTree("{\"controller\": 1}"), ""))
                .contains("pops is missing");
        assertThat(
                        misfit(
                                schema,
                                schema,
                                JSON.readTree("{\"controller\": \"x\", \"pops\": []}"),
                                ""))
                .contains("controller is no integer");
        assertThat(
                        misfit(
                                schema,
                                schema,
                                JSON.readTree("{\"controller\": 1, \"pops\": [], \"pop\": 1}"),
                                ""))
                .contains("pop is unknown");
    }

    /** The part of JSON Schema that ours uses; empty when the value fits. */
    private static String misfit(JsonNode all, JsonNode schema, JsonNode value, String path) {
        if (schema.has("$ref")) {
            String name = schema.get("$ref").asText().replace("#/$defs/", "");
            return misfit(all, all.get("$defs").get(name), value, path);
        }
        if (schema.has("enum")) {
            for (JsonNode word : schema.get("enum")) {
                if (word.equals(value)) {
                    return "";
                }
            }
            return path + " is no word of the list";
        }
        return switch (schema.path("type").asText()) {
            case "object" -> value.isObject() ? object(all, schema, value, path) : path + " no map";
            case "array" -> {
                String wrong = value.isArray() ? "" : path + " is no list";
                for (JsonNode item : value) {
                    wrong += misfit(all, schema.get("items"), item, path + "[]");
                }
                yield wrong;
            }
            case "integer" -> value.isIntegralNumber() ? "" : path + " is no integer";
            case "number" -> value.isNumber() ? "" : path + " is no number";
            case "boolean" -> value.isBoolean() ? "" : path + " is no boolean";
            case "string" -> value.isTextual() ? "" : path + " is no text";
            default -> value.isValueNode() ? "" : path + " is no single value";
        };
    }

    private static String object(JsonNode all, JsonNode schema, JsonNode value, String path) {
        StringBuilder wrong = new StringBuilder();
        for (JsonNode key : schema.path("required")) {
            wrong.append(value.has(key.asText()) ? "" : key.asText() + " is missing");
        }
        for (Map.Entry<String, JsonNode> entry : value.properties()) {
            String at = path + "." + entry.getKey();
            JsonNode known = schema.path("properties").get(entry.getKey());
            JsonNode others = schema.path("additionalProperties");
            if (known != null) {
                wrong.append(misfit(all, known, entry.getValue(), at));
            } else if (others.isObject()) {
                wrong.append(misfit(all, others, entry.getValue(), at));
            } else {
                wrong.append(at).append(" is unknown");
            }
        }
        return wrong.toString();
    }
}
