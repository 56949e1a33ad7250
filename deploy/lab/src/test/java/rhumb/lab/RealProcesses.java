package rhumb.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Two PoPs and a controller as processes of their own, with the configuration an operator would
 * write.
 */
final class RealProcesses implements AutoCloseable {
    static final String CONTROLLER = "rhumb.controller.Controller";
    static final String AGENT = "rhumb.probe.ProbeAgent";
    static final String FORWARDER = "rhumb.forward.Forwarder";
    private static final long PATIENCE_NS = 40_000_000_000L;

    private final Path folder;
    private final Map<String, Process> processes = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();

    RealProcesses(Path folder) {
        this.folder = folder;
        write(
                "controller",
                """
                southbound: 127.212.0.9:4789
                northbound: 127.212.0.9:4780
                metrics: 127.212.0.9:9470
                intent:
                  controller: 1
                  pops:
                    - {name: sin, number: 1, uplinks: [{data: "127.212.0.1:4790", probe: "127.212.0.1:4862", stream: "127.212.0.1:4791"}]}
                    - {name: fra, number: 2, uplinks: [{data: "127.212.0.2:4790", probe: "127.212.0.2:4862", stream: "127.212.0.2:4791"}]}
                  services:
                    - {name: echo, number: 1, kind: rtm, ingress: [{pop: sin, listen: "127.212.0.1:5001"}], egress: fra, target: "127.212.0.2:7001"}
                    - {name: tv, number: 2, kind: flv, ingress: [{pop: sin, listen: "127.212.0.1:5002"}], egress: fra, target: "127.212.0.2:7002"}
                """);
        for (int pop = 1; pop <= 2; pop++) {
            String name = pop == 1 ? "sin" : "fra";
            String host = "127.212.0." + pop;
            write(
                    "agent-" + name,
                    """
                    pop: %s
                    uplinks: [{probe: "%s:4862"}]
                    controllers: ["127.212.0.9:4789"]
                    forwarder-socket: %s
                    metrics: %s:9471
                    """
                            .formatted(name, host, folder.resolve(name + ".sock"), host));
            write(
                    "forwarder-" + name,
                    """
                    pop: %s
                    uplinks: [{data: "%s:4790", stream: "%s:4791"}]
                    media-bind: %s:0
                    controllers: ["127.212.0.9:4789"]
                    agent-socket: %s
                    state: %s
                    metrics: %s:9472
                    """
                            .formatted(
                                    name,
                                    host,
                                    host,
                                    host,
                                    folder.resolve(name + ".sock"),
                                    folder.resolve(name),
                                    host));
        }
    }

    private void write(String name, String text) {
        try {
            Files.writeString(folder.resolve(name + ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts what is not running, and waits until each says that it is healthy. */
    void startAll() {
        start("controller", CONTROLLER);
        for (String pop : List.of("sin", "fra")) {
            start("forwarder-" + pop, FORWARDER);
            start("agent-" + pop, AGENT);
        }
        await(
                "all processes are healthy",
                () ->
                        health("127.212.0.9:9470")
                                && health("127.212.0.1:9471")
                                && health("127.212.0.1:9472")
                                && health("127.212.0.2:9471")
                                && health("127.212.0.2:9472"));
    }

    void start(String name, String main) {
        Process running = processes.get(name);
        if (running == null || !running.isAlive()) {
            processes.put(name, launch(name, main));
        }
    }

    /** Starts a process that nobody waits for. */
    Process launch(String name, String main) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main,
                                "--config",
                                folder.resolve(name + ".yaml").toString()));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    Process process(String name) {
        return java.util.Objects.requireNonNull(processes.get(name));
    }

    /** As kill -9 does. */
    void kill(String name) throws InterruptedException {
        process(name).destroyForcibly().waitFor();
    }

    boolean health(String address) {
        return get("http://" + address + "/healthz").startsWith("ok");
    }

    /** The body; empty when nobody answers with 200. */
    String get(String url) {
        try {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(3)).build();
            HttpResponse<String> response =
                    http.send(request, HttpResponse.BodyHandlers.ofString());
            return response.statusCode() == 200 ? response.body() : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Waits for a condition, as long as a slow machine may take. */
    static void await(String what, BooleanSupplier condition) {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > untilNs) {
                throw new AssertionError("waited in vain: " + what);
            }
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000L);
        }
    }

    @Override
    public void close() {
        processes.values().forEach(Process::destroyForcibly);
        for (Process process : processes.values()) {
            try {
                process.waitFor(5, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
