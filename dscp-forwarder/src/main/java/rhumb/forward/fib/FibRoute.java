package rhumb.forward.fib;

import java.util.List;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.RouteRule;

/**
 * A route with its candidate paths, the controller's first choice first; never empty.
 *
 * @param index unique, below {@link Fib#ROUTE_PLACES}, and in each FIB the same for one PoP, class
 *     and direction
 * @param pop number of the other PoP
 */
public record FibRoute(
        int index,
        int pop,
        TrafficClass trafficClass,
        RouteRule.Direction direction,
        List<FibPath> candidates) {
    public FibRoute {
        candidates = List.copyOf(candidates);
    }

    /** Whether both have the same candidates in the same order. */
    public boolean sameCandidates(FibRoute other) {
        if (candidates.size() != other.candidates.size()) {
            return false;
        }
        for (int i = 0; i < candidates.size(); i++) {
            if (!candidates.get(i).samePath(other.candidates.get(i))) {
                return false;
            }
        }
        return true;
    }
}
