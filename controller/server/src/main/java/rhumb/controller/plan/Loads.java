package rhumb.controller.plan;

import rhumb.controller.intent.CapacityIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;

/**
 * What the placed traffic puts on each uplink, and whether more fits. An uplink whose rate is not
 * known takes any. Of the rate a share is planned; of that, other classes leave alone what is
 * reserved for a class and not used by it.
 *
 * <p>A path sends into one uplink of each PoP it leaves, so whether a link fits does not depend on
 * the rest of the path.
 */
final class Loads {
    private final Topology topology;
    private final CapacityIntent capacity;

    /** By class and uplink. */
    private final long[][] placedBps;

    Loads(Topology topology, CapacityIntent capacity) {
        this.topology = topology;
        this.capacity = capacity;
        this.placedBps = new long[TrafficClass.COUNT][topology.graph().uplinks()];
    }

    boolean fits(int link, long rateBps, TrafficClass c) {
        int uplink = topology.graph().fromUplink(link);
        long linkBps = topology.uplinkIntent(uplink).rateBps();
        if (linkBps == 0) {
            return true;
        }
        long sum = rateBps;
        for (TrafficClass other : TrafficClass.ALL) {
            long placed = placedBps[other.code()][uplink];
            sum += other == c ? placed : Math.max(placed, capacity.reservedBps(linkBps, other));
        }
        return sum <= capacity.limitBps(linkBps);
    }

    boolean fits(OverlayPath path, long rateBps, TrafficClass c) {
        return full(path, rateBps, c) < 0;
    }

    /** The first uplink of the path without room for so much more; -1 when it fits. */
    int full(OverlayPath path, long rateBps, TrafficClass c) {
        for (int i = 0; i < path.length(); i++) {
            if (!fits(path.link(i), rateBps, c)) {
                return topology.graph().fromUplink(path.link(i));
            }
        }
        return -1;
    }

    /** Puts traffic on a path, or takes it off again when negative. */
    void place(OverlayPath path, long rateBps, TrafficClass c) {
        for (int i = 0; i < path.length(); i++) {
            placedBps[c.code()][topology.graph().fromUplink(path.link(i))] += rateBps;
        }
    }

    long bps(int uplink) {
        long sum = 0;
        for (long[] ofClass : placedBps) {
            sum += ofClass[uplink];
        }
        return sum;
    }
}
