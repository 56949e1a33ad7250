package rhumb.southbound.wire;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.v1.Rule.Path;
import rhumb.southbound.v1.Rule.Route;

/**
 * Routes as generated classes, and back. Most classes of a PoP take the same paths, and share one
 * message then: of all rules of a large overlay nine tenths are routes.
 */
final class RouteProto {
    private static final RouteRule.Direction[] DIRECTIONS = RouteRule.Direction.values();
    private static final Comparator<RouteRule> ORDER = Comparator.comparingInt(RouteProto::place);

    /** Routes that differ by their classes alone. */
    private record Group(RouteRule first, int bits) {
        boolean takes(RouteRule route) {
            return first.direction() == route.direction() && first.paths().equals(route.paths());
        }

        Group with(RouteRule route) {
            return new Group(first, bits | bit(route));
        }
    }

    private RouteProto() {}

    /** The place after the last route from this place on that may share messages with its PoP's. */
    static int end(List<Rule> rules, int from) {
        int end = from;
        RouteRule last = null;
        while (end < rules.size() && rules.get(end) instanceof RouteRule route) {
            if (last != null && route.pop() != last.pop()) {
                break;
            }
            if (last != null && place(route) <= place(last)) {
                return from; // in another order than theirs: each by itself
            }
            last = route;
            end++;
        }
        return end;
    }

    /** Writes routes of one PoP. */
    static void write(List<Rule> routes, Consumer<Route> sink) {
        List<Group> groups = new ArrayList<>();
        for (Rule rule : routes) {
            RouteRule route = (RouteRule) rule;
            int place = 0;
            while (place < groups.size() && !groups.get(place).takes(route)) {
                place++;
            }
            if (place < groups.size()) {
                groups.set(place, groups.get(place).with(route));
            } else {
                groups.add(new Group(route, bit(route)));
            }
        }
        for (Group group : groups) {
            sink.accept(route(group.first).setClassBits(group.bits).build());
        }
    }

    static Route.Builder route(RouteRule r) {
        Route.Builder route =
                Route.newBuilder()
                        .setPop(r.pop())
                        .setClassCode(r.trafficClass().code())
                        .setDirection(r.direction().ordinal());
        for (PathRule path : r.paths()) {
            Path.Builder to = route.addPathsBuilder().setDelayNs(path.delayNs());
            for (Label label : path.labels()) {
                to.addLabels(label.value());
            }
        }
        return route;
    }

    /**
     * Reads a message and those after it that belong to it.
     *
     * @param sink given the routes
     * @return how many messages were read
     */
    static int read(List<rhumb.southbound.v1.Rule> rules, int from, List<Rule> sink) {
        Route first = rules.get(from).getRoute();
        if (first.getClassBits() == 0) {
            sink.add(route(first, FromProto.trafficClass(first.getClassCode()), paths(first)));
            return 1;
        }
        List<RouteRule> routes = new ArrayList<>();
        int end = from;
        while (end < rules.size()
                && rules.get(end).hasRoute()
                && rules.get(end).getRoute().getPop() == first.getPop()
                && rules.get(end).getRoute().getClassBits() != 0) {
            expand(rules.get(end++).getRoute(), routes);
        }
        routes.sort(ORDER);
        sink.addAll(routes);
        return end - from;
    }

    private static void expand(Route of, List<RouteRule> routes) {
        int bits = of.getClassBits();
        if (bits >>> TrafficClass.COUNT != 0
                || Integer.numberOfTrailingZeros(bits) != of.getClassCode()) {
            throw new IllegalArgumentException(
                    "class bits %x of class code %d: expected bits below %d, the lowest of that code"
                            .formatted(
                                    bits,
                                    Integer.toUnsignedLong(of.getClassCode()),
                                    TrafficClass.COUNT));
        }
        List<PathRule> paths = paths(of);
        for (TrafficClass c : TrafficClass.ALL) {
            if ((bits >>> c.code() & 1) != 0) {
                routes.add(route(of, c, paths));
            }
        }
    }

    private static RouteRule route(Route of, TrafficClass c, List<PathRule> paths) {
        return new RouteRule(
                of.getPop(),
                c,
                FromProto.constant(DIRECTIONS, of.getDirection(), 0, "direction"),
                paths);
    }

    private static List<PathRule> paths(Route of) {
        return of.getPathsList().stream()
                .map(p -> new PathRule(FromProto.labels(p.getLabelsList()), p.getDelayNs()))
                .toList();
    }

    private static int bit(RouteRule route) {
        return 1 << route.trafficClass().code();
    }

    private static int place(RouteRule route) {
        return route.trafficClass().code() * DIRECTIONS.length + route.direction().ordinal();
    }
}
