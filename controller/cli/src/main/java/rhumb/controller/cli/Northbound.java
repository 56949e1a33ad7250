package rhumb.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Asks a controller. Every failure is a {@link Failure} that says what to do. */
final class Northbound {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final String base;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * @param base such as {@code http://127.0.0.1:4780}
     */
    Northbound(String base) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    }

    JsonNode get(String path, Map<String, String> query) {
        String suffix =
                query.isEmpty()
                        ? ""
                        : query.entrySet().stream()
                                .map(e ->
                                        e.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        e.getValue(), StandardCharsets.UTF_8))
                                .sorted()
                                .collect(Collectors.joining("&", "?", ""));
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/v1/" + path + suffix))
                            .timeout(PATIENCE)
                            .header("Accept", "application/json")
                            .build();
            return answer(http.send(request, HttpResponse.BodyHandlers.ofString()));
        } catch (IllegalArgumentException e) {
            throw new Failure(
                    Exit.USAGE,
                    "--controller " + base + ": expected a URL such as http://127.0.0.1:4780");
        } catch (IOException e) {
            throw new Failure(
                    Exit.UNREACHABLE,
                    "no controller answers at "
                            + base
                            + " ("
                            + reason(e)
                            + "). Start one with `rhumb controller` or `rhumb lab --hold`, or name it with --controller.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(Exit.UNREACHABLE, "interrupted");
        }
    }

    private static JsonNode answer(HttpResponse<String> response) throws JsonProcessingException {
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() == 200) {
            return body;
        }
        String text = body.path("error").asText("the controller answered " + response.statusCode());
        Exit exit =
                switch (response.statusCode()) {
                    case 404 -> Exit.NOT_FOUND;
                    case 400 -> Exit.USAGE;
                    default -> Exit.REFUSED;
                };
        throw new Failure(exit, text);
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
