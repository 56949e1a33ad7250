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
        plan.decisions(TrafficClass.AUDIO)[1] = bad;
        assertThat(round(check, plan))
                .singleElement()
                .asString()
                .contains("a -> b, class audio", "a > c", "ends at 2 instead of 1");
    }

    private static List<String> round(PlanCheck check, Plan plan) {
        List<String> faults = new ArrayList<>();
        for (int plans = 0; plans < 4 * 4 * TrafficClass.COUNT / 32; plans++) {
            faults.addAll(check.sample(plan));
        }
        return faults;
    }
}
