package rhumb.host.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.host.BindErrors;
import rhumb.host.InetAddresses;
import rhumb.net.Endpoint;

/**
 * Serves {@code /metrics} for Prometheus and {@code /healthz} for whoever restarts or drains the
 * process: 200 {@code ok}, or 503 with the reasons. Plain HTTP, read-only but for what the process
 * offers to operators on its own machine ({@link #offer}).
 */
public final class MetricsEndpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(MetricsEndpoint.class);
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final Reply NOT_HERE =
            Reply.text(
                    403, "only on a loopback address, and named as 127.0.0.1, [::1] or localhost");

    /** Does something for an operator. */
    @FunctionalInterface
    public interface Action {
        /**
         * @param query the parameters of the request, decoded
         */
        Reply act(Map<String, String> query);
    }

    /**
     * @param type media type of the body
     */
    @SuppressWarnings("ArrayRecordComponent") // written once, read once
    public record Reply(int status, String type, byte[] body) {
        public static Reply text(int status, String text) {
            return new Reply(status, PLAIN, (text + "\n").getBytes(StandardCharsets.UTF_8));
        }
    }

    private final HttpServer server;
    private final Map<String, Action> actions = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final CollectorRegistry registry;
    private final Supplier<Health> health;

    private MetricsEndpoint(
            HttpServer server,
            ExecutorService threads,
            CollectorRegistry registry,
            Supplier<Health> health) {
        this.server = server;
        this.threads = threads;
        this.registry = registry;
        this.health = health;
    }

    /**
     * Starts to serve; port 0 lets the system choose.
     *
     * @throws IOException with a text that names the address and what to do: metrics that were
     *     asked for are never left out silently
     */
    public static MetricsEndpoint open(
            Endpoint bind, CollectorRegistry registry, Supplier<Health> health) throws IOException {
        HttpServer server;
        try {
            server = HttpServer.create(InetAddresses.of(bind), 0);
        } catch (IOException e) {
            throw BindErrors.explain("TCP", bind, e);
        }
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        MetricsEndpoint endpoint = new MetricsEndpoint(server, threads, registry, health);
        server.setExecutor(threads);
        server.createContext("/", endpoint::serve);
        server.start();
        return endpoint;
    }

    /**
     * Takes POST requests to this path from programs on this machine; elsewhere than on a loopback
     * address nobody is served. The request must name the host as this machine, so that no page in
     * a browser here gets at it by a name of its own (DNS rebinding).
     */
    public void offer(String path, Action action) {
        actions.put(path, action);
    }

    public Endpoint local() {
        return InetAddresses.endpoint(server.getAddress());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                route(exchange);
            } catch (RuntimeException e) {
                log.error("metrics-failed path={}", exchange.getRequestURI(), e);
                answer(exchange, 500, PLAIN, "see the log of the process\n");
            }
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        Action action = actions.get(exchange.getRequestURI().getPath());
        if (action != null && method.equals("POST")) {
            Reply reply = isFromHere(exchange) ? action.act(query(exchange)) : NOT_HERE;
            answer(exchange, reply.status(), reply.type(), reply.body());
            return;
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            answer(exchange, 405, PLAIN, "only GET and HEAD\n");
            return;
        }
        // The server matches contexts by prefix; here only whole paths count.
        switch (exchange.getRequestURI().getPath()) {
            case "/metrics" -> metrics(exchange);
            case "/healthz" -> healthz(exchange);
            default -> answer(exchange, 404, PLAIN, "see /metrics and /healthz\n");
        }
    }

    private void metrics(HttpExchange exchange) throws IOException {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        String type = TextFormat.chooseContentType(accept == null ? "" : accept);
        StringWriter text = new StringWriter();
        TextFormat.writeFormat(type, text, registry.metricFamilySamples());
        answer(exchange, 200, type, text.toString());
    }

    private void healthz(HttpExchange exchange) throws IOException {
        Health now = health.get();
        answer(
                exchange,
                now.ok() ? 200 : 503,
                PLAIN,
                now.ok() ? "ok\n" : String.join("\n", now.reasons()) + "\n");
    }

    private boolean isFromHere(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        return local().isLoopback()
                && host != null
                && host.matches("(127\\.\\d+\\.\\d+\\.\\d+|localhost|\\[::1])(:\\d+)?");
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> query = new TreeMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : raw == null ? new String[0] : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static void answer(HttpExchange exchange, int status, String type, String text)
            throws IOException {
        answer(exchange, status, type, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body)
            throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
