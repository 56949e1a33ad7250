package rhumb.forward.path;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.southbound.link.LinkStatus.DEGRADED;
import static rhumb.southbound.link.LinkStatus.DOWN;
import static rhumb.southbound.link.LinkStatus.UNKNOWN;
import static rhumb.southbound.link.LinkStatus.UP;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.RuleInstaller;
import rhumb.net.ClassSet;
import rhumb.net.Endpoint;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.message.RuleUpdate;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.RouteRule.Direction;
import rhumb.southbound.rule.Rule;

/** PoP a with links to b, c and d; the routes to b go direct, over c, and over d. */
class PathSelectorTest {
    private static final long S = 1_000_000_000L;
    private static final PopId A = new PopId("a");
    private static final TrafficClass AUDIO = TrafficClass.AUDIO;
    private static final ClassSet ONLY_AUDIO = ClassSet.of(AUDIO);

    private final List<PathSelector.Cause> causes = new ArrayList<>();
    private final PathSelector selector =
            new PathSelector(10 * S, (_, _, _, _, cause) -> causes.add(cause));
    private final RuleInstaller installer = new RuleInstaller(A);
    private long epoch;

    private static LinkId to(String pop) {
        return LinkId.between(A, new PopId(pop));
    }

    private static PathRule path(int... labels) {
        List<Label> list = new ArrayList<>();
        for (int label : labels) {
            list.add(new Label(label));
        }
        return new PathRule(list, -1);
    }

    private Fib fib(PathRule... paths) {
        List<Rule> rules = new ArrayList<>();
        rules.add(new PopRule(1, A, true));
        String[] others = {"b", "c", "d"};
        for (int i = 0; i < others.length; i++) {
            rules.add(new PopRule(2 + i, new PopId(others[i]), false));
            Endpoint at = Endpoint.ofIpv4(0x0a000002 + i, 4_789);
            rules.add(new NeighborRule(new Label(2 + i), to(others[i]), 2 + i, at, at));
        }
        for (Direction direction : Direction.values()) {
            rules.add(new RouteRule(2, AUDIO, direction, List.of(paths)));
            rules.add(new RouteRule(2, TrafficClass.BULK, direction, List.of(paths)));
        }
        Epoch next = new Epoch(++epoch, 1);
        installer.apply(new RuleUpdate.FullSync(next, rules, List.of()), 0);
        return installer.fib();
    }

    private void health(long nowNs, LinkId link, LinkStatus status, ClassSet degraded) {
        LinkHealth.Entry entry = new LinkHealth.Entry(link, status, degraded, LinkSign.NONE, null);
        selector.onHealth(nowNs, new LinkHealth(List.of(entry)));
    }

    private int first(TrafficClass c, Direction direction) {
        FibPath active = Objects.requireNonNull(selector.active(2, c, direction));
        return active.label(0);
    }

    private int audio() {
        return first(AUDIO, Direction.TO);
    }

    private FibPath candidate(int index) {
        return Objects.requireNonNull(installer.fib().route(2, AUDIO, Direction.TO))
                .candidates()
                .get(index);
    }

    private void install() {
        selector.onFib(0, fib(path(2), path(3, 1_026), path(4, 1_026)));
    }

    @Test
    void theFirstCandidateThatServesIsUsed() {
        install();
        assertThat(audio()).isEqualTo(2);
        health(1, to("b"), DOWN, ClassSet.ALL);
        assertThat(audio()).isEqualTo(3);
        health(2, to("c"), DEGRADED, ONLY_AUDIO);
        assertThat(audio()).isEqualTo(4);
        assertThat(first(TrafficClass.BULK, Direction.TO)).isEqualTo(3);
        // None serves: back to the controller's first choice.
        health(3, to("d"), DOWN, ClassSet.ALL);
        assertThat(audio()).isEqualTo(2);
        assertThat(causes).containsOnly(PathSelector.Cause.LINK_HEALTH);
        assertThat(selector.active(3, AUDIO, Direction.TO)).isNull();
    }

    @Test
    void whatComesFromThereIsJudgedByTheIncomingLink() {
        install();
        health(1, to("b").reverse(), DEGRADED, ONLY_AUDIO);
        assertThat(first(AUDIO, Direction.FROM)).isEqualTo(3);
        assertThat(first(TrafficClass.BULK, Direction.FROM)).isEqualTo(2);
        assertThat(audio()).isEqualTo(2);
        // A degraded way out still carries acknowledgements, a dead one does not.
        health(2, to("c"), DEGRADED, ClassSet.ALL);
        assertThat(first(AUDIO, Direction.FROM)).isEqualTo(3);
        health(3, to("c"), DOWN, ClassSet.ALL);
        assertThat(first(AUDIO, Direction.FROM)).isEqualTo(4);
    }

