package rhumb.controller.io;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import rhumb.controller.commit.Commit;
import rhumb.controller.commit.Commits;

/** What is done to {@link Commits}, as JSON: for disks, and for the other controllers. */
final class CommitText {
    /** Longest text: a document whose every character is escaped, and the operations. */
    static final int MAX_BYTES = 4 * Commits.MAX_BYTES;

    private static final ObjectMapper JSON = new ObjectMapper();

    private CommitText() {}

    static byte[] of(Commit commit) {
        ObjectNode json = JSON.createObjectNode();
        json.put("number", commit.number())
                .put("at", commit.atUnixMs())
                .put("who", commit.who())
                .put("why", commit.why())
                .put("what", commit.what())
                .put("confirm-by", commit.confirmByUnixMs());
        if (commit.document() != null) {
            json.put("document", commit.document());
        }
        ObjectNode operations = json.putObject("operations");
        commit.operations().forEach(operations::put);
        return bytes(JSON.createObjectNode().set("commit", json));
    }

    static byte[] ofConfirmed(long number) {
        return bytes(JSON.createObjectNode().put("confirmed", number));
    }

    private static byte[] bytes(JsonNode json) {
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree in memory can always be written", e);
        }
    }

    /**
     * The commits with what a text does to them.
     *
     * @throws IllegalArgumentException when it is none, or not the next
     */
    static Commits applied(Commits to, ByteBuffer text) {
        JsonNode json;
        try {
            json = JSON.readTree(StandardCharsets.UTF_8.decode(text).toString());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
        if (json.has("confirmed")) {
            return to.withConfirmed(json.get("confirmed").asLong());
        }
        JsonNode commit = json.path("commit");
        Map<String, String> operations = new LinkedHashMap<>();
        commit.path("operations")
                .properties()
                .forEach(one -> operations.put(one.getKey(), one.getValue().asText()));
        JsonNode document = commit.get("document");
        return to.with(
                new Commit(
                        commit.path("number").asLong(),
                        commit.path("at").asLong(),
                        commit.path("who").asText(),
                        commit.path("why").asText(),
                        commit.path("what").asText(),
                        document == null ? null : document.asText(),
                        operations,
                        commit.path("confirm-by").asLong()));
    }
}
