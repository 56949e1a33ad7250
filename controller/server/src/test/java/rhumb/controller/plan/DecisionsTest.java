package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.controller.intent.Topology;
import rhumb.path.Graph;
import rhumb.path.GraphBuilder;

/** Whatever is put in comes out equal, however it is kept. */
class DecisionsTest {
    private static final int POPS = 6;

    private final Topology topology = new PlanWorld(Samples.mesh(POPS)).topology;
    private final Graph graph = topology.graph();

    @Test
    void givesBackWhatWasSet() {
        SplittableRandom random = new SplittableRandom(1);
        @Nullable Decision[] expected = new @Nullable Decision[POPS * POPS];
        Decisions table = Decisions.none(POPS);
        for (int step = 0; step < 300; step++) {
            Decisions.Editor editor = table.edit(random.nextInt(10) == 0 ? null : graph);
            for (int i = random.nextInt(20); i >= 0; i--) {
                int pair = random.nextInt(POPS * POPS);
                if (pair / POPS != pair % POPS) {
                    expected[pair] = random(random, pair / POPS, pair % POPS);
                    editor.set(pair / POPS, pair % POPS, expected[pair]);
                }
            }
            table = editor.done();
            assertThat(table.all()).as("step %d", step).containsExactly(expected);
            assertThat(table.dueNs()).isEqualTo(due(expected));
        }
    }

    @Test
    void aTableThatIsFollowedStaysAsItWas() {
        Decisions.Editor first = Decisions.none(POPS).edit(graph);
        OverlayPath straight = new OverlayPath(graph.parallelLink(0, 1, 0));
        MoveCause cause = new MoveCause(MoveCause.Reason.FIRST, null, 0, 0);
        Decision was = new Decision(straight, null, null, 1, null, cause, null);
        first.set(0, 1, was);
        Decisions table = first.done();
        Decisions.Editor second = table.edit(graph);
        second.set(0, 1, null);
        Decisions next = second.done();
        assertThat(table.at(0, 1)).isEqualTo(was);
        assertThat(next.at(0, 1)).isNull();
        assertThat(next.sharesRow(table, 0)).isFalse();
        assertThat(next.sharesRow(table, 1)).isTrue();
    }

    @Test
    void refusesAGraphInWhichNumbersStandForOtherLinks() {
        Decisions table = Decisions.none(POPS).edit(graph).done();
        assertThatThrownBy(() -> table.edit(new GraphBuilder(POPS).build()))
                .hasMessageContaining("other links");
    }

    private static long due(@Nullable Decision[] decisions) {
        long due = Long.MAX_VALUE;
        for (Decision decision : decisions) {
            Held held = decision == null ? null : decision.held();
            due = held != null && held.reason().timed() ? Math.min(due, held.untilNs()) : due;
        }
        return due;
    }

    private @Nullable Decision random(SplittableRandom random, int from, int to) {
        if (random.nextInt(8) == 0) {
            return null;
        }
        boolean odd = random.nextInt(4) == 0;
        Held held = null;
        if (random.nextInt(3) == 0) {
            Held.Reason reason = Held.Reason.values()[random.nextInt(Held.Reason.values().length)];
            long untilNs = reason.timed() ? 1_000 + random.nextInt(1_000) : 0;
            held = new Held(path(random, from, to), reason, random.nextInt(100), untilNs);
        }
        return new Decision(
                path(random, from, to),
                random.nextInt(4) == 0 ? null : path(random, from, to),
                random.nextInt(4) == 0 ? null : path(random, from, to),
                odd ? random.nextInt(5) : 7,
                odd && random.nextBoolean() ? path(random, from, to) : null,
                new MoveCause(
                        odd ? MoveCause.Reason.BETTER : MoveCause.Reason.FIRST,
                        null,
                        odd ? random.nextInt(3) : 0,
                        0),
                held);
    }

    private OverlayPath path(SplittableRandom random, int from, int to) {
        int[] relays =
                random.ints(0, POPS)
                        .filter(r -> r != from && r != to)
                        .distinct()
                        .limit(3)
                        .toArray();
        int links = 1 + random.nextInt(4);
        int[] path = new int[links];
        int at = from;
        for (int i = 0; i < links; i++) {
            int next = i + 1 < links ? relays[i] : to;
            path[i] = graph.parallelLink(at, next, 0);
            at = next;
        }
        return new OverlayPath(path);
    }
}
