package rhumb.southbound.rule;

import java.util.List;
import rhumb.net.TrafficClass;

/**
 * The paths between this forwarder and another PoP for one class, installed together so that a
 * forwarder can leave a bad one without asking.
 *
 * @param pop number of the other PoP
 * @param direction which way the traffic flows
 * @param paths primary first, then the backup, then a third if there is one; never empty
 */
public record RouteRule(
        int pop, TrafficClass trafficClass, Direction direction, List<PathRule> paths)
        implements Rule {
    /**
     * Which way the traffic of a route flows. The labels always lead from this forwarder to the
     * other PoP.
     */
    public enum Direction {
        /** Datagrams and streams to the other PoP. */
        TO,
        /**
         * Streams from the other PoP: the path was chosen for traffic that comes from there, and
         * its labels lead the opposite way, because the viewer's side opens the connections.
         */
        FROM
    }

    public static final int MAX_PATHS = 3;

    public RouteRule {
        paths = List.copyOf(paths);
        if (paths.isEmpty() || paths.size() > MAX_PATHS) {
            throw new IllegalArgumentException(
                    "route with " + paths.size() + " paths: expected 1 to " + MAX_PATHS);
        }
    }

    @Override
    public RuleKey key() {
        return key(pop, trafficClass, direction);
    }

    public static RuleKey key(int pop, TrafficClass trafficClass, Direction direction) {
        return new RuleKey(
                RuleKey.Kind.ROUTE, pop, trafficClass.code() * 2 + direction.ordinal(), "");
    }
}
