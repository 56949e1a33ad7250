package rhumb.host.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rhumb.net.Endpoint;

class MetricsEndpointTest {
    enum TestMetric implements MetricName {
        PACKETS("rhumb_test_packets_total", Type.COUNTER, "Packets forwarded.", "class"),
        FLOWS("rhumb_test_flows", Type.GAUGE, "Flows that live now."),
        DELAY("rhumb_test_delay_seconds", Type.HISTOGRAM, "One-way delay.", "link");

        private final Description description;

        TestMetric(String metric, Type type, String help, String... labels) {
            description = new Description(metric, type, help, labels);
        }

        @Override
        public Description description() {
            return description;
        }
    }

    private record Named(Description description) implements MetricName {
        Named(String metric, Type type, String help, String... labels) {
            this(new Description(metric, type, help, labels));
        }
    }

    private final CollectorRegistry registry = new CollectorRegistry();
    private final HttpClient client = HttpClient.newHttpClient();
    private volatile Health health = Health.OK;
    private volatile boolean broken;
    private long packets;
    private MetricsEndpoint endpoint;

    @BeforeEach
    void open() throws IOException {
        registry.register(new MetricCollector(List.of(TestMetric.values()), this::collect));
        endpoint = MetricsEndpoint.open(Endpoint.parse("127.0.0.1:0"), registry, () -> health);
    }

    @AfterEach
    void close() {
        endpoint.close();
        client.close();
    }

