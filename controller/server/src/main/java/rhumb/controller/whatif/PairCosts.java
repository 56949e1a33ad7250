package rhumb.controller.whatif;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.CostModel;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.TrafficClass;

/**
 * What the ways of one pair cost one class, in microseconds: where to look first for what would
 * move it. Only a guess where paths may have more than three links; the planner has the last word.
 */
final class PairCosts {
    static final long NONE = Long.MAX_VALUE / 4;

    private final Topology topology;
    private final int from;
    private final int to;
    private final int maxLinks;
    private final long[] costUs;

    PairCosts(
            Topology topology,
            CostModel model,
            Plan plan,
            int from,
            int to,
            TrafficClass c,
            int maxLinks) {
        this.topology = topology;
        this.from = from;
        this.to = to;
        this.maxLinks = maxLinks;
        this.costUs = new long[topology.links().size()];
        for (Topology.Link link : topology.links()) {
            LinkState state = plan.snapshot().link(link.index());
            costUs[link.index()] = model.cost(plan.atNs(), state, link, c).total();
        }
    }

    long link(int link) {
        return costUs[link];
    }

    long path(OverlayPath path) {
        long sum = 0;
        for (int i = 0; i < path.length(); i++) {
            sum += costUs[path.link(i)];
        }
        return sum;
    }

    /** The cheapest path of at most three links without this one. */
    long without(int link) {
        long best = cheapest(from, to, link);
        for (int u = 0; maxLinks > 1 && u < topology.pops().size(); u++) {
            long head = u == from || u == to ? NONE : cheapest(from, u, link);
            if (head >= best) {
                continue;
            }
            best = Math.min(best, head + cheapest(u, to, link));
            for (int v = 0; maxLinks > 2 && v < topology.pops().size(); v++) {
                if (v != from && v != to && v != u) {
                    best = Math.min(best, head + cheapest(u, v, link) + cheapest(v, to, link));
                }
            }
        }
        return best;
    }

    /**
     * What a path over this link costs beside the link itself; {@link #NONE} when there is none.
     */
    long beside(Topology.Link link) {
        int links = 1 + (link.from() == from ? 0 : 1) + (link.to() == to ? 0 : 1);
        if (links > maxLinks || link.from() == to || link.to() == from) {
            return NONE;
        }
        long head = link.from() == from ? 0 : cheapest(from, link.from(), -1);
        long tail = link.to() == to ? 0 : cheapest(link.to(), to, -1);
        return Math.min(NONE, head + tail);
    }

    /** Links that are not on the path, the one that lacks least for another path first. */
    List<Topology.Link> others(OverlayPath path) {
        long[] ways = new long[costUs.length];
        List<Topology.Link> others = new ArrayList<>();
        for (Topology.Link link : topology.links()) {
            long besideUs = beside(link);
            ways[link.index()] = besideUs + costUs[link.index()];
            if (besideUs < NONE && !on(path, link.index())) {
                others.add(link);
            }
        }
        others.sort(
                Comparator.comparingLong((Topology.Link l) -> ways[l.index()])
                        .thenComparingInt(Topology.Link::index));
        return others;
    }

    private static boolean on(OverlayPath path, int link) {
        for (int i = 0; i < path.length(); i++) {
            if (path.link(i) == link) {
                return true;
            }
        }
        return false;
    }

    private long cheapest(int u, int v, int avoid) {
        long best = NONE;
        for (int i = 0; u != v && i < topology.graph().parallel(u, v); i++) {
            int link = topology.graph().parallelLink(u, v, i);
            best = link == avoid ? best : Math.min(best, costUs[link]);
        }
        return best;
    }
}
