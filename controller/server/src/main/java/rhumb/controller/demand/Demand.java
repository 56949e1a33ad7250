package rhumb.controller.demand;

import rhumb.net.TrafficClass;

/**
 * The traffic of one class that enters at one PoP and leaves at another.
 *
 * @param from number of the PoP in the topology
 * @param to number of the PoP in the topology
 * @param rateBps bits per second, smoothed
 */
public record Demand(int from, int to, TrafficClass trafficClass, long rateBps) {
    public Demand {
        if (from == to || rateBps <= 0) {
            throw new IllegalArgumentException(
                    "demand from " + from + " to " + to + " of " + rateBps + " bit/s");
        }
    }
}
