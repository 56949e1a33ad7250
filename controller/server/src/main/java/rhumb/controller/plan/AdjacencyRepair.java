package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.Fallbacks;
import rhumb.path.PathCode;

/**
 * The way round one link, for the PoP that sends into it: from the link's start to its end, with as
 * little in common with the link as can be, so that a transit PoP could put it in the link's place
 * whatever path a packet is on.
 *
 * @param link the link that is gone round
 * @param path null when nothing else leads there
 * @param shares what both have in common, for people; empty when nothing
 */
public record AdjacencyRepair(int link, @Nullable OverlayPath path, List<String> shares) {
    public AdjacencyRepair {
        shares = List.copyOf(shares);
    }

    /**
     * The repairs of one class by the prices of a plan. Costs a computation of all paths.
     *
     * @param pop whose outgoing links; -1 = all
     */
    public static List<AdjacencyRepair> of(
            Topology topology, PolicyIntent policy, Plan plan, int pop, TrafficClass c) {
        List<AdjacencyRepair> repairs = new ArrayList<>();
        if (plan.costs(c).length == 0) {
            return repairs;
        }
        AllPairs best =
                AllPairs.compute(Solved.matrix(topology.graph(), plan.costs(c)), policy.maxLinks());
        Fallbacks fallbacks = new Fallbacks(best, Solved.IMPAIRED_FROM);
        for (Topology.Link link : pop < 0 ? topology.links() : topology.outgoing(pop)) {
            repairs.add(repair(topology, fallbacks, link));
        }
        return repairs;
    }

    private static AdjacencyRepair repair(
            Topology topology, Fallbacks fallbacks, Topology.Link link) {
        long code = fallbacks.bypass(link.index());
        if (code == PathCode.NONE) {
            return new AdjacencyRepair(link.index(), null, List.of());
        }
        OverlayPath path =
                new OverlayPath(PathCode.links(topology.graph(), code, link.from(), link.to()));
        return new AdjacencyRepair(
                link.index(), path, path.shares(topology, new OverlayPath(link.index())));
    }
}
