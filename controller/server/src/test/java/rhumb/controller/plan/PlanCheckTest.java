package rhumb.controller.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import rhumb.controller.Samples;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

class PlanCheckTest {
    @Test
    void allPairsComeRoundAndAFaultIsNamed() {
        PlanWorld world = new PlanWorld(Samples.mesh(4));
        Plan plan = world.plan(1, world.none());
        PlanCheck check = new PlanCheck(world.topology, world.intent.policy());
        assertThat(round(check, plan)).isEmpty();
        Decision good = Objects.requireNonNull(plan.decision(0, 1, TrafficClass.AUDIO));
        OverlayPath elsewhere = new OverlayPath(world.topology.linkIndex(LinkId.parse("a->c")));
        Decision bad = new Decision(elsewhere, null, null, 1, null, good.cause(), null);
        assertThat(round(check, with(plan, bad)))
                .singleElement()
                .asString()
                .contains("a -> b, class audio", "a > c", "ends at 2 instead of 1");
    }

    /** The plan with another decision for audio from a to b. */
    private static Plan with(Plan plan, Decision decision) {
        Decisions[] decisions =
                TrafficClass.ALL.stream().map(plan::decisions).toArray(Decisions[]::new);
        Decisions.Editor editor = plan.decisions(TrafficClass.AUDIO).edit(null);
        editor.set(0, 1, decision);
        decisions[TrafficClass.AUDIO.code()] = editor.done();
        return new Plan(
                plan.number(),
                plan.atNs(),
                plan.snapshot(),
                plan.pops(),
                decisions,
                plan.prices(),
                plan.memory(),
                ChangedPairs.NONE,
                plan.timed());
    }

    private static List<String> round(PlanCheck check, Plan plan) {
        List<String> faults = new ArrayList<>();
        for (int plans = 0; plans < 4 * 4 * TrafficClass.COUNT / 32; plans++) {
            faults.addAll(check.sample(plan));
        }
        return faults;
    }
}
