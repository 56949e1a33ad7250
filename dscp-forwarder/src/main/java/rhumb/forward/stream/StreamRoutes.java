package rhumb.forward.stream;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.forward.fib.Fib;
import rhumb.forward.fib.FibLink;
import rhumb.forward.fib.FibPath;
import rhumb.forward.fib.FibRoute;
import rhumb.forward.path.PathSelector;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.message.LinkHealth;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.ServiceRule;

/**
 * Paths for streams out of the rules and of what the agent says of links. Has a selector of its
 * own, because streams live on another thread than datagrams.
 */
public final class StreamRoutes implements StreamPaths {
    private static final RouteRule.Direction FROM = RouteRule.Direction.FROM;

    private final PathSelector selector =
            new PathSelector(
                    PathSelector.HOLD_DOWN_NS, (nowNs, route, from, to, cause) -> changed = true);
    private Fib fib = Fib.EMPTY;

    /** Addresses of neighbours, without ports. */
    private Set<Endpoint> neighbors = Set.of();

    private boolean changed;

    /** New rules; true when a stream may have to move. */
    public boolean onFib(long nowNs, Fib newFib) {
        fib = newFib;
        Set<Endpoint> hosts = new HashSet<>();
        fib.links().forEach(link -> hosts.add(link.rule().stream().withPort(0)));
        neighbors = hosts;
        selector.onFib(nowNs, newFib);
        return takeChanged();
    }

    /** New judgements of links; true when a stream may have to move. */
    public boolean onHealth(long nowNs, LinkHealth health) {
        selector.onHealth(nowNs, health);
        return takeChanged();
    }

    public void onAgentLost(long nowNs) {
        selector.onAgentLost(nowNs);
    }

    public long nextDeadlineNs() {
        return selector.nextDeadlineNs();
    }

    /** A path may have been good for long enough; true when a stream may have to move. */
    public boolean onDeadline(long nowNs) {
        selector.onDeadline(nowNs);
        return takeChanged();
    }

    @Override
    public int self() {
        return fib.self();
    }

    @Override
    public @Nullable PathRule active(int pop) {
        FibPath path = selector.active(pop, TrafficClass.LIVE, FROM);
        return path == null ? null : path.rule();
    }

    @Override
    public List<PathRule> candidates(int pop) {
        FibRoute route = fib.route(pop, TrafficClass.LIVE, FROM);
        return route == null ? List.of() : route.candidates().stream().map(FibPath::rule).toList();
    }

    @Override
    public @Nullable Endpoint hop(Label label) {
        FibLink link = fib.link(label.value());
        return link == null ? null : link.rule().stream();
    }

    @Override
    public @Nullable ServiceRule service(int number) {
        return fib.service(number);
    }

    @Override
    public boolean isNeighbor(Endpoint from) {
        return neighbors.contains(from.withPort(0));
    }

    private boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }
}
