package rhumb.controller;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import rhumb.controller.plan.Plan;
import rhumb.net.ClassSet;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.ProbePlan.Use;

/**
 * On how many paths of a plan each link is: of pairs that change, and of all only when it is not
 * known which do. At a thousand PoPs there are eight million pairs with three paths each.
 */
final class UseCounts {
    private static final ClassSet URGENT =
            ClassSet.of(
                    TrafficClass.SIGNALLING,
                    TrafficClass.AUDIO,
                    TrafficClass.VIDEO_KEY,
                    TrafficClass.VIDEO);

    private final int[] urgent;
    private final int[] planned;

    /** The plan that they are of. */
    private @Nullable Plan counted;

    UseCounts(int links) {
        this.urgent = new int[links];
        this.planned = new int[links];
    }

    /** Another plan followed this one. */
    @SuppressWarnings("ReferenceEquality") // only of this very plan it is known what changed
    void onPlan(Plan before, Plan plan) {
        if (counted != before) {
            return; // the next look counts all
        }
        plan.eachChanged((c, from, to) -> {
            int[] counts = of(c);
            before.eachLink(from, to, c, link -> counts[link]--);
            plan.eachLink(from, to, c, link -> counts[link]++);
        });
        counted = plan;
    }

    /** Makes sure that they are of this plan. */
    @SuppressWarnings("ReferenceEquality")
    void follow(Plan plan) {
        if (counted == plan) {
            return;
        }
        Arrays.fill(urgent, 0);
        Arrays.fill(planned, 0);
        for (TrafficClass c : TrafficClass.ALL) {
            int[] counts = of(c);
            for (int from = 0; from < plan.pops(); from++) {
                for (int to = 0; to < plan.pops(); to++) {
                    plan.eachLink(from, to, c, link -> counts[link]++);
                }
            }
        }
        counted = plan;
    }

    Use use(int link) {
        return urgent[link] > 0 ? Use.URGENT : planned[link] > 0 ? Use.PLANNED : Use.IDLE;
    }

    private int[] of(TrafficClass c) {
        return URGENT.contains(c) ? urgent : planned;
    }
}
