package rhumb.bench.failures;

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
import rhumb.host.tls.TlsDoor;

/** A controller as an operator asks it, and what processes tell Prometheus. Any thread may. */
final class Asked {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(900);
    private static final Duration COMMIT_PATIENCE = Duration.ofSeconds(3);

    private final HttpClient http;

    Asked(TlsDoor operator) {
        http =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(PATIENCE)
                        .sslContext(operator.context())
                        .sslParameters(TlsDoor.parameters())
                        .build();
    }

    /** What a site's controller answers; missing when it does not, or not with 200. */
    JsonNode get(int site, String path) throws InterruptedException {
        return ask("GET", site, path, PATIENCE);
    }

    /** Whether it did as it was told, and said so. */
    boolean post(int site, String path) throws InterruptedException {
        return !ask("POST", site, path, COMMIT_PATIENCE).isMissingNode();
    }

    private JsonNode ask(String method, int site, String path, Duration patience)
            throws InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(
                                URI.create(
                                        "https://"
                                                + Hub.controller(site)
                                                + ":"
                                                + Site.NORTHBOUND
                                                + "/v1/"
                                                + path))
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

    /** The term in which a site's controller leads, by its own word; 0 = it does not. */
    long leads(int site) throws InterruptedException {
        JsonNode answer = get(site, "cluster");
        for (JsonNode row : answer.path("cluster")) {
            if (row.path("number").asInt() == site && row.path("role").asText().equals("leader")) {
                return answer.path("term").asLong();
            }
        }
        return 0;
    }

    /** A figure without labels, from where Prometheus reads it; empty when nobody answers. */
    OptionalDouble metric(String address, String name) throws InterruptedException {
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
