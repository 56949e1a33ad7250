package rhumb.forward.io;

import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.PathSelector;
import rhumb.net.LinkId;

/**
 * One log line for each link that routes left or came back to, instead of one for each route.
 * Belongs to the packet thread; each route is told at debug level.
 */
final class SwitchLog {
    private static final Logger LOG = LoggerFactory.getLogger(SwitchLog.class);

    private record Group(PathSelector.Cause cause, LinkId from, LinkId to) {}

    private final Map<Group, Integer> routes = new LinkedHashMap<>();

    void add(FibRoute route, FibPath from, FibPath to, PathSelector.Cause cause) {
        LinkId left = from.first().rule().link();
        routes.merge(new Group(cause, left, to.first().rule().link()), 1, Integer::sum);
        LOG.debug(
                "event=route-switched pop={} class={} direction={} from={} to={} cause={}",
                route.pop(),
                route.trafficClass(),
                route.direction(),
                from.rule().labels(),
                to.rule().labels(),
                cause);
    }

    /** Writes what came together since the last time. */
    void flush() {
        routes.forEach((group, count) ->
                LOG.info(
                        "event=path-switched cause={} left={} for={} routes={}",
                        group.cause,
                        group.from,
                        group.to,
                        count));
        routes.clear();
    }
}