    @Test
    void allEntriesOfAMessageCountAtOnce() {
        install();
        List<LinkHealth.Entry> entries = new ArrayList<>();
        for (String pop : List.of("b", "c")) {
            entries.add(new LinkHealth.Entry(to(pop), DOWN, ClassSet.ALL, LinkSign.GAP, null));
        }
        selector.onHealth(1, new LinkHealth(entries));
        assertThat(audio()).isEqualTo(4);
        assertThat(causes).hasSize(4);
    }

    @Test
    void goodIsPreferredToUnknownWhenLeaving() {
        install();
        health(1, to("d"), UP, ClassSet.NONE);
        health(2, to("b"), DOWN, ClassSet.ALL);
        assertThat(audio()).isEqualTo(4);
    }

    @Test
    void unknownIsNeitherLeftNorReturnedTo() {
        install();
        health(1, to("b"), UNKNOWN, ClassSet.NONE);
        assertThat(audio()).isEqualTo(2);
        health(2, to("b"), DOWN, ClassSet.ALL);
        health(3, to("b"), UNKNOWN, ClassSet.NONE);
        selector.onDeadline(100 * S);
        assertThat(audio()).isEqualTo(3);
        assertThat(selector.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void holdDownIsCountedFromWhenItBecameGood() {
        install();
        health(S, to("b"), DOWN, ClassSet.ALL);
        health(2 * S, to("b"), UP, ClassSet.NONE);
        assertThat(selector.nextDeadlineNs()).isEqualTo(12 * S);
        selector.onDeadline(12 * S - 1);
        assertThat(audio()).isEqualTo(3);
        selector.onDeadline(12 * S);
        assertThat(audio()).isEqualTo(2);
        assertThat(causes).endsWith(PathSelector.Cause.HELD_DOWN);
    }

    @Test
    void otherCandidatesBeginAnewAndTheSameOnesDoNot() {
        install();
        health(1, to("b"), DOWN, ClassSet.ALL);
        health(2, to("b"), UP, ClassSet.NONE);
        causes.clear();
        selector.onFib(3, fib(path(2), path(3, 1_026), path(4, 1_026)));
        assertThat(audio()).isEqualTo(3);
        assertThat(causes).isEmpty();
        selector.onFib(4, fib(path(2), path(4, 1_026)));
        assertThat(audio()).isEqualTo(2);
        assertThat(causes).containsOnly(PathSelector.Cause.RULES);
        health(5, to("b"), DOWN, ClassSet.ALL);
        selector.onFib(6, fib(path(2), path(3, 1_026)));
        assertThat(audio()).isEqualTo(3);
    }

    @Test
    void silenceOfAPathIsAsBadAsALinkDown() {
        install();
        selector.onSilent(1, candidate(0));
        assertThat(audio()).isEqualTo(3);
        assertThat(causes).containsOnly(PathSelector.Cause.SILENCE);
        selector.onUnprobed(2, candidate(0));
        selector.onDeadline(50 * S);
        assertThat(audio()).isEqualTo(3);
        selector.onAnswering(60 * S, candidate(0));
        selector.onDeadline(70 * S);
        assertThat(audio()).isEqualTo(2);
    }

    @Test
    void aPathThatAnswersStaysInUseWhileItsSilentLinkWinsTrustBack() {
        install();
        selector.onAnswering(1, candidate(0));
        for (LinkStatus status : List.of(DOWN, DEGRADED)) {
            LinkHealth.Entry entry =
                    new LinkHealth.Entry(to("b"), status, ONLY_AUDIO, LinkSign.SILENCE, null);
            selector.onHealth(2, new LinkHealth(List.of(entry)));
            assertThat(audio()).isEqualTo(2);
        }
        health(3, to("b"), DEGRADED, ONLY_AUDIO);
        assertThat(audio()).isEqualTo(3);
    }

    @Test
    void anAnswerDoesNotClearALinkThatWasBadWhenTheAgentWasLost() {
        install();
        health(1, to("b"), DEGRADED, ONLY_AUDIO);
        selector.onAgentLost(2);
        selector.onAnswering(3, candidate(0));
        selector.onDeadline(100 * S);
        assertThat(audio()).isEqualTo(3);
        health(101 * S, to("b"), UP, ClassSet.NONE);
        selector.onDeadline(111 * S);
        assertThat(audio()).isEqualTo(2);
    }
}