    @Test
    void servesWhatTheProcessCountsAtScrapeTime() throws Exception {
        packets = 41;
        get("/metrics", "");
        packets = 42;
        HttpResponse<String> response = get("/metrics", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(response.body())
                .isEqualTo(
                        """
                        # HELP rhumb_test_packets_total Packets forwarded.
                        # TYPE rhumb_test_packets_total counter
                        rhumb_test_packets_total{class="audio",} 42.0
                        rhumb_test_packets_total{class="video-key",} 7.0
                        # HELP rhumb_test_flows Flows that live now.
                        # TYPE rhumb_test_flows gauge
                        rhumb_test_flows 3.0
                        # HELP rhumb_test_delay_seconds One-way delay.
                        # TYPE rhumb_test_delay_seconds histogram
                        rhumb_test_delay_seconds_bucket{link="sin->fra",le="0.05",} 1.0
                        rhumb_test_delay_seconds_bucket{link="sin->fra",le="0.1",} 3.0
                        rhumb_test_delay_seconds_bucket{link="sin->fra",le="+Inf",} 7.0
                        rhumb_test_delay_seconds_count{link="sin->fra",} 7.0
                        rhumb_test_delay_seconds_sum{link="sin->fra",} 0.7
                        """);
    }

    @Test
    void speaksOpenMetricsToWhoAsks() throws Exception {
        HttpResponse<String> response =
                get("/metrics", "application/openmetrics-text; version=1.0.0; q=0.8");
        assertThat(response.headers().firstValue("Content-Type"))
                .hasValue("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(response.body())
                .contains("# TYPE rhumb_test_packets counter\n")
                .contains("rhumb_test_packets_total{class=\"audio\"} 0.0\n")
                .endsWith("# EOF\n");
    }

    @Test
    void saysWhetherTheProcessIsWell() throws Exception {
        assertThat(get("/healthz", "").body()).isEqualTo("ok\n");
        health = Health.failing("no controller for 30 s", "no links");
        HttpResponse<String> response = get("/healthz", "");
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body()).isEqualTo("no controller for 30 s\nno links\n");
    }

    @Test
    void whatIsOfferedIsDoneForProgramsOfThisMachineAlone() throws Exception {
        endpoint.offer("/do", query -> MetricsEndpoint.Reply.text(200, "did " + query));
        assertThat(post("/do?a=1&b=x%20y").body()).isEqualTo("did {a=1, b=x y}\n");
        assertThat(post("/metrics").statusCode()).isEqualTo(405);
        HttpRequest get = HttpRequest.newBuilder(uri("/do")).build();
        assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(404);
        // A page that had its own name resolved to this machine.
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), endpoint.local().port())) {
            String request =
                    "POST /do HTTP/1.1\r\nHost: evil.example\r\nContent-Length: 0\r\n"
                            + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 403");
        }
    }

    private HttpResponse<String> post(String path) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(uri(path)).POST(HttpRequest.BodyPublishers.noBody()).build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @ParameterizedTest
    @CsvSource({"/", "/metricsx", "/metrics/", "/healthz/x"})
    void knowsNothingElse(String path) throws Exception {
        assertThat(get(path, "").statusCode()).isEqualTo(404);
    }

    @Test
    void takesNothingAndSurvivesABrokenSource() throws Exception {
        HttpRequest post =
                HttpRequest.newBuilder(uri("/metrics"))
                        .POST(HttpRequest.BodyPublishers.ofString("x"))
                        .build();
        assertThat(client.send(post, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(405);
        HttpRequest head = HttpRequest.newBuilder(uri("/healthz")).HEAD().build();
        assertThat(client.send(head, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(200);
        broken = true;
        assertThat(get("/metrics", "").statusCode()).isEqualTo(500);
        broken = false;
        assertThat(get("/metrics", "").statusCode()).isEqualTo(200);
    }

    @Test
    void aPortInUseIsAnErrorAtStart() {
        Endpoint taken = endpoint.local();
        assertThatThrownBy(() -> MetricsEndpoint.open(taken, registry, () -> Health.OK))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot open TCP " + taken)
                .hasMessageContaining("in use");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "overlay_packets_total | COUNTER | Good help here. | expected rhumb_",
                "rhumb_Packets_total | COUNTER | Good help here. | expected rhumb_",
                "rhumb_packets | COUNTER | Good help here. | counters end in _total",
                "rhumb_packets_total | GAUGE | Good help here. | counters end in _total",
                "rhumb_delay_ms | GAUGE | Good help here. | expected a base unit",
                "rhumb_loss_ppm | GAUGE | Good help here. | expected a base unit",
                "rhumb_wait_milliseconds_total | COUNTER | Good help here. | expected a base unit",
                "rhumb_flows | GAUGE | '' | expected a sentence of help",
            })
    void refusesNamesAgainstTheConventions(
            String name, MetricName.Type type, String help, String problem) {
        MetricName metric = new Named(name, type, help);
        assertThatThrownBy(() -> new MetricCollector(List.of(metric), sink -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("metric " + name + ": " + problem);
    }

    @Test
    void refusesWrongLabels() {
        MetricName gauge = new Named("rhumb_flows", MetricName.Type.GAUGE, "Good help here.", "le");
        assertThatThrownBy(() -> new MetricCollector(List.of(gauge), sink -> {}))
                .hasMessageContaining("label \"le\"");
        MetricCollector collector =
                new MetricCollector(
                        List.of(TestMetric.PACKETS), sink -> sink.value(TestMetric.PACKETS, 1));
        assertThatThrownBy(collector::collect)
                .hasMessageContaining("expected values for the labels [class]");
    }

    private void collect(MetricSource.Sink sink) {
        if (broken) {
            throw new IllegalStateException("broken on purpose");
        }
        sink.value(TestMetric.PACKETS, packets, "audio");
        sink.value(TestMetric.PACKETS, 7, "video-key");
        sink.value(TestMetric.FLOWS, 3);
        sink.histogram(
                TestMetric.DELAY, new double[] {0.05, 0.1}, new long[] {1, 2, 4}, 0.7, "sin->fra");
    }

    private URI uri(String path) {
        return URI.create("http://" + endpoint.local() + path);
    }

    private HttpResponse<String> get(String path, String accept) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (!accept.isEmpty()) {
            request.header("Accept", accept);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
