package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.controller.Eventually.await;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.LinkIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.rule.RuleBook;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;

/** The operators' commands against a running controller. */
class OperatorCommandsTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    private final Intent intent = Samples.mesh(2);
    private final List<FakePop> pops = new ArrayList<>();
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        controller = Controller.start(new ControllerConfig(ANY, ANY, false, ANY, 0, intent));
        for (String name : List.of("a", "b")) {
            pops.add(new FakePop(name, new Topology(intent), controller.southbound()));
        }
        await(
                "rules everywhere",
                () ->
                        controller.view().books().stream()
                                .allMatch(book -> book.state() == RuleBook.State.IN_SYNC));
    }

    @AfterEach
    void stop() {
        pops.forEach(FakePop::close);
        controller.close();
    }

    private List<String> rhumb(int status, String... words) {
        return Command.ask(controller, words).ends(status).lines();
    }

    @Test
    void showsWhatTheControllerKnows() {
        assertThat(rhumb(0, "show", "pops"))
                .hasSize(3)
                .anyMatch(row -> row.matches("a +- +connected +connected +1\\.1 +1 +0 +0 +0"));
        assertThat(rhumb(0, "show", "links"))
                .hasSize(3)
                .anyMatch(row -> row.matches("a->b +UP +- +0\\.00% +0\\.00% +80\\.0 +40\\.0 .*"));
        assertThat(rhumb(0, "show", "paths", "--class", "audio"))
                .hasSize(3)
                .anyMatch(row -> row.matches("a +b +audio +a > b +40\\.0 +- .*first plan"));
        assertThat(rhumb(0, "show", "paths", "--class", "audio", "--link", "a->b"))
                .hasSize(2)
                .anyMatch(row -> row.matches("a +b +audio +a > b .*"));
        assertThat(rhumb(3, "show", "paths", "--link", "a->z"))
                .anyMatch(line -> line.contains("there is no link a->z; there are a->b"));
        assertThat(rhumb(0, "show", "rules", "--pop", "b"))
                .anyMatch(row -> row.matches("b +service +flv2 .*"));
        assertThat(rhumb(0, "show", "streams")).last().isEqualTo("(none)");
        assertThat(rhumb(0, "show", "protection"))
                .contains(
                        "CLASS       ASKED AGAIN  REPAIR  OVERHEAD  LOSSY LINK  IN TIME ms  COPIES"
                                + "  AS USUAL",
                        "audio       yes          yes       20.00%     100.00%         200  lossy "
                                + "  yes",
                        "log         no           no             -           -           -  never "
                                + "  yes");
        assertThat(rhumb(0, "show", "queues", "--pop", "a")).last().isEqualTo("(none)");
        assertThat(rhumb(0, "show", "events"))
                .anyMatch(row -> row.matches(".* INFO +PEER_CONNECTED +agent of a connected.*"));
        assertThat(rhumb(0, "show", "links", "--color", "always"))
                .anyMatch(row -> row.contains("\u001b[32mUP\u001b[0m"));
        assertThat(rhumb(0, "show", "pops", "-o", "json").getFirst()).isEqualTo("{");
    }

    @Test
    void auditsCodePoints() {
        assertThat(rhumb(0, "show", "dscp"))
                .anyMatch(row -> row.matches("a->b +unknown +0 +- +- +- +-"));
        assertThat(rhumb(0, "dscp-audit", "a", "b"))
                .startsWith(
                        "a->b: Bleach-low (64 of 64 known)",
                        "            +0  +1  +2  +3  +4  +5  +6  +7",
                        "  CS0   0    .   0   0   0   0   0   0   0")
                .contains(
                        "  CS5  40    .  40  40  40  40  40  40  40",
                        "  re-marked: EF>CS5, AF41>CS4, AF42>CS4, AF31>CS3, AF11>CS1, LE>DF",
                        "  surviving: DF CS1 CS2 CS3 CS4 CS5 CS6 CS7",
                        "  written instead: audio CS5, video-key CS4, video CS4, live CS3,"
                                + " bulk DF",
                        "b->a: none (64 of 64 known)",
                        "  written instead: -");
        assertThat(rhumb(0, "show", "dscp", "--link", "a->b"))
                .hasSize(3)
                .anyMatch(row -> row.matches("a->b +Bleach-low +64 +EF>CS5, .*"))
                .anyMatch(row -> row.matches("b->a +none +64 +- +- +- +all 64"));
        assertThat(rhumb(3, "dscp-audit", "a", "zz"))
                .containsExactly("rhumb: there is no PoP zz; there are a, b");
        pops.getFirst().close();
        await(
                "the loss of an agent",
                () -> controller.view().peers().stream().anyMatch(peer -> !peer.connected()));
        assertThat(rhumb(0, "show", "dscp", "--link", "b->a"))
                .anyMatch(row -> row.startsWith("a->b  Bleach-low"));
    }

    @Test
    void tracesPaths() {
        assertThat(rhumb(0, "trace", "a", "b", "--class", "video", "--count", "20"))
                .containsExactly(
                        "video a > x > b",
                        "HOP  POP  SENT    LOSS  RTT ms  MEAN ms  WORST ms  THIS LINK ms  MEDIA BYTES",
                        "  1  x      20   0.00%   10.00    11.00     12.00         10.00         1380",
                        "  2  b      20  20.00%   31.00    33.00     40.00         21.00          954",
                        "loss begins between x and b: 20.00% of the packets to b and back",
                        "media packets of more than 954 bytes do not cross to b: make them smaller,"
                                + " or raise the MTU of that link");
        assertThat(rhumb(0, "trace", "a", "b", "-o", "json"))
                .contains("    \"rttMs\" : 31.0,", "    \"hopRttMs\" : 21.0,");
        assertThat(rhumb(3, "trace", "a", "zz"))
                .containsExactly("rhumb: there is no PoP zz; there are a, b");
        assertThat(rhumb(2, "trace", "a", "a"))
                .containsExactly(
                        "rhumb: from and to are the same PoP: nothing crosses the overlay");
        assertThat(rhumb(2, "trace", "a", "b", "--count", "0"))
                .containsExactly("rhumb: parameter count=0: expected 1 to 200");
        assertThat(rhumb(2, "trace", "a", "b", "--class", "voice"))
                .singleElement()
                .asString()
                .startsWith("rhumb: class \"voice\": expected one of signalling, audio");
        pops.getFirst().close();
        await(
                "the loss of a forwarder",
                () ->
                        controller.view().peers().stream().filter(peer -> !peer.connected()).count()
                                == 2);
        assertThat(rhumb(5, "trace", "a", "b"))
                .containsExactly(
                        "rhumb: the forwarder of a is not connected: start it, or trace from another"
                                + " PoP (`rhumb show pops`)");
    }

    @Test
    void aPairWithoutAPathIsSaidWithWhatToDo() throws IOException {
        LinkIntent none =
                new LinkIntent(List.of(LinkId.parse("a->b"), LinkId.parse("b->a")), List.of());
        Intent apart = Samples.with(intent, none, intent.policy());
        stop();
        pops.clear();
        controller = Controller.start(new ControllerConfig(ANY, ANY, false, ANY, 0, apart));
        String path = "rhumb: there is no path from a to b for audio";
        assertThat(rhumb(5, "trace", "a", "b"))
                .containsExactly(
                        path
                                + " yet: the controller is in start-up phase WAITING; see `rhumb"
                                + " show pops`");
        for (String name : List.of("a", "b")) {
            pops.add(new FakePop(name, new Topology(apart), controller.southbound()));
        }
        await("the first update", () -> controller.view().phase() == Startup.Phase.FIRST_UPDATE);
        for (List<String> words :
                List.of(List.of("trace", "a", "b"), List.of("explain", "path", "a", "b"))) {
            assertThat(rhumb(5, words.toArray(String[]::new)))
                    .containsExactly(
                            path
                                    + ": no links lead there that are up and that policy allows;"
                                    + " see `rhumb show links --bad`");
        }
    }

    @Test
    void aTraceNotesWaysThatAreNotThePath() {
        pops.getFirst().detoured = true;
        assertThat(rhumb(0, "trace", "a", "b", "--count", "5"))
                .contains(
                        "packets went round a link that is bad for this class: `rhumb show"
                                + " repairs`",
                        "the path changed, so the trace ended early: ask again",
                        "some answers came back by another way: their delays are not of the links")
                .anyMatch(row -> row.matches(" +2 +b +5 .* 31\\.00 +33\\.00 +40\\.00 +- +954"));
    }

    @Test
    void explainsAndRefuses() {
        assertThat(rhumb(0, "explain", "path", "a", "b", "--class", "video").getFirst())
                .contains("video");
        assertThat(rhumb(3, "show", "rules", "--pop", "zz"))
                .containsExactly("rhumb: there is no PoP zz; there are a, b");
        assertThat(rhumb(2, "explain", "path", "a", "a"))
                .containsExactly(
                        "rhumb: from and to are the same PoP: nothing crosses the overlay");
        assertThat(rhumb(2, "show", "paths", "--class", "voice"))
                .singleElement()
                .asString()
                .startsWith("rhumb: class \"voice\": expected one of signalling, audio");
        controller.close();
        assertThat(rhumb(4, "show", "pops"))
                .singleElement()
                .asString()
                .startsWith("rhumb: no controller answers at http://127.0.0.1:");
    }
}
