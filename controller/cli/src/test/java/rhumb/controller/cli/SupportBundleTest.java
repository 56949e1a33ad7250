package rhumb.controller.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.support.Redaction;

/** Plants secrets wherever a bundle could pick one up, and looks for them in it. */
class SupportBundleTest {
    private static final String STAMP_KEY =
            "5ec2e7aa01020304050607080910111213141516171819202122232425262728";
    private static final String TOKEN =
            "rhumb1.S3cretAuthorityFingerprint0123456789abcdefgh.0123456789abcdef."
                    + "S3cretOfTheTokenWith32Characters";
    private static final String PEM_BODY = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgS3cret";

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer controller;

    @BeforeEach
    void start() throws IOException {
        controller =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        controller.createContext(
                "/",
                exchange -> {
                    String path = exchange.getRequestURI().getPath();
                    String text =
                            switch (path) {
                                case "/metrics" ->
                                        "rhumb_agent_probes_total{pop=\"sin\"} 7\n# "
                                                + TOKEN
                                                + "\n";
                                case "/v1/intent" ->
                                        "{\"document\":\"pops:\\n- name: sin\\n  password: "
                                                + "hunter2\\n\"}";
                                case "/v1/events" ->
                                        "{\"events\":[{\"text\":\"token " + TOKEN + "\"}]}";
                                default -> "{\"phase\":\"FIRST_UPDATE\",\"pops\":[]}";
                            };
                    byte[] body = text.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(
                            path.endsWith("/cluster") ? 404 : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
        controller.start();
    }

    @AfterEach
    void stop() {
        controller.stop(0);
    }

    private int bundle(Path target, String... more) throws IOException {
        Path tls = Files.createDirectories(folder.resolve("tls"));
        Files.writeString(
                tls.resolve("node.key"),
                "-----BEGIN PRIVATE KEY-----\n" + PEM_BODY + "\n-----END PRIVATE KEY-----\n");
        Path key = Files.writeString(folder.resolve("stamp.key"), STAMP_KEY);
        Path agent =
                Files.writeString(
                        folder.resolve("agent.yaml"),
                        "pop: sin\nuplinks:\n  - name: main\n    probe: 127.0.0.1:0\n"
                                + "controllers: ['127.0.0.1:1']\nmetrics: 127.0.0.1:"
                                + controller.getAddress().getPort()
                                + "\nstamp:\n  key-file: "
                                + key
                                + "\n  key: "
                                + STAMP_KEY
                                + "\ntoken: "
                                + TOKEN
                                + "\nextra: {passphrase: hunter2}\ntls:\n  dir: "
                                + tls
                                + "\n");
        Path log =
                Files.writeString(
                        folder.resolve("agent.log"),
                        "INFO started pop=sin\nDEBUG enrol with "
                                + TOKEN
                                + "\nDEBUG key="
                                + STAMP_KEY
                                + " password=hunter2\n-----BEGIN PRIVATE KEY-----\n"
                                + PEM_BODY
                                + "\n-----END PRIVATE KEY-----\nINFO ended\n");
        String[] words = {
            "support-bundle",
            "-o",
            target.toString(),
            "--config",
            agent.toString(),
            "--log",
            log.toString(),
            "--controller=http://127.0.0.1:" + controller.getAddress().getPort()
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Rhumb.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all);
    }

    /** What a reader of ustar finds. */
    private static Map<String, String> unpacked(byte[] tar) {
        Map<String, String> files = new LinkedHashMap<>();
        int at = 0;
        while (tar[at] != 0) {
            String name = new String(tar, at, 100, StandardCharsets.US_ASCII).replace("\0", "");
            int size =
                    Integer.parseInt(new String(tar, at + 124, 11, StandardCharsets.US_ASCII), 8);
            assertThat(new String(tar, at + 257, 5, StandardCharsets.US_ASCII)).isEqualTo("ustar");
            files.put(name, new String(tar, at + 512, size, StandardCharsets.UTF_8));
            at += 512 + (size + 511) / 512 * 512;
        }
        assertThat(tar.length).isEqualTo(at + 1024);
        return files;
    }

    private static byte[] unzipped(Path file) throws IOException {
        return new GZIPInputStream(new ByteArrayInputStream(Files.readAllBytes(file)))
                .readAllBytes();
    }

    @Test
    void noPlantedSecretIsInTheBundle() throws IOException {
        Path target = folder.resolve("bundle.tar.gz");
        assertThat(bundle(target)).as(err.toString()).isZero();
        byte[] tar = unzipped(target);
        assertThat(new String(tar, StandardCharsets.UTF_8))
                .doesNotContain("hunter2", STAMP_KEY, PEM_BODY, "S3cret", "5ec2e7aa")
                .contains(Redaction.LEFT_OUT);
        assertThat(Files.getPosixFilePermissions(target))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void whatHelpsIsInItAndListed() throws IOException {
        Path target = folder.resolve("bundle.tar.gz");
        assertThat(bundle(target)).as(err.toString()).isZero();
        Map<String, String> files = unpacked(unzipped(target));
        assertThat(files.get("rhumb-support/config/agent.yaml"))
                .contains("pop: sin", "probe: 127.0.0.1:0", "key: (left out)");
        assertThat(files.get("rhumb-support/logs/agent.log"))
                .startsWith("INFO started pop=sin\n")
                .endsWith("INFO ended\n");
        assertThat(files.get("rhumb-support/metrics/agent.txt"))
                .contains("rhumb_agent_probes_total{pop=\"sin\"} 7");
        assertThat(files.get("rhumb-support/northbound/intent.yaml")).contains("name: sin");
        assertThat(files).containsKey("rhumb-support/northbound/status.json");
        assertThat(files).containsKey("rhumb-support/northbound/cluster.txt");
        assertThat(files.get("rhumb-support/versions.yaml")).contains("rhumb: ", "os.name: ");
        assertThat(files.get("rhumb-support/doctor.txt"))
                .contains("controller at 127.0.0.1:1: cannot be reached");
        for (String name : files.keySet()) {
            String listed = name.substring("rhumb-support/".length());
            assertThat(out.toString()).contains("  " + listed + " ");
            if (!listed.equals("README.txt")) {
                assertThat(files.get("rhumb-support/README.txt")).contains("  " + listed + "\n");
            }
        }
    }

    @Test
    void anExistingFileIsKeptAndAControllerThatIsGoneIsSaid() throws IOException {
        Path target = Files.writeString(folder.resolve("bundle.tar.gz"), "mine");
        assertThat(bundle(target)).isEqualTo(2);
        assertThat(err.toString()).contains("exists: name another file with -o");
        assertThat(target).hasContent("mine");
        Path other = folder.resolve("other.tar.gz");
        controller.stop(0);
        assertThat(bundle(other)).isZero();
        Map<String, String> files = unpacked(unzipped(other));
        assertThat(files.get("rhumb-support/northbound/status.txt"))
                .contains("no controller answers");
        assertThat(files.get("rhumb-support/metrics/agent.txt")).contains("nothing answers at");
    }
}
