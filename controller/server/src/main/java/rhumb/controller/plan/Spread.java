package rhumb.controller.plan;

import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.PathCode;
import rhumb.path.Rendezvous;

/**
 * Spreads pairs over relays that are about equally good, so that a thousand pairs do not all go
 * over one: among the relays within the policy's band of the best path each pair takes one by
 * {@link Rendezvous}.
 *
 * <p>Asked only when a pair must choose; a direct link is taken as it is, and so is a path of last
 * resort.
 */
final class Spread {
    private final Topology topology;
    private final CostMatrix matrix;
    private final TrafficClass trafficClass;
    private final int bandUnits;
    private final Rendezvous rendezvous;

    Spread(Topology topology, CostMatrix matrix, TrafficClass trafficClass, int bandUs) {
        this.topology = topology;
        this.matrix = matrix;
        this.trafficClass = trafficClass;
        this.bandUnits = bandUs / CostModel.UNIT_US;
        this.rendezvous =
                new Rendezvous(
                        matrix, topology.pops().stream().mapToInt(p -> p.number()).toArray());
    }

    /** The path for this pair among the equals of the best one, as {@link PathCode}. */
    long among(int from, int to, long best, long bestUs) {
        long boundUnits = bestUs / CostModel.UNIT_US + bandUnits;
        if (bandUnits == 0 || PathCode.links(best) == 1 || boundUnits >= Costs.MIN_LAST_RESORT) {
            return best;
        }
        int seed = (int) Mix.of(number(from), number(to), trafficClass.code());
        int relay = rendezvous.relay(from, to, seed, (int) boundUnits);
        return relay < 0 ? best : matrix.over(from, relay, to);
    }

    private int number(int pop) {
        return topology.pops().get(pop).number();
    }
}
