package rhumb.controller.top;

import java.util.Map;

/**
 * Something to ask the controller.
 *
 * @param resource what comes after {@code /v1/}
 * @param query its parameters
 */
public record Question(String resource, Map<String, String> query) {
    public Question {
        query = Map.copyOf(query);
    }

    static Question of(String resource) {
        return new Question(resource, Map.of());
    }
}
