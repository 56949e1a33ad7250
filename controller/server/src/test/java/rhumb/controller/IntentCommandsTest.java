package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.io.YamlIntent;
import rhumb.controller.rule.RuleBook;
import rhumb.net.Endpoint;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.Protection.Copies;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.ProtectionRule;

/** Operators change what they want while a controller with peers runs, and over its restart. */
class IntentCommandsTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    @TempDir private Path folder;
    private final List<FakePop> pops = new ArrayList<>();
    private Path file;
    private String document;
    private Intent intent;
    private Controller controller;

    @BeforeEach
    void start() throws Exception {
        document = Samples.document(3) + "policy:\n  drain-over: 0s\n";
        file = folder.resolve("intent.yaml");
        Files.writeString(file, document);
        intent = new YamlIntent().intent(document);
        begin();
        for (String name : List.of("a", "b", "c")) {
            pops.add(new FakePop(name, new Topology(intent), controller.southbound()));
        }
        awaitInSync();
    }

    private void begin() throws IOException {
        Endpoint southbound = controller == null ? ANY : controller.southbound();
        controller =
                Controller.start(
                        new ControllerConfig(
                                southbound, ANY, false, ANY, 0, folder.resolve("state"), intent));
    }

    private void awaitInSync() {
        await(
                "rules everywhere",
                () ->
                        controller.view().phase() == Startup.Phase.FIRST_UPDATE
                                && controller.view().books().stream().allMatch(this::stands));
    }

    /** Known: read from the forwarder, which already runs what is wanted. */
    private boolean stands(ControllerView.Book book) {
        return book.state() == RuleBook.State.IN_SYNC || book.state() == RuleBook.State.KNOWN;
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        controller.close();
    }

    private String rhumb(int status, String... words) {
        return Command.ask(controller, words).ends(status).said();
    }

    private String path(String from, String to) {
        return rhumb(0, "show", "paths", "--from", from, "--to", to, "--class", "audio");
    }

    @Test
    void aDrainMovesTrafficUntilItIsTakenBackAndOutlivesTheController() throws Exception {
        assertThat(path("a", "b")).contains("a > b");
        assertThat(rhumb(0, "drain", "link", "a->b", "--dry-run")).contains("nothing is changed");
        assertThat(rhumb(0, "drain", "link", "a->b", "--who", "ann", "--why", "cable"))
                .isEqualTo("revision 1: drain link a->b, in force\n");
        await("the pair moved", () -> path("a", "b").contains("a > c > b"));
        assertThat(path("a", "b")).contains("drained by rule drain link a->b");
        assertThat(rhumb(0, "intent", "log")).contains("ann", "cable", "drain link a->b");
        controller.close();
        begin();
        awaitInSync();
        assertThat(path("a", "b")).contains("a > c > b");
        assertThat(rhumb(0, "undrain", "link", "a->b")).startsWith("revision 2: undrain");
        assertThat(rhumb(3, "undrain", "link", "a->b")).contains("nothing to undo");
        assertThat(rhumb(3, "drain", "pop", "zz")).contains("there is no PoP zz; there are a, b");
        assertThat(rhumb(3, "drain", "link", "a->bb"))
                .contains("there is no link a->bb; there are");
        assertThat(rhumb(3, "drain", "uplink", "a/x"))
                .contains("there is no uplink a/x; there are a,");
        assertThat(rhumb(2, "drain", "pops", "a")).contains("expected pop, uplink, link, provider");
        assertThat(rhumb(3, "pin", "a", "z")).contains("there is no PoP z; there are a, b");
        assertThat(rhumb(3, "pin", "a", "b", "--class", "vido")).contains("video-key, video");
    }

    @Test
    void aDocumentIsComparedAppliedAndTakenBack() throws Exception {
        rhumb(0, "intent", "check", file.toString());
        assertThat(rhumb(0, "intent", "diff", file.toString())).startsWith("no difference");
        Files.writeString(file, document.replaceFirst("price: 1", "price: 7"));
        assertThat(rhumb(1, "intent", "diff", file.toString()))
                .contains("~ pops[a].uplinks[main].price: 1 -> 7", "1 difference");
        assertThat(rhumb(0, "intent", "apply", file.toString(), "--base", "0", "--confirm", "1h"))
                .contains("revision 1: apply, waits to be confirmed until", "rhumb intent confirm");
        // The overlay goes on by the new document: peers come back and the old path is kept.
        awaitInSync();
        assertThat(path("a", "b")).contains("a > b");
        assertThat(rhumb(6, "intent", "apply", file.toString())).contains("waits to be confirmed");
        assertThat(rhumb(0, "intent", "confirm")).contains("in force");
        assertThat(rhumb(6, "intent", "apply", file.toString(), "--base", "0"))
                .contains("was made against revision 0");
        assertThat(rhumb(0, "intent", "show")).contains("price: 7");
        assertThat(rhumb(0, "intent", "rollback")).contains("rollback to 0");
        assertThat(rhumb(0, "intent", "show", "1")).contains("price: 7");
        assertThat(rhumb(0, "show", "events"))
                .contains("INTENT_COMMITTED", "revision 2 of ", "rollback to 0");
        Files.writeString(file, document.replace("number: 2", "number: 1"));
        assertThat(rhumb(2, "intent", "apply", file.toString()))
                .contains("PoP number 1", file.getFileName().toString());
    }

    @Test
    void targetsOfPrometheusAreThoseOfTheIntent() throws Exception {
        String held = rhumb(0, "intent", "targets", "-o", "json", "--controllers", "10.0.0.9:9470");
        assertThat(held.replaceAll("\\s+", ""))
                .startsWith(
                        "[{\"targets\":[\"10.0.0.9:9470\"],\"labels\":{\"job\":\"rhumb-controller\",")
                .contains(
                        "{\"targets\":[\"10.0.0.10:9471\"],\"labels\":{\"job\":\"rhumb-agent\","
                                + "\"role\":\"agent\",\"pop\":\"a\"}}",
                        "{\"targets\":[\"10.0.0.10:9472\"],\"labels\":{\"job\":\"rhumb-forwarder\","
                                + "\"role\":\"forwarder\",\"pop\":\"a\"}}");
        Files.writeString(file, document.replace("name: c", "name: tokyo"));
        assertThat(rhumb(0, "intent", "targets", file.toString(), "--hosts", "%s.example.net"))
                .containsPattern("tokyo +agent +tokyo.example.net:9471")
                .containsPattern("tokyo +forwarder +tokyo.example.net:9472");
        assertThat(rhumb(2, "intent", "targets", "--hosts", "example.net"))
                .contains("--hosts example.net: expected a pattern with %s");
        assertThat(rhumb(2, "intent", "targets", "--agent-port", "0"))
                .contains("--agent-port 0: expected 1 to 65535");
        Files.writeString(file, document.replace("number: 2", "number: 1"));
        assertThat(rhumb(2, "intent", "targets", file.toString())).contains("PoP number 1");
    }

    @Test
    void protectionThatIsAppliedReachesForwardersAndGoesWithARollback() throws Exception {
        assertThat(rhumb(0, "show", "rules", "--pop", "a")).doesNotContain("protection");
        Files.writeString(
                file, document + "  protection:\n    video: {repair: false, overhead: 10%}\n");
        assertThat(rhumb(1, "intent", "diff", file.toString()))
                .contains(
                        "~ policy.protection[video].overhead: 20% -> 10%",
                        "~ policy.protection[video].repair: true -> false");
        rhumb(0, "intent", "apply", file.toString(), "--why", "uplinks are full");
        Protection cheap =
                new Protection(true, false, 100_000, 100_000, 200_000_000L, Copies.NEVER);
        ProtectionRule rule = new ProtectionRule(TrafficClass.VIDEO, cheap);
        await("the rule", () -> pops.stream().allMatch(pop -> pop.rules.contains(rule)));
        assertThat(rhumb(0, "show", "rules", "--pop", "a"))
                .containsPattern(
                        "a +protection +video +asked for again, no repair packets, up to 10 % within"
                                + " 200 ms\\n");
        rhumb(0, "intent", "rollback");
        await("its end", () -> pops.stream().noneMatch(pop -> pop.rules.contains(rule)));
        assertThat(rhumb(0, "intent", "log")).contains("uplinks are full", "rollback to 0");
    }

    @Test
    void whatIsNoDocumentIsSaidToBeNone() throws Exception {
        Files.write(file, new byte[] {(byte) 0xc3, 0x28});
        assertThat(rhumb(2, "intent", "apply", file.toString())).contains("is not UTF-8 text");
        Files.writeString(file, "x".repeat((1 << 20) + 1));
        assertThat(rhumb(2, "intent", "apply", file.toString()))
                .contains("has 1048577 bytes: expected at most 1048576");
        Files.delete(file);
        assertThat(rhumb(2, "intent", "apply", file.toString())).contains("no such file");
        assertThat(rhumb(2, "drain", "pop", "a", "--who", "x\ny")).contains("expected one line");
        assertThat(rhumb(0, "intent", "log")).startsWith("nothing was committed");
    }

    /** What applications asked for has nothing to do with what operators want. */
    @Test
    void rulesOfApplicationsOutliveAnotherDocument() throws Exception {
        RuleIntent pin =
                new RuleIntent(
                        "app",
                        List.of(),
                        null,
                        null,
                        new RuleIntent.Pin(
                                List.of(new PopId("a"), new PopId("c"), new PopId("b")),
                                List.of(),
                                true),
                        null,
                        null,
                        null,
                        null);
        controller.addRules(List.of(pin)).get();
        await("the pair moved", () -> path("a", "b").contains("a > c > b"));
        Files.writeString(file, document.replaceFirst("price: 1", "price: 7"));
        rhumb(0, "intent", "apply", file.toString());
        awaitInSync();
        assertThat(path("a", "b")).contains("a > c > b");
    }

    @Test
    void programsGetThePlaceOfAMistake() throws IOException {
        Path wrong = folder.resolve("wrong.yaml");
        Files.writeString(wrong, document.replace("number: 2", "number: two"));
        Command check = Command.ask(controller, "intent", "check", wrong.toString(), "-o", "json");
        assertThat(check.ends(2).err()).hasLineCount(1);
        JsonNode refused = new ObjectMapper().readTree(check.err());
        assertThat(refused.path("code").asInt()).isEqualTo(2);
        JsonNode where = refused.path("where");
        assertThat(where.path("file").asText()).isEqualTo(wrong.toString());
        assertThat(where.path("line").asInt())
                .isEqualTo(document.lines().toList().indexOf("    number: 2") + 1);
        assertThat(where.path("field").asText()).isEqualTo("pops[1].number");
        assertThat(refused.path("whatToDo").asText()).isEqualTo("expected a whole number");
    }
}
