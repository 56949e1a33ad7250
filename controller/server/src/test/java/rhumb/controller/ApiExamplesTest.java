package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static rhumb.controller.Eventually.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.ControllerLimits;
import rhumb.controller.io.ControllerTls;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.northbound.ApiDocument;
import rhumb.host.tls.Identity;
import rhumb.net.Endpoint;
import rhumb.pki.Authority;
import rhumb.pki.NodeKeys;
import rhumb.pki.PkiJson;

/** The examples of docs/api/openapi.yaml, run by curl as they stand there. */
class ApiExamplesTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String STATUS = "\nstatus ";

    @TempDir Path folder;

    private final ApiDocument document = new ApiDocument();
    private final List<FakePop> pops = new ArrayList<>();
    private Intent intent;
    private @Nullable Controller controller;

    /** The number of the trace that was made. */
    private long trace;

    ApiExamplesTest() throws IOException {}

    @BeforeEach
    void start() throws Exception {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(place -> Files.isExecutable(Path.of(place, "curl"))),
                "curl is not installed (Debian: apt-get install curl)");
        String text =
                Samples.document(3)
                        .replace("name: a\n", "name: sin\n")
                        .replace("name: b\n", "name: fra\n")
                        .replace("name: c\n", "name: dxb\n");
        intent = new YamlIntent().intent(text);
        Files.writeString(folder.resolve("intent.yaml"), text.replaceFirst("price: 1", "price: 7"));
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        if (controller != null) {
            controller.close();
        }
    }

    private List<ApiDocument.Call> calls(boolean ofCertificates) {
        return document.calls().stream()
                .filter(call -> call.resource().startsWith("pki/") == ofCertificates)
                .toList();
    }

    @Test
    void examplesAreAnsweredAsDescribed() throws Exception {
        Controller started =
                Controller.start(
                        new ControllerConfig(
                                ANY, ANY, false, ANY, 0, folder.resolve("state"), intent));
        controller = started;
        for (String name : List.of("sin", "fra", "dxb")) {
            pops.add(new FakePop(name, new Topology(intent), started.southbound()));
        }
        await("a plan", () -> started.view().phase() == Startup.Phase.FIRST_UPDATE);
        await(
                "paths",
                () ->
                        started.view().plan().number() > 0
                                && started.view().counters().updates() >= 3);
        // In the order of the document: a trace is made, then read.
        List<ApiDocument.Call> calls = calls(false);
        for (ApiDocument.Call call : calls) {
            answered(call);
        }
        assertThat(calls).hasSizeGreaterThan(30);
    }

    @Test
    void examplesOfCertificatesAreAnsweredAsDescribed() throws Exception {
        TestPki pki = new TestPki(folder);
        ControllerTls tls = new ControllerTls(pki.enrol("controller/c1"), null, pki.ca(), ANY);
        controller =
                Controller.start(
                        new ControllerConfig(
                                ANY,
                                ANY,
                                false,
                                ANY,
                                0,
                                folder.resolve("state"),
                                null,
                                false,
                                tls,
                                ControllerLimits.STANDARD,
                                intent));
        pki.enrol("pop/sin");
        Files.move(pki.enrol("admin/ann"), folder.resolve("admin"));
        String token =
                pki.authority
                        .token(Identity.parse("pop/dxb"), Authority.TOKEN_LIFE, Instant.now())
                        .text();
        Files.writeString(
                folder.resolve("enrol.json"),
                PkiJson.request(token, new NodeKeys().request()).toString());
        Files.writeString(
                folder.resolve("renew.json"),
                PkiJson.request("", new NodeKeys().request()).toString());
        for (ApiDocument.Call call : calls(true)) {
            answered(call);
        }
    }

    private void answered(ApiDocument.Call call) throws Exception {
        String answer = run(call.example().replace("trace=1'", "trace=" + trace + "'"));
        int end = answer.lastIndexOf(STATUS);
        assertThat(end).as(call + " gave " + answer).isNotNegative();
        assertThat(answer.substring(end)).as(call + " gave " + answer).isEqualTo(STATUS + "200");
        Map.Entry<String, JsonNode> good = document.good(call);
        String body = answer.substring(0, end);
        switch (good.getKey()) {
            case "application/json" -> {
                JsonNode json = JSON.readTree(body);
                assertThat(document.wrong(good.getValue(), json))
                        .as(call + " gave " + body)
                        .isEmpty();
                trace = json.path("trace").asLong(trace);
            }
            case "text/event-stream" -> {
                String[] lines = body.split("\n", 3);
                assertThat(lines[0]).isEqualTo("event: snapshot");
                assertThat(
                                document.wrong(
                                        good.getValue(),
                                        JSON.readTree(lines[1].replaceFirst("^data: ", ""))))
                        .as(body)
                        .isEmpty();
            }
            case "text/html" -> assertThat(body).startsWith("<!doctype html>");
            default -> assertThat(body).contains("openapi: 3.1.");
        }
    }

    /** What a shell would print, with the addresses of this controller. */
    private String run(String example) throws IOException, InterruptedException {
        Controller asked = Objects.requireNonNull(controller);
        Endpoint enrol = asked.enrol();
        String command =
                example.replace("127.0.0.1:4780", asked.northbound().toString())
                        .replace("127.0.0.1:4781", Objects.toString(enrol))
                        .replaceFirst("^curl ", "curl -w '\\\\nstatus %{http_code}' ");
        Process process =
                new ProcessBuilder("sh", "-c", command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).as(command).isTrue();
        // The stream has no end: curl ends it, and says so on a line of its own.
        return said.replaceFirst("\ncurl: \\(28\\)[^\n]*", "").strip();
    }
}
