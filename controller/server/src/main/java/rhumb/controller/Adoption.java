package rhumb.controller;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.MoveCause;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.InstalledRules;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;

/**
 * Takes the routes that a forwarder runs for the previous plan, so that a controller that restarts
 * starts from what is, not from what it would have chosen, and moves nothing without need.
 */
final class Adoption {
    private Adoption() {}

    /** The plan with the decisions that the forwarder's routes stand for. */
    static List<Plan.Changed> of(
            long nowNs, Topology topology, PolicyIntent policy, int pop, InstalledRules installed) {
        List<Plan.Changed> found = new ArrayList<>();
        if (!labelsAgree(topology, pop, installed.rules())) {
            return found;
        }
        for (Rule rule : installed.rules()) {
            if (!(rule instanceof RouteRule route) || route.direction() != RouteRule.Direction.TO) {
                continue;
            }
            int other = topology.popByNumber(route.pop());
            List<OverlayPath> paths = new ArrayList<>();
            for (PathRule path : route.paths()) {
                OverlayPath links = LabelWalk.links(topology, pop, path.labels());
                if (links != null && sound(topology, policy, pop, other, links)) {
                    paths.add(links);
                }
            }
            if (!paths.isEmpty()) {
                found.add(adopted(nowNs, route.trafficClass(), pop, other, paths));
            }
        }
        return found;
    }

    private static Plan.Changed adopted(
            long nowNs, TrafficClass c, int pop, int other, List<OverlayPath> paths) {
        Decision decision =
                new Decision(
                        paths.getFirst(),
                        at(paths, 1),
                        at(paths, 2),
                        nowNs,
                        null,
                        new MoveCause(MoveCause.Reason.INSTALLED, null, 0, 0),
                        null);
        return new Plan.Changed(c, pop, other, null, decision);
    }

    private static @Nullable OverlayPath at(List<OverlayPath> paths, int position) {
        return position < paths.size() ? paths.get(position) : null;
    }

    /** Labels of another intent stand for other links: then nothing can be read from them. */
    private static boolean labelsAgree(Topology topology, int pop, List<Rule> rules) {
        for (Rule rule : rules) {
            if (rule instanceof NeighborRule neighbor) {
                Topology.Link link = topology.byLabel(pop, neighbor.label());
                if (link == null || !link.id().equals(neighbor.link())) {
                    return false;
                }
            }
        }
        return true;
    }

    private static boolean sound(
            Topology topology, PolicyIntent policy, int from, int to, OverlayPath path) {
        Set<Integer> seen = new HashSet<>(Set.of(from));
        for (int i = 0; i < path.length(); i++) {
            if (!seen.add(topology.link(path.link(i)).to())) {
                return false;
            }
        }
        return path.length() <= policy.maxLinks() && LabelWalk.end(topology, path) == to;
    }
}
