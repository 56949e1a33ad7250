package rhumb.controller.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.commit.CommitRefused.Reason;
import rhumb.controller.intent.Intent;
import rhumb.controller.io.YamlIntent;

class CommitsTest {
    private static final Author ANN = new Author("ann", "why not", 1_000);
    private static final Author BOB = new Author("bob", "", 2_000);

    private static final String DOCUMENT =
            """
            controller: 1
            pops:
              - name: sin
                number: 1
                uplinks:
                  - {data: "10.0.0.1:4790", probe: "10.0.0.1:862", stream: "10.0.0.1:4791", price: 4}
              - name: fra
                number: 2
                uplinks:
                  - {data: "10.0.0.2:4790", probe: "10.0.0.2:862", stream: "10.0.0.2:4791"}
            """;

    private final Commits none = Commits.none(new YamlIntent(), Configured.of(Samples.mesh(2)));

    private static Reason reason(Refusable step) {
        try {
            step.run();
        } catch (CommitRefused e) {
            return e.reason();
        }
        throw new AssertionError("not refused");
    }

    private interface Refusable {
        void run() throws CommitRefused;
    }

    @Test
    void aDocumentHoldsOnceItIsApplied() throws CommitRefused {
        Commits one = none.with(none.apply(DOCUMENT, ANN, 0, 0));
        assertThat(one.current().number()).isEqualTo(1);
        assertThat(one.waits()).isFalse();
        assertThat(one.intent(one.current()).pops()).hasSize(2);
        assertThat(one.intent(one.revision(0))).isEqualTo(Samples.mesh(2));
    }

    @Test
    void aWrongDocumentIsRefusedWithLineAndField() {
        String wrong = DOCUMENT.replace("price: 4", "prize: 4");
        assertThatThrownBy(() -> none.apply(wrong, ANN, 0, 0))
                .isInstanceOf(CommitRefused.class)
                .hasMessageContaining("intent:6")
                .hasMessageContaining("prize")
                .hasMessageContaining("did you mean \"price\"");
    }

    /** Such links could be told by no path: the planner would die of what it was given. */
    @Test
    void moreLinksBesideEachOtherThanPathsCanNameAreRefused() throws CommitRefused {
        StringBuilder text = new StringBuilder("controller: 1\npops:\n");
        for (int pop = 1; pop <= 2; pop++) {
            text.append("  - {name: p").append(pop).append(", number: ").append(pop);
            text.append(", uplinks: [");
            for (int uplink = 0; uplink < 5; uplink++) {
                String host = "10.0." + pop + "." + uplink;
                text.append("{name: u").append(uplink);
                text.append(", data: '").append(host).append(":1', probe: '").append(host);
                text.append(":2', stream: '").append(host).append(":3'}, ");
            }
            text.append("]}\n");
        }
        assertThat(none.apply(text.toString(), ANN, 0, 0).number()).isEqualTo(1);
        text.append("policy: {max-links: 5}\n");
        assertThatThrownBy(() -> none.apply(text.toString(), ANN, 0, 0))
                .hasMessageContaining("25 lead from p1 to p2")
                .hasMessageContaining("max-links 5 expected at most 16");
    }

    @Test
    void whoCommitsBeginsNoLinesOfHisOwn() {
        assertThatThrownBy(() -> new Author("x\nrevision 9 of root", "", 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Author("x", "\u001b[2J", 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatWasMadeAgainstAnOlderRevisionIsRefused() throws CommitRefused {
        Commits one = none.with(none.apply(DOCUMENT, ANN, 0, 0));
        assertThat(reason(() -> one.apply(DOCUMENT, BOB, 0, 0))).isEqualTo(Reason.CONFLICT);
        assertThat(one.apply(DOCUMENT, BOB, 1, 0).number()).isEqualTo(2);
    }

    @Test
    void whatNobodyConfirmsIsTakenBack() throws CommitRefused {
        Commits one = none.with(none.apply(DOCUMENT, ANN, 0, 60_000));
        assertThat(one.waits()).isTrue();
        assertThat(reason(() -> one.apply(DOCUMENT, BOB, 1, 0))).isEqualTo(Reason.UNCONFIRMED);
        assertThat(reason(() -> one.operate(Operation.drain("pop", "sin"), BOB)))
                .isEqualTo(Reason.UNCONFIRMED);
        assertThat(one.confirmMs()).isEqualTo(60_000);
        Commits two = one.with(one.takenBack(61_000));
        assertThat(two.intent(two.current())).isEqualTo(Samples.mesh(2));
        assertThat(two.current().why()).isEqualTo("revision 1 was not confirmed in time");
        assertThat(two.waits()).isFalse();
        Commits confirmed = one.withConfirmed(one.confirm());
        assertThat(confirmed.waits()).isFalse();
    }

    @Test
    void operationsStandBesideTheDocumentAndOutliveIt() throws CommitRefused {
        Commits one = none.with(none.operate(Operation.drain("pop", "a"), ANN));
        Intent drained = one.intent(one.current());
        assertThat(drained.policy().rules()).extracting("name").containsExactly("drain pop a");
        assertThat(reason(() -> one.operate(Operation.drain("pop", "nowhere"), ANN)))
                .isEqualTo(Reason.INVALID);
        assertThat(reason(() -> one.operate(Operation.drain("pop", "a'}: x"), ANN)))
                .isEqualTo(Reason.INVALID);
        Operation pin = Operation.pin(List.of("a", "b"), "audio", true);
        Commits two = one.with(one.operate(pin, BOB));
        assertThat(two.intent(two.current()).policy().rules()).hasSize(2);
        Commits three = two.with(two.undo("drain pop a", "undrain pop a", ANN));
        assertThat(three.intent(three.current()).policy().rules())
                .extracting("name")
                .containsExactly("pin a b audio");
        assertThat(reason(() -> three.undo("drain pop a", "undrain pop a", ANN)))
                .isEqualTo(Reason.UNKNOWN);
        // A document in which what is pinned is gone is refused, not half applied.
        assertThat(reason(() -> three.apply(DOCUMENT, ANN, 3, 0))).isEqualTo(Reason.INVALID);
    }

    @Test
    void rollingBackIsARevisionToo() throws CommitRefused {
        Commits one = none.with(none.apply(DOCUMENT, ANN, 0, 0));
        String dearer = DOCUMENT.replace("price: 4", "price: 9");
        Commits two = one.with(one.apply(dearer, BOB, 1, 0));
        Commits three = two.with(two.rollback(-1, ANN));
        assertThat(three.current().what()).isEqualTo("rollback to 1");
        assertThat(three.intent(three.current())).isEqualTo(one.intent(one.current()));
        assertThat(reason(() -> three.rollback(7, ANN))).isEqualTo(Reason.UNKNOWN);
        assertThat(IntentDiff.between(one.intent(one.current()), two.intent(two.current())))
                .containsExactly(new IntentDiff.Line("pops[sin].uplinks[main].price", "4", "9"));
    }
}
