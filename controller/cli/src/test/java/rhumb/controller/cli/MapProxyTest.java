package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MapProxyTest {
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final CountDownLatch more = new CountDownLatch(1);
    private final HttpClient http = HttpClient.newHttpClient();
    private HttpServer leader;
    private HttpServer follower;
    private MapProxy proxy;

    @BeforeEach
    void start() throws IOException {
        leader = server();
        leader.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        asked.add(exchange.getRequestURI().toString());
                        exchange.getResponseHeaders()
                                .set("Content-Security-Policy", "default-src 'self'");
                        exchange.sendResponseHeaders(200, 0);
                        OutputStream body = exchange.getResponseBody();
                        body.write("event: one\n".getBytes(StandardCharsets.UTF_8));
                        body.flush();
                        if (exchange.getRequestURI().getPath().equals("/v1/stream")) {
                            more.await();
                            body.write("event: two\n".getBytes(StandardCharsets.UTF_8));
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        follower = server();
        follower.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] body =
                                ("{\"error\":\"x\",\"leader\":\"" + address(leader) + "\"}")
                                        .getBytes(StandardCharsets.UTF_8);
                        exchange.sendResponseHeaders(421, body.length);
                        exchange.getResponseBody().write(body);
                    }
                });
        proxy = MapProxy.open("http://" + address(follower), null, 0);
    }

    private static HttpServer server() throws IOException {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        return server;
    }

    private static String address(HttpServer server) {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    @AfterEach
    void stop() {
        more.countDown();
        proxy.close();
        leader.stop(0);
        follower.stop(0);
    }

    private HttpResponse<String> get(String address) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String below(String rest) {
        return proxy.address().replaceFirst("map$", rest);
    }

    @Test
    void readsThePageFromWhoeverLeads() throws Exception {
        HttpResponse<String> page = get(proxy.address());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'");
        get(below("v1/explain/path?from=a&to=b"));
        assertThat(asked).containsExactly("/map", "/v1/explain/path?from=a&to=b");
        leader.stop(0);
        assertThat(get(proxy.address()).body()).contains("no controller answers at");
    }

    @Test
    void passesAStreamOnAsItComes() throws Exception {
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                URI.create(below("v1/stream?class=audio")).toURL().openStream(),
                                StandardCharsets.UTF_8))) {
            assertThat(lines.readLine()).isEqualTo("event: one");
            more.countDown();
            assertThat(lines.readLine()).isEqualTo("event: two");
        }
    }

    @Test
    void nothingElseIsPassedOn() throws Exception {
        String origin = proxy.address().replaceFirst("/[0-9a-f]{32}/map$", "");
        assertThat(get(origin + "/map").statusCode()).isEqualTo(404);
        assertThat(get(origin + "/" + "0".repeat(32) + "/map").statusCode()).isEqualTo(404);
        assertThat(get(below("v1/intent")).statusCode()).isEqualTo(404);
        assertThat(get(below("map/../v1/pki/list")).statusCode()).isEqualTo(404);
        HttpResponse<String> post =
                http.send(
                        HttpRequest.newBuilder(URI.create(proxy.address()))
                                .POST(HttpRequest.BodyPublishers.noBody())
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(asOtherHost()).startsWith("HTTP/1.1 403 ");
        assertThat(asked).isEmpty();
    }

    /** As a page would whose name its owner lets lead here. */
    private String asOtherHost() throws IOException {
        URI address = URI.create(proxy.address());
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), address.getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + address.getPath()
                                            + " HTTP/1.1\r\nHost: evil.example:"
                                            + address.getPort()
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
