package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import rhumb.controller.intent.Intent;
import rhumb.host.config.RecordSchema;

/** The JSON Schema of an intent, which {@code docs/schema/intent.schema.json} publishes. */
public final class IntentSchema {
    private static final ObjectMapper JSON =
            new ObjectMapper()
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

    private IntentSchema() {}

    public static String json() {
        try {
            return JSON.writeValueAsString(RecordSchema.of(Intent.class, "Rhumb intent"));
        } catch (JsonProcessingException e) {
            throw new AssertionError("maps and texts can always be written", e);
        }
    }
}
