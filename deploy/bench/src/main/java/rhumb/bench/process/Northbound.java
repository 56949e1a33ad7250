package rhumb.bench.process;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.TlsDoor;

/** Controllers as an operator asks them, and what processes tell Prometheus. Any thread may. */
public final class Northbound {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(3);

    private final IntFunction<String> places;
    private final String scheme;
    private final HttpClient http;

    /**
     * Nobody is asked yet.
     *
     * @param places {@code host:port} of a controller, by its number
     * @param operator with which certificate; null = without TLS
     */
    public Northbound(IntFunction<String> places, @Nullable TlsDoor operator) {
        this.places = places;
        this.scheme = operator == null ? "http" : "https";
        HttpClient.Builder made =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE);
        if (operator != null) {
            made.sslContext(operator.context()).sslParameters(TlsDoor.parameters());
        }
        this.http = made.build();
    }

    /** What a controller answers; missing when it does not, or not with 200. */
    public JsonNode get(int controller, String path) throws InterruptedException {
        return ask("GET", controller, path, PATIENCE);
    }

    /** Whether it did as it was told, and said so. */
    public boolean post(int controller, String path) throws InterruptedException {
        return !ask("POST", controller, path, COMMIT_PATIENCE).isMissingNode();
    }

    private JsonNode ask(String method, int controller, String path, Duration patience)
            throws InterruptedException {
        URI uri = URI.create(scheme + "://" + places.apply(controller) + "/v1/" + path);
        HttpRequest request =
                HttpRequest.newBuilder(uri)
                        .timeout(patience)
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200
                    ? JSON.readTree(answer.body())
                    : MissingNode.getInstance();
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    /** The term in which a controller leads, by its own word; 0 = it does not. */
    public long leads(int controller) throws InterruptedException {
        JsonNode answer = get(controller, "cluster");
        for (JsonNode row : answer.path("cluster")) {
            if (row.path("number").asInt() == controller
                    && row.path("role").asText().equals("leader")) {
                return answer.path("term").asLong();
            }
        }
        return 0;
    }

    /** The revisions that a controller holds, as text; empty when it does not answer. */
    public String revisions(int controller) throws InterruptedException {
        return get(controller, "intent/log").toString();
    }

    /** A figure without labels, from where Prometheus reads it; empty when nobody answers. */
    public OptionalDouble metric(String address, String name) throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + "/metrics"))
                        .timeout(PATIENCE)
                        .build();
        try {
            String page = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return page.lines()
                    .filter(line -> line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                    .findFirst();
        } catch (IOException e) {
            return OptionalDouble.empty();
        }
    }
}
