package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rhumb.controller.plan.Plan;
import rhumb.southbound.message.ProbePlan.Use;

/** What is followed from plan to plan is what one finds who counts all. */
class UseCountsTest {
    private static List<Use> uses(UseCounts counts, int links) {
        return IntStream.range(0, links).mapToObj(counts::use).toList();
    }

    @Test
    void followingIsCounting() {
        RandomPlans plans = new RandomPlans(Samples.mesh(6), 3);
        int links = plans.topology().links().size();
        UseCounts followed = new UseCounts(links);
        followed.follow(plans.plan());
        int changes = 0;
        List<Use> last = List.of();
        for (int step = 0; step < 200; step++) {
            Plan before = plans.plan();
            Plan plan = plans.next();
            followed.onPlan(before, plan);
            UseCounts anew = new UseCounts(links);
            anew.follow(plan);
            List<Use> uses = uses(followed, links);
            assertThat(uses).as("step %d", step).isEqualTo(uses(anew, links));
            changes += uses.equals(last) ? 0 : 1;
            last = uses;
        }
        assertThat(changes).isGreaterThan(20);
    }

    /** A plan that was put in between, as by adopted rules, makes it count all again. */
    @Test
    void aPlanOfUnknownOriginIsCounted() {
        RandomPlans plans = new RandomPlans(Samples.mesh(6), 4);
        int links = plans.topology().links().size();
        UseCounts counts = new UseCounts(links);
        counts.follow(plans.next());
        plans.next();
        Plan before = plans.plan();
        Plan plan = plans.next();
        counts.onPlan(before, plan);
        counts.follow(plan);
        UseCounts anew = new UseCounts(links);
        anew.follow(plan);
        assertThat(uses(counts, links)).isEqualTo(uses(anew, links));
    }
}
