package rhumb.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two agents and a controller as processes in two network namespaces, and nftables between them
 * that treats code points as RFC 9435 found it on the Internet. Needs root, iproute2 and nftables.
 */
class DscpAuditTest {
    private record Case(String name, IntUnaryOperator remarking, String audio) {}

    private static final List<Case> CASES =
            List.of(
                    new Case("none", x -> x, "EF"),
                    new Case("Bleach-DSCP", x -> 0, "DF"),
                    new Case("Bleach-ToS-Precedence", x -> x & 7, "DF"),
                    new Case("Bleach-some-ToS", x -> x >= 48 ? x : x & 7, "DF"),
                    new Case("Re-mark-ToS", x -> 0x10 | x & 7, "AF21"),
                    new Case("Bleach-low", x -> x & 0x38, "CS5"),
                    new Case("Bleach-some-low", x -> x >= 48 ? x : x & 0x38, "CS5"),
                    new Case("Re-mark-DSCP", x -> x >= 32 ? 40 : 10, "CS5"));

    /** An audit covers two links, there and back. */
    private static final double MOST_SECONDS = 2 * 5;

    @TempDir static Path folder;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Process> PROCESSES = new ArrayList<>();
    private static NamespacePair net;

    @BeforeAll
    static void open() throws IOException {
        Optional<String> missing = NamespacePair.missing();
        missing.ifPresent(why -> System.out.println("DscpAuditTest is skipped, " + why));
        Assumptions.assumeTrue(missing.isEmpty(), () -> "skipped, " + missing.get());
        net = new NamespacePair();
        write(
                "controller",
                """
                southbound: 10.99.0.1:4789
                southbound-open: true
                northbound: 127.0.0.1:4780
                metrics: 127.0.0.1:9470
                intent:
                  controller: 1
                  pops:
                    - {name: sin, number: 1, uplinks: [{data: "10.99.0.1:4790", probe: "10.99.0.1:862", stream: "10.99.0.1:4791"}]}
                    - {name: fra, number: 2, uplinks: [{data: "10.99.0.2:4790", probe: "10.99.0.2:862", stream: "10.99.0.2:4791"}]}
                """);
        start(1, "controller", RealProcesses.CONTROLLER);
        for (int side = 1; side <= 2; side++) {
            String pop = side == 1 ? "sin" : "fra";
            write(
                    pop,
                    """
                    pop: %s
                    uplinks: [{probe: "%s:862"}]
                    controllers: ["10.99.0.1:4789"]
                    forwarder-socket: %s
                    """
                            .formatted(pop, net.address(side), folder.resolve(pop + ".sock")));
            start(side, pop, RealProcesses.AGENT);
        }
        RealProcesses.await("both links are up", () -> rhumb("show", "links").contains("UP"));
    }

    @AfterAll
    static void close() throws InterruptedException {
        for (Process process : PROCESSES) {
            process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
        }
        if (net != null) {
            net.close();
        }
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".yaml"), text);
    }

    private static void start(int side, String name, String main) throws IOException {
        PROCESSES.add(
                java(side, main, "--config", folder.resolve(name + ".yaml").toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve(name + ".log").toFile())
                        .start());
    }

    private static ProcessBuilder java(int side, String main, String... words) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "--sun-misc-unsafe-memory-access=allow",
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Xmx128m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                main));
        command.addAll(List.of(words));
        return new ProcessBuilder(net.inside(side, command));
    }

    /** What the operators' command says, beside the controller; empty when it failed. */
    private static String rhumb(String... words) {
        try {
            Process process =
                    java(1, "rhumb.controller.cli.Rhumb", words)
                            .redirectError(folder.resolve("rhumb.log").toFile())
                            .start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return process.waitFor() == 0 ? said : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Audits the pair; fails when it took too long. */
    private static JsonNode audit(Case there, Case back) throws IOException {
        net.remark(2, there.remarking);
        net.remark(1, back.remarking);
        long begun = System.nanoTime();
        JsonNode rows = JSON.readTree(rhumb("dscp-audit", "sin", "fra", "-o", "json"));
        double seconds = (System.nanoTime() - begun) / 1e9;
        System.out.printf(
                "%-22s there, %-22s back: audited in %.1f s%n", there.name, back.name, seconds);
        assertThat(seconds).isLessThan(MOST_SECONDS);
        return rows;
    }

    private static JsonNode row(JsonNode rows, String link) {
        for (JsonNode row : rows) {
            if (row.path("link").asText().equals(link)) {
                return row;
            }
        }
        throw new AssertionError("no row of " + link + " in " + rows);
    }

    private static void assertNamed(JsonNode row, Case expected) {
        assertThat(row.path("known").asInt()).isEqualTo(64);
        assertThat(row.path("behaviour").asText()).isEqualTo(expected.name);
        for (int codePoint = 0; codePoint < 64; codePoint++) {
            assertThat(row.path("arrivals").path(codePoint).asInt())
                    .isEqualTo(expected.remarking.applyAsInt(codePoint));
        }
        String written = expected.audio.equals("EF") ? "" : "audio " + expected.audio;
        List<String> outer = new ArrayList<>();
        row.path("outer").forEach(word -> outer.add(word.asText()));
        assertThat(outer.stream().filter(word -> word.startsWith("audio ")).toList())
                .isEqualTo(written.isEmpty() ? List.of() : List.of(written));
    }

    @Test
    void allSevenBehavioursAreNamedRightInEachDirection() throws IOException {
        for (int i = 0; i < CASES.size(); i++) {
            Case there = CASES.get(i);
            Case back = CASES.get((i + 3) % CASES.size());
            JsonNode rows = audit(there, back);
            assertNamed(row(rows, "sin->fra"), there);
            assertNamed(row(rows, "fra->sin"), back);
        }
        assertThat(rhumb("show", "dscp", "--link", "sin->fra")).contains(CASES.getLast().name);
        assertThat(rhumb("show", "events")).contains("DSCP_CHANGED");
    }
}
