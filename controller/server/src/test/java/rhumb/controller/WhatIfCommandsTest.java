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
import rhumb.controller.intent.Topology;
import rhumb.controller.io.ControllerConfig;
import rhumb.controller.rule.RuleBook;
import rhumb.net.Endpoint;

/** What-if questions to a running controller, which they do not change. */
class WhatIfCommandsTest {
    private static final Endpoint ANY = Endpoint.parse("127.0.0.1:0");

    private final Intent intent = Samples.mesh(3);
    private final List<FakePop> pops = new ArrayList<>();
    private Controller controller;

    @BeforeEach
    void start() throws IOException {
        controller = Controller.start(new ControllerConfig(ANY, ANY, false, ANY, 0, intent));
        for (String name : List.of("a", "b", "c")) {
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
    void whatIsAskedIsAnsweredAndNothingIsChanged() {
        ControllerView before = controller.view();
        assertThat(rhumb(0, "whatif", "link", "a", "b", "down"))
                .containsExactly(
                        "what if link a->b down (against plan 1, hold-down taken as over; nothing is changed)",
                        "",
                        "FATE   FROM  TO  CLASSES  NOW    THEN          DELAY ms   LOSS      COST ms",
                        "moves  a     b   all      a > b  a > c > b  40.0 > 80.0  0.00%  42.1 > 84.2",
                        "",
                        "pairs x classes: 8 move, 40 unchanged",
                        "delay rises most for a -> b, signalling: +40.0 ms",
                        "load of uplinks not known: no forwarder has told its traffic twice");
        assertThat(rhumb(0, "whatif", "add pop x near a", "--class", "audio"))
                .startsWith(
                        "what if add pop x near a (against plan 1, hold-down taken as over; nothing is changed)",
                        "  x: to a 1.0 ms (assumed; say apart 2ms for another), to all others as a is"
                                + " now, its troubles too",
                        "  x: one uplink at 0 c/GB, no limit of its rate");
        assertThat(rhumb(0, "whatif", "pop", "c", "down", "-o", "json").getFirst()).isEqualTo("{");
        ControllerView after = controller.view();
        assertThat(after.plan()).isSameAs(before.plan());
        assertThat(after.books()).isEqualTo(before.books());
        assertThat(after.counters().updates()).isEqualTo(before.counters().updates());
        assertThat(rhumb(0, "show", "pops")).hasSize(4);
    }

    @Test
    void complaintsHaveTheirExitCodes() {
        assertThat(rhumb(3, "whatif", "pop", "zz", "down"))
                .containsExactly("rhumb: there is no PoP zz; there are a, b, c");
        assertThat(rhumb(2, "whatif", "link", "a-", "down"))
                .singleElement()
                .asString()
                .endsWith("write link A B, or quote 'A->B'");
        assertThat(rhumb(2, "whatif", "link", "a", "b", "down", "--class", "voice"))
                .singleElement()
                .asString()
                .startsWith("rhumb: class \"voice\": expected one of signalling, audio");
    }

    @Test
    void explainSaysWhatWouldChangeIt() {
        assertThat(rhumb(0, "explain", "path", "a", "b"))
                .contains(
                        "  what would change it, at least (each tried on the planner; hold-down taken"
                                + " as over):",
                        "    a->b                     loss +1.21%, to 1.21%        then a > c > b"
                                + " (breaks the target of the class)");
    }
}
