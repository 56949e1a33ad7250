package rhumb.controller.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;
import rhumb.host.main.ReplyCode;
import rhumb.host.tls.TlsDoor;

/** Asks a controller. Every failure is a {@link CommandFailure} that says what to do. */
final class Northbound {
    private static final int MISDIRECTED = 421;
    private static final ObjectMapper JSON = new ObjectMapper();
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofMillis(900);

    /** For questions that cost the controller plans of the whole overlay. */
    private static final Duration LONG_PATIENCE = Duration.ofSeconds(60);

    private final List<String> bases;
    private volatile int current;
    private volatile String answeredBy;
    private volatile @Nullable Dated dated;
    private final @Nullable Sealed sealed;
    private final HttpClient http;

    /**
     * @param addresses such as {@code http://127.0.0.1:4780}; several, with commas between them,
     *     are asked in turn until one answers
     * @param sealed with what an https address is talked to; null for http
     * @param connecting how long a connection may take
     */
    Northbound(String addresses, @Nullable Sealed sealed, Duration connecting) {
        this.bases =
                Stream.of(addresses.split(",", -1))
                        .map(String::strip)
                        .map(base ->
                                base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        .toList();
        this.answeredBy = bases.getFirst();
        this.sealed = sealed;
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(connecting);
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

    /** Reads what is worth nothing when it comes late. */
    JsonNode getSoon(String path, Map<String, String> query) {
        return ask("GET", path, query, "", SOON);
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

    /** Who answered last, such as {@code https://10.0.0.1:4780}. */
    String where() {
        return answeredBy;
    }

    /** What the last answer told of the controller's clock; null when nothing. */
    @Nullable Dated dated() {
        return dated;
    }

    /**
     * The controller's clock beside ours.
     *
     * @param offsetMs its less ours
     * @param errorMs by how much that may be wrong: a date of HTTP has whole seconds, and the
     *     answer was on its way
     */
    record Dated(long offsetMs, long errorMs) {
        private static final long HALF_SECOND_MS = 500;

        static @Nullable Dated of(HttpResponse<?> response, long sentMs, long receivedMs) {
            String date = response.headers().firstValue("Date").orElse("");
            try {
                long toldMs =
                        ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant()
                                .toEpochMilli();
                long halfMs = Math.max(0, receivedMs - sentMs) / 2;
                return new Dated(
                        toldMs + HALF_SECOND_MS - sentMs - halfMs, HALF_SECOND_MS + halfMs);
            } catch (DateTimeParseException e) {
                return null;
            }
        }
    }

    /**
     * Asks the controller that answered last, and the others in turn when it cannot be reached.
     * What was sent once is sent to no other: it may have been done.
     */
    private JsonNode ask(
            String method,
            String path,
            Map<String, String> query,
            String document,
            Duration patience) {
        Asked asked = new Asked(method, path + suffix(query), document, patience);
        String none = "";
        for (int i = 0; i < bases.size(); i++) {
            int tried = (current + i) % bases.size();
            String at = bases.get(tried);
            try {
                JsonNode answer = ask(at, asked, true);
                current = tried;
                return answer;
            } catch (ConnectException | HttpConnectTimeoutException e) {
                none = none.isEmpty() ? silence(at, e, patience) : none;
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--controller " + at + ": expected a URL such as http://127.0.0.1:4780");
            } catch (JsonProcessingException e) {
                throw new CommandFailure(
                        ExitCode.UNREACHABLE,
                        "what answers at "
                                + at
                                + " is no controller of Rhumb: it does not speak JSON. Name one with"
                                + " --controller.");
            } catch (IOException e) {
                throw new CommandFailure(ExitCode.UNREACHABLE, silence(at, e, patience));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted");
            }
        }
        throw new CommandFailure(ExitCode.UNREACHABLE, none);
    }

    private record Asked(String method, String path, String document, Duration patience) {}

    private JsonNode ask(String at, Asked asked, boolean first)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(at + "/v1/" + asked.path))
                        .timeout(asked.patience)
                        .header("Accept", "application/json")
                        .method(
                                asked.method,
                                asked.document.isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(asked.document))
                        .build();
        long sentMs = System.currentTimeMillis();
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        dated = Dated.of(response, sentMs, System.currentTimeMillis());
        String leader = first ? leader(response) : "";
        if (!leader.isEmpty()) {
            return ask(leader, asked, false);
        }
        answeredBy = at;
        return answer(response);
    }

    private static String suffix(Map<String, String> query) {
        return query.isEmpty()
                ? ""
                : query.entrySet().stream()
                        .map(e ->
                                e.getKey()
                                        + "="
                                        + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                        .sorted()
                        .collect(Collectors.joining("&", "?", ""));
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
