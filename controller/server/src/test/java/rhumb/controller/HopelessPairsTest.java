package rhumb.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/** Whatever is not looked at would have been found as it was. */
class HopelessPairsTest {
    private static boolean hopeless(Plan plan, int pair) {
        Decision decision =
                plan.decision(pair / plan.pops(), pair % plan.pops(), TrafficClass.SIGNALLING);
        return decision != null
                && IntStream.range(0, decision.primary().length())
                        .mapToObj(i -> plan.priced(decision.primary().link(i)).status())
                        .anyMatch(s -> s == LinkStatus.DOWN || s == LinkStatus.UNKNOWN);
    }

    @Test
    void newsAreThoseOfALookAtEverything() {
        RandomPlans plans = new RandomPlans(Samples.mesh(5), 6);
        HopelessPairs pairs = new HopelessPairs();
        Set<Integer> before = new HashSet<>();
        int told = 0;
        int sameLinks = 0;
        for (int step = 0; step < 300; step++) {
            Plan last = plans.plan();
            Plan plan = plans.next();
            sameLinks += plan.unusable().equals(last.unusable()) ? 1 : 0;
            Set<Integer> now = new HashSet<>();
            for (int pair = 0; pair < plan.pops() * plan.pops(); pair++) {
                if (hopeless(plan, pair)) {
                    now.add(pair);
                }
            }
            List<Integer> news = pairs.next(plan);
            told += news.size();
            Set<Integer> wanted = new HashSet<>(now);
            wanted.removeAll(before);
            assertThat(news).as("step %d", step).containsExactlyInAnyOrderElementsOf(wanted);
            before = now;
        }
        assertThat(told).isGreaterThan(100);
        assertThat(sameLinks).isGreaterThan(5);
    }
}
