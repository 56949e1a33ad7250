package rhumb.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;
import rhumb.host.tls.TlsDoor;

/** Asks a controller. Every failure is a {@link CommandFailure} that says what to do. */
final class Northbound {
    private static final int MISDIRECTED = 421;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** For questions that cost the controller plans of the whole overlay. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    private final String base;
    private final @Nullable Sealed sealed;
    private final HttpClient http;

    /**
     * @param base such as {@code http://127.0.0.1:4780}
     * @param sealed with what an https address is talked to; null for http
     */
    Northbound(String base, @Nullable Sealed sealed) {
        this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
        this.sealed = sealed;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE);
        this.http =
                (sealed == null
                                ? builder
                                : builder.sslContext(sealed.context())
                                        .sslParameters(TlsDoor.parameters()))
                        .build();
    }

    /** Reads. */
    JsonNode get(String path, Map<String, String> query) {
        return ask("GET", path, query, "", PATIENCE);
    }

    /** Reads what takes the controller a while. */
    JsonNode getPatiently(String path, Map<String, String> query) {
        return ask("GET", path, query, "", LONG_PATIENCE);
    }

    /** Has something done. */
    JsonNode post(String path, Map<String, String> query) {
        return post(path, query, "");
    }

    /** Has something done by a document. */
    JsonNode post(String path, Map<String, String> query, String document) {
        return ask("POST", path, query, document, PATIENCE);
    }

    private JsonNode ask(
            String method,
            String path,
            Map<String, String> query,
            String document,
            Duration patience) {
        return ask(base, method, path, query, document, patience);
    }

    private JsonNode ask(
            String at,
            String method,
            String path,
            Map<String, String> query,
            String document,
            Duration patience) {
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
                    HttpRequest.newBuilder(URI.create(at + "/v1/" + path + suffix))
                            .timeout(patience)
                            .header("Accept", "application/json")
                            .method(
                                    method,
                                    document.isEmpty()
                                            ? HttpRequest.BodyPublishers.noBody()
                                            : HttpRequest.BodyPublishers.ofString(document))
                            .build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            String leader = at.equals(base) ? leader(response) : "";
            return leader.isEmpty()
                    ? answer(response)
                    : ask(leader, method, path, query, document, patience);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--controller " + base + ": expected a URL such as http://127.0.0.1:4780");
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNREACHABLE, silence(at, e, patience));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted");
        }
    }

    /** Where the controller is that leads the one that was asked; empty when that one leads. */
    private String leader(HttpResponse<String> response) throws JsonProcessingException {
        return response.statusCode() == MISDIRECTED && JSON.readTree(response.body()).has("leader")
                ? (sealed == null ? "http://" : "https://")
                        + JSON.readTree(response.body()).path("leader").asText()
                : "";
    }

    private String silence(String at, IOException e, Duration patience) {
        String tls = sealed == null ? Sealed.missing(at, e) : sealed.explain(at, e);
        if (tls != null) {
            return tls;
        }
        boolean asked =
                e instanceof HttpTimeoutException && !(e instanceof HttpConnectTimeoutException);
        return asked
                ? "the controller at "
                        + at
                        + " took the question and gave no answer within "
                        + patience.toSeconds()
                        + " s"
                : "no controller answers at "
                        + at
                        + " ("
                        + reason(e)
                        + "). Start one with `rhumb controller` or `rhumb lab --hold`, or name it"
                        + " with --controller.";
    }

    private static JsonNode answer(HttpResponse<String> response) throws JsonProcessingException {
        JsonNode body = JSON.readTree(response.body());
        if (response.statusCode() == 200) {
            return body;
        }
        String text = body.path("error").asText("the controller answered " + response.statusCode());
        throw new CommandFailure(ReplyCode.exit(response.statusCode()), text);
    }

    private static String reason(IOException e) {
        String text = e.getMessage() == null ? "" : e.getMessage();
        return text.lines().findFirst().orElse(e.getClass().getSimpleName());
    }
}
