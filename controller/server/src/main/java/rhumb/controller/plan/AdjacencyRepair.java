package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;

/**
 * The ways round one link, which the PoP that sends into it puts in the link's place whatever path
 * a packet is on. They are what the plan has for the PoP's own traffic to the link's end: the paths
 * of that pair that do not lead over the link. So they follow each plan, are checked with it, and
 * cost no rule of their own.
 *
 * @param link the link that is gone round
 * @param ways in the order in which they are taken; empty when nothing else leads there
 * @param shares what the first has in common with the link, for people; empty when nothing
 */
public record AdjacencyRepair(int link, List<OverlayPath> ways, List<String> shares) {
    public AdjacencyRepair {
        ways = List.copyOf(ways);
        shares = List.copyOf(shares);
    }

    /** The repair of a link for one class. */
    public static AdjacencyRepair of(Topology topology, Plan plan, int link, TrafficClass c) {
        Topology.Link gone = topology.link(link);
        Decision decision = plan.decision(gone.from(), gone.to(), c);
        List<OverlayPath> ways = new ArrayList<>();
        for (OverlayPath path : decision == null ? List.<OverlayPath>of() : decision.paths()) {
            if (Arrays.stream(path.array()).noneMatch(l -> l == link)) {
                ways.add(path);
            }
        }
        List<String> shares =
                ways.isEmpty()
                        ? List.of()
                        : ways.getFirst().shares(topology, new OverlayPath(link));
        return new AdjacencyRepair(link, ways, shares);
    }
}
