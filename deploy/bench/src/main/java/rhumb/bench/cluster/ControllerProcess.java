package rhumb.bench.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A controller in a process of its own, on an address of its own on this machine. */
final class ControllerProcess {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofMillis(800);
    private static final int SOUTHBOUND = 14789;
    private static final int NORTHBOUND = 14780;
    private static final int CLUSTER = 14795;
    private static final int METRICS = 19470;

    final int number;
    final Path state;
    private final Path folder;
    private final Path config;
    private final List<String> flags;
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private @Nullable Process process;

    /**
     * Writes its configuration; it does not run yet.
     *
     * @param members how many there are, with the numbers from 1
     * @param intent the overlay as YAML, below {@code intent:}
     * @param flags of its virtual machine
     */
    ControllerProcess(int number, int members, String intent, Path folder, List<String> flags)
            throws IOException {
        this.flags = List.copyOf(flags);
        this.number = number;
        this.folder = folder;
        this.state = folder.resolve("state-" + number);
        this.config = folder.resolve("controller-" + number + ".yaml");
        StringBuilder yaml = new StringBuilder();
        yaml.append("southbound: ").append(southbound(number)).append('\n');
        yaml.append("northbound: ").append(address(number)).append(":" + NORTHBOUND + "\n");
        yaml.append("metrics: ").append(address(number)).append(":" + METRICS + "\n");
        yaml.append("state: ").append(state).append('\n');
        yaml.append("cluster:\n  member: ").append(number).append("\n  members:\n");
        for (int member = 1; member <= members; member++) {
            yaml.append("    - {number: ").append(member);
            yaml.append(", address: \"").append(address(member)).append(":" + CLUSTER);
            yaml.append("\", northbound: \"").append(address(member));
            yaml.append(":" + NORTHBOUND + "\"}\n");
        }
        yaml.append(intent);
        Files.writeString(config, yaml);
    }

    static String address(int number) {
        return "127.0.47." + number;
    }

    static String southbound(int number) {
        return address(number) + ":" + SOUTHBOUND;
    }

    void start() throws IOException {
        Path log = folder.resolve("controller-" + number + ".log");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(flags);
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "rhumb.controller.Controller",
                        "--config",
                        config.toString()));
        process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start();
    }

    /** Its number at the operating system; 0 = it does not run. */
    long pid() {
        return process == null ? 0 : process.pid();
    }

    boolean runs() {
        return process != null && process.isAlive();
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        Process living = process;
        if (living != null) {
            living.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
            process = null;
        }
    }

    /** SIGSTOP or SIGCONT. */
    void signal(String name) throws IOException, InterruptedException {
        Process living = process;
        if (living != null) {
            new ProcessBuilder("kill", "-" + name, Long.toString(living.pid())).start().waitFor();
        }
    }

    /** What it answers; null when it does not, or not with 200. */
    @Nullable JsonNode ask(String method, String path) throws InterruptedException {
        URI uri = URI.create("http://" + address(number) + ":" + NORTHBOUND + "/v1/" + path);
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(uri)
                                    .timeout(PATIENCE)
                                    .method(method, HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            return answer.statusCode() == 200 ? JSON.readTree(answer.body()) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** The term in which it leads, by its own word; 0 = it does not. */
    long leads() throws InterruptedException {
        JsonNode answer = runs() ? ask("GET", "cluster") : null;
        if (answer != null) {
            for (JsonNode row : answer.path("cluster")) {
                if (row.path("number").asInt() == number
                        && row.path("role").asText().equals("leader")) {
                    return answer.path("term").asLong();
                }
            }
        }
        return 0;
    }

    /** The revisions it holds as text; empty when it does not answer. */
    String log() throws InterruptedException {
        JsonNode answer = runs() ? ask("GET", "intent/log") : null;
        return answer == null ? "" : answer.toString();
    }

    /** How many revisions of the bench it holds. */
    int revisions() throws InterruptedException {
        return log().split("\"who\":\"bench\"", -1).length - 1;
    }
}
