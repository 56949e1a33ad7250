package rhumb.lab.observe;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A Prometheus of this machine with the shipped configuration, only that it scrapes more often. */
final class PrometheusServer implements AutoCloseable {
    private static final String ADDRESS = "127.213.0.99:19090";

    private final Process process;
    private final Path log;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    private PrometheusServer(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /**
     * @param targets what {@code rhumb intent targets} printed
     */
    static PrometheusServer start(Path folder, String targets) throws IOException {
        Files.createDirectories(folder.resolve("targets"));
        Files.writeString(folder.resolve("targets/rhumb.json"), targets);
        Files.createDirectories(folder.resolve("rules"));
        for (Path file : Shipped.files(Shipped.PROMETHEUS.resolve("rules"), ".yml")) {
            Files.copy(file, folder.resolve("rules").resolve(file.getFileName()));
        }
        String shipped = Files.readString(Shipped.PROMETHEUS.resolve("prometheus.yml"));
        Files.writeString(
                folder.resolve("prometheus.yml"),
                shipped.replace("scrape_interval: 15s", "scrape_interval: 1s")
                        .replace("evaluation_interval: 15s", "evaluation_interval: 1s"));
        Path log = folder.resolve("prometheus.log");
        Process process =
                new ProcessBuilder(
                                "prometheus",
                                "--config.file=prometheus.yml",
                                "--storage.tsdb.path=data",
                                "--web.listen-address=" + ADDRESS)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new PrometheusServer(process, log);
    }

    /** The value of an expression now; a missing node while Prometheus does not answer. */
    JsonNode ask(String expression) {
        return get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    }

    /** An answer of its API, also one that says what was wrong with the question. */
    JsonNode get(String path) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + ADDRESS + path))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return BoardJson.read(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException | IllegalArgumentException e) {
            return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The end of what it printed, for the text of failures. */
    String log() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
