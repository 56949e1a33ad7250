package rhumb.controller.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.host.tls.TlsDoor;

/**
 * The controller's page on a port of this machine without TLS, read with the operator's certificate
 * and from whichever controller leads.
 *
 * <p>Who may ask: whoever knows the address, of which a part is chance. Pages from elsewhere do not
 * know it; and as no other name than 127.0.0.1 is answered, none gets here by a name of its own
 * that leads here. Only what the page reads is passed on.
 */
final class MapProxy implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MISDIRECTED = 421;
    private static final int KEY_BYTES = 16;
    private static final Duration CONNECTING = Duration.ofSeconds(5);
    private static final Set<String> READS = Set.of("v1/stream", "v1/explain/path", "v1/events");
    private static final List<String> PASSED =
            List.of(
                    "content-type",
                    "content-security-policy",
                    "referrer-policy",
                    "x-content-type-options");

    private final List<String> bases;
    private final String scheme;
    private final HttpClient http;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final String key;

    /** Who answered last; the first one to ask. */
    private volatile String current;

    private MapProxy(String addresses, @Nullable Sealed sealed, int port) throws IOException {
        bases =
                Stream.of(addresses.split(",", -1))
                        .map(base -> base.strip().replaceFirst("/$", ""))
                        .toList();
        current = bases.getFirst();
        scheme = sealed == null ? "http://" : "https://";
        HttpClient.Builder builder =
                HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .connectTimeout(CONNECTING);
        http =
                (sealed == null
                                ? builder
                                : builder.sslContext(sealed.context())
                                        .sslParameters(TlsDoor.parameters()))
                        .build();
        byte[] chance = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(chance);
        key = HexFormat.of().formatHex(chance);
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Begins to serve.
     *
     * @param addresses of controllers, with commas between them
     * @param sealed with what https addresses are talked to; null for http
     * @param port 0 = any that is free
     */
    static MapProxy open(String addresses, @Nullable Sealed sealed, int port) throws IOException {
        return new MapProxy(addresses, sealed, port);
    }

    /** What a browser opens. */
    String address() {
        return "http://" + host() + "/" + key + "/map";
    }

    private String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String prefix = "/" + key + "/";
            if (!exchange.getRequestMethod().equals("GET")) {
                refuse(exchange, 405, "only GET");
            } else if (!host().equals(exchange.getRequestHeaders().getFirst("Host"))) {
                refuse(exchange, 403, "ask for " + host());
            } else if (!path.startsWith(prefix) || !passes(path.substring(prefix.length()))) {
                refuse(exchange, 404, "open the address that `rhumb map` printed");
            } else {
                String query = exchange.getRequestURI().getRawQuery();
                String rest = path.substring(prefix.length()) + (query == null ? "" : "?" + query);
                pass(exchange, rest);
            }
        }
    }

    private static String reason(IOException e) {
        return e.getMessage() == null ? "it cannot be reached" : e.getMessage();
    }

    private static boolean passes(String rest) {
        return rest.matches("map(/[a-z]+\\.[a-z]+)?") || READS.contains(rest);
    }

    private void pass(HttpExchange exchange, String rest) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = ask(rest);
        } catch (IOException e) {
            refuse(exchange, 502, "no controller answers at " + current + ": " + reason(e));
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        Map<String, List<String>> headers = response.headers().map();
        for (String name : PASSED) {
            headers.getOrDefault(name, List.of())
                    .forEach(value -> exchange.getResponseHeaders().add(name, value));
        }
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(response.statusCode(), 0);
        byte[] some = new byte[16_384];
        try (InputStream from = response.body();
                OutputStream to = exchange.getResponseBody()) {
            for (int n = from.read(some); n >= 0; n = from.read(some)) {
                to.write(some, 0, n);
                to.flush();
            }
        }
    }

    /** Asks who answered last, then the others in turn; whoever leads instead is asked then. */
    private HttpResponse<InputStream> ask(String rest) throws IOException, InterruptedException {
        IOException failure = null;
        for (String base : Stream.concat(Stream.of(current), bases.stream()).distinct().toList()) {
            try {
                HttpResponse<InputStream> response = get(base, rest);
                if (response.statusCode() == MISDIRECTED) {
                    try (InputStream body = response.body()) {
                        String leader = JSON.readTree(body).path("leader").asText();
                        if (leader.isEmpty()) {
                            throw new IOException("it does not lead, and knows of none that does");
                        }
                        response = get(scheme + leader, rest);
                        current = scheme + leader;
                    }
                } else {
                    current = base;
                }
                return response;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure == null ? new IOException("no address") : failure;
    }

    private HttpResponse<InputStream> get(String base, String rest)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(base + "/" + rest)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
    }

    private static void refuse(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body =
                JSON.writeValueAsString(JSON.createObjectNode().put("error", text))
                        .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        http.shutdownNow();
    }
}
