package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
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
import rhumb.host.tls.TlsDoor;
import rhumb.host.tls.TlsFolder;
import rhumb.net.Endpoint;

/** A controller that takes nobody without a certificate, over real sockets. */
class SealedControllerTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    @TempDir Path folder;

    private final List<FakePop> pops = new ArrayList<>();
    private Intent intent;
    private Path document;
    private TestPki pki;
    private Controller controller;

    @BeforeEach
    void start() throws Exception {
        StringBuilder text = new StringBuilder("controller: 1\npops:\n");
        for (int number = 1; number <= 3; number++) {
            String host = "10.0.0." + number;
            text.append(
                    "  - name: %c\n    number: %d\n    uplinks:\n      - {data: \"%s:4000\","
                            .formatted("abc".charAt(number - 1), number, host));
            text.append(" probe: \"%s:862\", stream: \"%s:4001\"}\n".formatted(host, host));
        }
        document = Files.writeString(folder.resolve("intent.yaml"), text);
        intent = new YamlIntent().intent(text.toString());
        pki = new TestPki(folder);
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
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        controller.close();
    }

    private FakePop pop(String name, TlsDoor door) {
        FakePop pop = new FakePop(name, new Topology(intent), controller.southbound(), door);
        pops.add(pop);
        return pop;
    }

    /** What a command prints, run with somebody's certificate. */
    private String rhumb(int status, Path tls, String... words) {
        return command(status, tls, "https://" + controller.northbound(), words);
    }

    private String command(int status, Path tls, String url, String... words) {
        return ask(tls, url, words).ends(status).said();
    }

    private static Command ask(Path tls, String url, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--tls-dir=" + tls);
        return Command.ask(url, all.toArray(String[]::new));
    }

    private String metrics() {
        try (InputStream in =
                URI.create("http://" + controller.metrics() + "/metrics").toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean connected(String pop) {
        return controller.view().peers().stream()
                .anyMatch(peer -> peer.pop().name().equals(pop) && peer.connected());
    }

    @Test
    void theMapIsReadWithTheOperatorsCertificate() throws Exception {
        Path ann = pki.enrol("read/ann");
        StringWriter out = new StringWriter();
        String url = "https://" + controller.northbound();
        Thread command =
                Thread.ofPlatform()
                        .unstarted(() -> Command.ask(url, out, "map", "--tls-dir=" + ann));
        command.start();
        await("its address", () -> out.toString().endsWith("/map\n"));
        String address = out.toString().strip();
        try (InputStream page = URI.create(address).toURL().openStream()) {
            assertThat(new String(page.readAllBytes(), StandardCharsets.UTF_8))
                    .contains("<title>Rhumb</title>");
        }
        String stream = address.replaceFirst("map$", "v1/stream?class=video");
        try (InputStream events = URI.create(stream).toURL().openStream()) {
            assertThat(new String(events.readNBytes(15), StandardCharsets.UTF_8))
                    .isEqualTo("event: snapshot");
        }
        command.interrupt();
        command.join();
    }

    @Test
    void popsWithCertificatesAreTakenAndOthersAreNot() throws Exception {
        FakePop a = pop("a", pki.client("pop/a"));
        await("a is in", () -> a.agent.established() && a.forwarder.established());
        long before = controller.view().counters().reports();
        a.report(Samples.Quality.up(40));
        await("its report", () -> controller.view().counters().reports() > before);

        pop("b", pki.client("admin/b"));
        FakePop plain = new FakePop("c", new Topology(intent), controller.southbound());
        pops.add(plain);
        TestPki strangers = new TestPki(folder.resolve("strangers"));
        // It trusts our controller, and nobody here trusts it.
        Path stranger = strangers.enrol("pop/b");
        Files.writeString(
                stranger.resolve("ca.crt"),
                Files.readString(stranger.resolve("ca.crt"))
                        + Files.readString(pki.ca().resolve("ca.crt")));
        pop("b", TlsDoor.client(TlsFolder.open(stranger), "southbound"));
        await(
                "they are counted",
                () -> {
                    String metrics = metrics();
                    return metrics.matches(
                                    "(?s).*certificates_rejected_total\\{side=\"southbound\",reason=\"wrong-role\",?} [1-9].*")
                            && metrics.matches(
                                    "(?s).*certificates_rejected_total\\{side=\"southbound\",reason=\"unknown-authority\",?} [1-9].*");
                });
        assertThat(connected("b")).isFalse();
        assertThat(connected("c")).isFalse();
        assertThat(a.losses).isEmpty();
    }

    @Test
    void aPopSpeaksForItselfAlone() throws Exception {
        pop("b", pki.client("pop/a"));
        await("it is counted", () -> metrics().matches("(?s).*peers_foreign_total [1-9].*"));
        assertThat(connected("b")).isFalse();
        assertThat(controller.view().events())
                .anyMatch(event ->
                        event.text()
                                .contains(
                                        "pop/a greets as PoP b: it speaks for its own PoP"
                                                + " alone"));
    }

    @Test
    void whatIsRevokedIsEndedAtOnceAndTheRestGoesOn() throws Exception {
        FakePop a = pop("a", pki.client("pop/a"));
        FakePop b = pop("b", pki.client("pop/b"));
        await("both are in", () -> a.agent.established() && b.agent.established());
        Path admin = pki.enrol("admin/ann");
        assertThat(rhumb(0, admin, "pki", "revoke", "a")).startsWith("revoked pop/a, serial ");
        await("a is out", () -> !connected("a"));
        assertThat(b.losses).isEmpty();
        assertThat(controller.view().peers())
                .filteredOn(peer -> peer.pop().name().equals("a"))
                .isNotEmpty()
                .allMatch(peer ->
                        peer.lostReason()
                                .equals("its certificate holds no longer: it was revoked"));
        assertThat(rhumb(0, admin, "pki", "list")).containsPattern("pop/a +revoked");
        assertThat(rhumb(3, admin, "pki", "revoke", "nobody")).contains("nobody by the name of");
        // The folder of the authority may also be used without the controller.
        pki.authority.revoke("admin/ann", java.time.Instant.now());
        await(
                "the admin is out",
                () -> ask(admin, "https://" + controller.northbound(), "show", "pops").exit() == 4);
        assertThat(b.losses).isEmpty();
    }

    @Test
    void aNewPairIsTakenWithoutARestartAndConnectionsGoOn() throws Exception {
        Path tls = pki.enrol("pop/a");
        TlsFolder live = TlsFolder.open(tls);
        FakePop a = pop("a", TlsDoor.client(live, "southbound"));
        await("a is in", () -> a.agent.established());
        String before = serial(tls);
        String url = "https://" + Objects.requireNonNull(controller.enrol());
        assertThat(rhumb(0, tls, "pki", "renew", "--from", url)).startsWith("enrolled as pop/a");
        assertThat(serial(tls)).isNotEqualTo(before);
        assertThat(live.refresh()).isTrue();
        pki.enrol("controller/c1");
        await("the controller took its new pair", () -> metrics().contains("certificate_end"));
        FakePop again = pop("b", pki.client("pop/b"));
        await("others come in", () -> again.agent.established());
        assertThat(a.losses).isEmpty();
    }

    private static String serial(Path tls) throws IOException {
        return TlsFolder.open(tls).credentials().chain().getFirst().getSerialNumber().toString(16);
    }

    @Test
    void anotherAuthorityTakesOverAndNoConnectionIsCut() throws Exception {
        Path tls = pki.enrol("pop/a");
        TlsFolder live = TlsFolder.open(tls);
        FakePop a = pop("a", TlsDoor.client(live, "southbound"));
        await("a is in", () -> a.agent.established() && a.forwarder.established());
        TestPki next = new TestPki(folder.resolve("next"));
        String both =
                Files.readString(pki.ca().resolve("ca.crt"))
                        + Files.readString(next.ca().resolve("ca.crt"));
        Path own = folder.resolve("controller-c1");
        Files.writeString(own.resolve("ca.crt"), both);
        Files.writeString(tls.resolve("ca.crt"), both);
        live.refresh();
        Path fresh = next.enrol("controller/c1");
        for (String file : List.of("node.key", "node.crt")) {
            Files.writeString(own.resolve(file), Files.readString(fresh.resolve(file)));
        }
        FakePop b = pop("b", next.client("pop/b"));
        await("one who knows only the new one is in", () -> b.agent.established());
        assertThat(a.losses).isEmpty();
        FakePop again = pop("a", TlsDoor.client(live, "southbound"));
        await("one of the old one is in too", () -> again.agent.established());
        assertThat(b.losses).isEmpty();
    }

    @Test
    void aNodeEnrolsWithATokenOnceAndSecretsStaySecret() throws Exception {
        Path admin = pki.enrol("admin/ann");
        String token = rhumb(0, admin, "pki", "token", "b", "--role", "pop").strip();
        Path file = Files.writeString(folder.resolve("token"), token);
        Path tls = folder.resolve("fresh");
        String url = "https://" + Objects.requireNonNull(controller.enrol());
        String[] enrol = {"pki", "enrol", "--from", url, "--token-file", file.toString()};
        assertThat(rhumb(0, tls, enrol))
                .isEqualTo(
                        "enrolled as pop/b\n  %1$s/node.key\n  %1$s/node.crt\n  %1$s/ca.crt\n"
                                .formatted(tls));
        FakePop b = pop("b", TlsDoor.client(TlsFolder.open(tls), "southbound"));
        await("b is in", () -> b.agent.established());
        assertThat(rhumb(5, folder.resolve("second"), enrol))
                .contains("the token is not known here, was used, or is too old")
                .doesNotContain(token);
        assertThat(folder.resolve("second")).doesNotExist();
        // A controller of another authority does not get the secret.
        String other = token.replaceFirst("rhumb1\\.[^.]*", "rhumb1." + "A".repeat(43));
        Files.writeString(file, other);
        assertThat(rhumb(4, folder.resolve("second"), enrol))
                .contains("this controller belongs to another authority than the token");
        assertThat(rhumb(0, admin, "audit", "-o", "wide"))
                .containsPattern("admin/ann +127\\.0\\.0\\.1:\\d+ +pki/token identity=pop/b .* 200")
                .contains("pki/enrol identity=pop/b")
                .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
    }

    @Test
    void rolesDecideAndTheAuditLogKeepsWhoDidWhat() throws Exception {
        Path reader = pki.enrol("read/rob");
        Path operator = pki.enrol("operate/oda");
        Path admin = pki.enrol("admin/ann");
        assertThat(rhumb(0, reader, "show", "pops")).contains("POP");
        assertThat(rhumb(0, reader, "intent", "check", document.toString())).contains("ok, 3 PoPs");
        assertThat(rhumb(5, reader, "drain", "pop", "a"))
                .contains("takes the role operate, and you are read/rob");
        assertThat(rhumb(0, operator, "drain", "pop", "a", "--who", "mallory"))
                .contains("revision 1: drain pop a");
        assertThat(rhumb(5, operator, "intent", "apply", document.toString()))
                .contains("takes the role admin, and you are operate/oda");
        assertThat(rhumb(5, operator, "pki", "token", "x", "--role", "admin"))
                .contains("takes the role admin");
        assertThat(rhumb(0, admin, "intent", "rollback", "0")).contains("revision 2");
        assertThat(rhumb(0, reader, "intent", "log"))
                .contains("operate/oda")
                .contains("admin/ann")
                .doesNotContain("mallory");
        assertThat(rhumb(0, reader, "audit").lines()).allMatch(line -> line.length() <= 100);
        String audit = rhumb(0, reader, "audit", "-o", "wide");
        assertThat(audit)
                .containsPattern("read/rob +\\S+ +intent/drain .* 403 .*takes the role operate")
                .containsPattern("operate/oda +\\S+ +intent/drain .* 200 +done")
                .containsPattern("operate/oda +\\S+ +intent/apply .* 403 ")
                .containsPattern("admin/ann +\\S+ +intent/rollback .* 200 +done");
        assertThat(Files.readString(folder.resolve("state/audit.log")).lines()).hasSize(5);
    }

    @Test
    void whatIsWrongIsSaidOnTheSideWhereItIs() throws Exception {
        Path reader = pki.enrol("read/rob");
        assertThat(command(4, reader, "http://" + controller.northbound(), "show", "pops"))
                .contains("does not speak plain HTTP: use https:// in --controller");
        assertThat(rhumb(78, folder.resolve("nowhere"), "show", "pops"))
                .contains("nowhere/ca.crt: no such folder", "--tls-dir");
        assertThat(rhumb(4, pki.enrol("pop/a"), "show", "pops"))
                .contains(
                        "refuses our certificate", "pop-a/node.crt (pop/a, serial", "tls-refused");
        // PoPs' own certificates are for clients alone.
        TestPki strangers = new TestPki(folder.resolve("strangers"));
        assertThat(rhumb(4, strangers.enrol("read/rob"), "show", "pops"))
                .contains(
                        "the controller's certificate is refused",
                        "UNKNOWN_AUTHORITY",
                        "read-rob/ca.crt");
    }

    @Test
    void olderTlsIsNotSpoken() throws Exception {
        TlsDoor door = pki.client("pop/a");
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(
                new javax.net.ssl.KeyManager[] {door.keys()},
                new javax.net.ssl.TrustManager[] {door.trust()},
                null);
        for (Endpoint server : List.of(controller.southbound(), controller.northbound())) {
            try (Socket plain = new Socket(server.host(), server.port());
                    SSLSocket socket =
                            (SSLSocket)
                                    context.getSocketFactory()
                                            .createSocket(
                                                    plain, server.host(), server.port(), true)) {
                socket.setEnabledProtocols(new String[] {"TLSv1.2"});
                org.assertj.core.api.Assertions.assertThatThrownBy(socket::startHandshake)
                        .hasMessageContaining("protocol_version");
            }
        }
    }
}
