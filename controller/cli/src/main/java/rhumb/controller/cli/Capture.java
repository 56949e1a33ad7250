package rhumb.controller.cli;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import rhumb.host.main.CommandFailure;
import rhumb.host.main.ExitCode;

/** {@code rhumb capture}: asks the forwarder on this machine, not the controller. */
@Command(
        name = "capture",
        description = {
            "Write the packets of one flow at a forwarder to a file for Wireshark: as they come from a client, a media server or the TUN device, and on the overlay, opened.",
            "Run it on the forwarder's machine. The flow is named by any of --flow, --client, --service."
        })
final class Capture implements Callable<Integer> {
    private static final Duration CONNECTING = Duration.ofSeconds(5);

    /** What the forwarder may take beyond the time of the capture. */
    private static final int SLACK_S = 10;

    @ParentCommand
    @SuppressWarnings("NullAway.Init") // set by picocli
    Rhumb rhumb;

    @Option(
            names = "--forwarder",
            paramLabel = "URL",
            defaultValue = "${env:RHUMB_FORWARDER:-http://127.0.0.1:9472}",
            description =
                    "its metrics address (env RHUMB_FORWARDER, default: http://127.0.0.1:9472)")
    private String forwarder = "http://127.0.0.1:9472";

    @Option(
            names = "--flow",
            paramLabel = "N",
            description = "number of the flow, as `rhumb show streams` has it")
    private @Nullable String flow;

    @Option(
            names = "--client",
            paramLabel = "IP:PORT",
            description = "who sends it into the overlay here; port 0: any")
    private @Nullable String client;

    @Option(
            names = "--service",
            paramLabel = "NAME",
            description = "name or number of its service; ip: IP packets of the TUN device")
    private @Nullable String service;

    @Option(
            names = {"-w", "--write"},
            paramLabel = "FILE",
            required = true,
            description = "where the packets go (pcapng)")
    private Path file = Path.of("rhumb.pcapng");

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "100",
            description = "end after so many packets, 10000 at most (default: 100)")
    private int count = 100;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "10",
            description = "end after this time, 60 at most (default: 10)")
    private int seconds = 10;

    @Override
    public Integer call() {
        byte[] packets = fetch();
        try {
            Files.write(file, packets);
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.REFUSED, "cannot write " + file + ": " + e);
        }
        rhumb.out().println(file + ": " + packets.length + " bytes");
        rhumb.out().flush();
        return ExitCode.OK.status();
    }

    private byte[] fetch() {
        try (HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECTING).build()) {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(forwarder + "/capture?" + query()))
                            .timeout(Duration.ofSeconds(Math.clamp(seconds, 1, 60) + SLACK_S))
                            .POST(HttpRequest.BodyPublishers.noBody())
                            .build();
            HttpResponse<byte[]> response =
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray());
            if (response.statusCode() == 200) {
                return response.body();
            }
            ExitCode exit = response.statusCode() == 400 ? ExitCode.USAGE : ExitCode.REFUSED;
            throw new CommandFailure(
                    exit, new String(response.body(), StandardCharsets.UTF_8).strip());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "--forwarder " + forwarder + ": expected a URL such as http://127.0.0.1:9472");
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.UNREACHABLE,
                    "no forwarder answers at "
                            + forwarder
                            + " ("
                            + e.getClass().getSimpleName()
                            + "). Run this on its machine, or name its metrics address with"
                            + " --forwarder.");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitCode.UNREACHABLE, "interrupted");
        }
    }

    private String query() {
        Map<String, String> query = new TreeMap<>();
        query.put("count", Integer.toString(count));
        query.put("seconds", Integer.toString(seconds));
        put(query, "flow", flow);
        put(query, "client", client);
        put(query, "service", service);
        return query.entrySet().stream()
                .map(e ->
                        e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static void put(Map<String, String> query, String key, @Nullable String value) {
        if (value != null) {
            query.put(key, value);
        }
    }
}
