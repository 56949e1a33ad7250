package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.Held;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;

/** A plan carried over to a topology that has one PoP more, where links have other numbers. */
final class Carried {
    private final Topology to;
    private final Topology from;

    private Carried(Topology to, Topology from) {
        this.to = to;
        this.from = from;
    }

    /** The same plan when the numbers are the same. */
    static Plan to(Topology to, Topology from, Plan plan) {
        return to.links().size() == from.links().size() ? plan : new Carried(to, from).plan(plan);
    }

    private Plan plan(Plan plan) {
        List<Plan.Changed> adopted = new ArrayList<>();
        for (TrafficClass c : TrafficClass.ALL) {
            for (int source = 0; source < plan.pops(); source++) {
                for (int target = 0; target < plan.pops(); target++) {
                    Decision decision = plan.decision(source, target, c);
                    if (decision != null) {
                        adopted.add(
                                new Plan.Changed(
                                        c,
                                        to.popIndex(from.pop(source)),
                                        to.popIndex(from.pop(target)),
                                        null,
                                        decision(decision)));
                    }
                }
            }
        }
        return Plan.empty(to.pops().size()).with(adopted, to.graph());
    }

    private Decision decision(Decision d) {
        Held held = d.held();
        return new Decision(
                path(d.primary()),
                orNull(d.backup()),
                orNull(d.third()),
                d.sinceNs(),
                orNull(d.previous()),
                d.cause(),
                held == null
                        ? null
                        : new Held(
                                path(held.path()), held.reason(), held.sinceNs(), held.untilNs()));
    }

    private @Nullable OverlayPath orNull(@Nullable OverlayPath path) {
        return path == null ? null : path(path);
    }

    private OverlayPath path(OverlayPath path) {
        return new OverlayPath(path.ids(from).stream().mapToInt(to::linkIndex).toArray());
    }
}
