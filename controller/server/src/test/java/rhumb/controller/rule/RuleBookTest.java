package rhumb.controller.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.message.RuleAck;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.UplinkRule;
import rhumb.southbound.session.Outbox;

class RuleBookTest {
    private static final UplinkRule SLOW = new UplinkRule("main", 1_000);
    private static final UplinkRule FAST = new UplinkRule("main", 9_000);
    private static final UplinkRule OTHER = new UplinkRule("isp2", 5);
    private static final RuleSet FIRST = RuleSet.of(List.of(SLOW, OTHER));
    private static final RuleSet SECOND = RuleSet.of(List.of(FAST));
    private static final Epoch E1 = new Epoch(1, 1);
    private static final Epoch E2 = new Epoch(2, 1);
    private static final Epoch E3 = new Epoch(3, 1);

    private final RuleBook book = new RuleBook();

    @Test
    void sendsEverythingThenDifferences() {
        assertThat(book.update(0, FIRST, E1, List.of())).isNull();
        assertThat(book.onHello(Epoch.NONE)).isFalse();
        assertThat(book.update(0, FIRST, E1, List.of()))
                .isEqualTo(new RuleUpdate.FullSync(E1, FIRST.rules(), List.of()));
        assertThat(book.wants(0, FIRST)).isFalse();
        book.onAck(0, RuleAck.installed(E1, List.of()));
        assertThat(book.state()).isEqualTo(RuleBook.State.IN_SYNC);
        assertThat(book.update(0, SECOND, E2, List.of()))
                .isEqualTo(
                        new RuleUpdate.Delta(
                                E2, E1, List.of(FAST), List.of(OTHER.key()), List.of()));
    }

    @Test
    void newerUpdateSupersedesOneThatIsNotAcknowledged() {
        book.onHello(Epoch.NONE);
        Outbox outbox = new Outbox();
        outbox.offer(java.util.Objects.requireNonNull(book.update(0, FIRST, E1, List.of())));
        outbox.offer(java.util.Objects.requireNonNull(book.update(0, SECOND, E2, List.of())));
        assertThat(outbox.poll()).isEqualTo(new RuleUpdate.FullSync(E2, SECOND.rules(), List.of()));
        assertThat(outbox.poll()).isNull();
    }

    @Test
    void refusalIsAnsweredWithEverything() {
        book.onHello(Epoch.NONE);
        book.update(0, FIRST, E1, List.of());
        book.onAck(0, RuleAck.installed(E1, List.of()));
        book.update(0, SECOND, E2, List.of());
        assertThat(book.onAck(0, new RuleAck(E1, E2, "base-mismatch", List.of()))).isFalse();
        assertThat(book.update(0, SECOND, E3, List.of())).isInstanceOf(RuleUpdate.FullSync.class);
        // Everything refused: not again at once.
        assertThat(book.onAck(0, new RuleAck(E1, E3, "no-memory", List.of()))).isFalse();
        assertThat(book.wants(0, SECOND)).isFalse();
        assertThat(book.wants(book.nextDeadlineNs(), SECOND)).isTrue();
    }

    @Test
    void deltaOvertakenByEverythingMayBeRefused() {
        book.onHello(Epoch.NONE);
        book.update(0, FIRST, E1, List.of());
        book.onAck(0, RuleAck.installed(E1, List.of()));
        book.update(0, SECOND, E2, List.of());
        book.update(0, FIRST, E3, List.of());
        book.onAck(0, new RuleAck(E1, E2, "base-mismatch", List.of()));
        Epoch e4 = new Epoch(4, 1);
        book.update(0, FIRST, e4, List.of());
        assertThat(book.onAck(0, new RuleAck(E1, E3, "base-mismatch", List.of()))).isTrue();
        book.onAck(0, RuleAck.installed(e4, List.of()));
        assertThat(book.state()).isEqualTo(RuleBook.State.IN_SYNC);
    }

    @Test
    void readsFirstAndSendsNothingWhenNothingDiffers() {
        assertThat(book.onHello(E2)).isTrue();
        assertThat(book.update(0, FIRST, E3, List.of())).isNull();
        book.onInstalled(new InstalledRules(E2, FIRST.rules()));
        assertThat(book.update(0, FIRST, E3, List.of())).isNull();
        assertThat(book.update(0, SECOND, E3, List.of())).isInstanceOf(RuleUpdate.FullSync.class);
        book.onHello(E2);
        book.stopReading();
        assertThat(book.update(0, FIRST, E3, List.of())).isInstanceOf(RuleUpdate.FullSync.class);
    }

    @Test
    void delaysOfPathsAreNoDifference() {
        RouteRule now = route(1, 10_000);
        assertThat(RuleSet.same(now, route(1, 90_000))).isTrue();
        assertThat(RuleSet.same(now, route(2, 10_000))).isFalse();
    }

    @Test
    void epochsGrowAboveEverythingSeen() {
        EpochCounter epochs = new EpochCounter(4);
        epochs.observe(new Epoch(9, 7));
        epochs.observe(E1);
        assertThat(epochs.next()).isEqualTo(new Epoch(10, 4));
        assertThat(epochs.next()).isEqualTo(new Epoch(11, 4));
    }

    @Test
    void anEpochThatNobodyCanHaveReachedIsNotFollowed() {
        EpochCounter epochs = new EpochCounter(4);
        epochs.observe(new Epoch(9, 7));
        epochs.observe(new Epoch(Long.MAX_VALUE, 7));
        assertThat(epochs.next()).isEqualTo(new Epoch(10, 4));
    }

    private static RouteRule route(int label, long delayNs) {
        return new RouteRule(
                2,
                TrafficClass.AUDIO,
                RouteRule.Direction.TO,
                List.of(new PathRule(List.of(new Label(label)), delayNs)));
    }
}
