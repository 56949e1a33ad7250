package rhumb.controller.plan;

import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.path.CostMatrix;

/**
 * Spreads pairs over relays that are about equally good, so that a thousand pairs do not all go
 * over one: among the relays within the policy's band of the best path each pair takes the one with
 * the highest hash of pair, class and relay (rendezvous hashing, Thaler and Ravishankar 1998). A
 * relay more or less moves only the pairs that take it.
 *
 * <p>Asked only when a pair must choose; a direct link is taken as it is.
 */
final class Spread {
    private final Topology topology;
    private final CostMatrix matrix;
    private final TrafficClass trafficClass;
    private final int bandUnits;

    Spread(Topology topology, CostMatrix matrix, TrafficClass trafficClass, int bandUs) {
        this.topology = topology;
        this.matrix = matrix;
        this.trafficClass = trafficClass;
        this.bandUnits = bandUs / CostModel.UNIT_US;
    }

    /** The path for this pair among the equals of the best one. */
    OverlayPath among(int from, int to, OverlayPath best, long bestUs) {
        if (bandUnits == 0 || best.length() == 1) {
            return best;
        }
        long boundUnits = bestUs / CostModel.UNIT_US + bandUnits;
        int chosen = -1;
        long highest = Long.MIN_VALUE;
        for (int relay = 0; relay < matrix.nodes(); relay++) {
            if (relay != from
                    && relay != to
                    && (long) matrix.cost(from, relay) + matrix.cost(relay, to) <= boundUnits) {
                long hash = Mix.of(number(from), number(to), trafficClass.code(), number(relay));
                if (hash > highest) {
                    highest = hash;
                    chosen = relay;
                }
            }
        }
        return chosen < 0
                ? best
                : new OverlayPath(matrix.link(from, chosen), matrix.link(chosen, to));
    }

    private int number(int pop) {
        return topology.pops().get(pop).number();
    }
}
