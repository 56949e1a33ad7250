package rhumb.lab.page;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A Chromium of this machine without a screen. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser");
    private static final Pattern LISTENS = Pattern.compile("DevTools listening on ws://([^/]+)/");
    private static final long PATIENCE_NS = 60_000_000_000L;

    private final Process process;
    private final String address;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    private Chromium(Process process, String address) {
        this.process = process;
        this.address = address;
    }

    /**
     * Starts one; skips the test where there is none.
     *
     * @param folder for its profile and its log
     */
    static Chromium start(Path folder) throws IOException, InterruptedException {
        List<String> found =
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .flatMap(place -> NAMES.stream().map(name -> Path.of(place, name)))
                        .filter(Files::isExecutable)
                        .map(Path::toString)
                        .toList();
        assumeTrue(
                !found.isEmpty(), "chromium is not installed (Debian: apt-get install chromium)");
        Path log = folder.resolve("chromium.log");
        Process process =
                new ProcessBuilder(
                                found.getFirst(),
                                "--headless",
                                "--no-sandbox", // root has none; only our own page is loaded
                                "--disable-gpu",
                                "--disable-dev-shm-usage",
                                "--disable-background-networking",
                                "--no-first-run",
                                "--window-size=1280,1000",
                                "--remote-debugging-port=0",
                                "--user-data-dir=" + folder.resolve("profile"),
                                "about:blank")
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (process.isAlive() && System.nanoTime() < untilNs) {
            Matcher listens = LISTENS.matcher(Files.readString(log));
            if (listens.find()) {
                return new Chromium(process, listens.group(1));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        end(process);
        throw new IOException("chromium did not start: " + Files.readString(log));
    }

    /** A page of its own, empty yet. */
    Tab tab() throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + address + "/json/new?about:blank"))
                        .PUT(HttpRequest.BodyPublishers.noBody())
                        .timeout(Duration.ofSeconds(20))
                        .build();
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        return Tab.attach(http, Tab.JSON.readTree(answer.body()).get("webSocketDebuggerUrl"));
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        end(process);
    }
}
