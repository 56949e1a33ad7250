package rhumb.forward.fib;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.forward.table.LongMap;
import rhumb.net.Label;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.RuleKey;

/** The routes to one PoP and their paths. Immutable; what an update keeps stays the same object. */
final class PopRoutes {
    /** Routes to one PoP: one per class and direction. */
    static final int PLACES = TrafficClass.COUNT * 2;

    /** More than all routes to one PoP can have. */
    static final int PATH_PLACES = 64;

    static final PopRoutes NONE =
            new PopRoutes(
                    new @Nullable FibRoute[PLACES], new @Nullable RouteRule[PLACES], List.of());

    private final @Nullable FibRoute[] byPlace;
    private final @Nullable RouteRule[] rules;
    private final List<FibRoute> routes;
    private final List<FibPath> paths;

    private PopRoutes(
            @Nullable FibRoute[] byPlace, @Nullable RouteRule[] rules, List<FibPath> paths) {
        this.byPlace = byPlace;
        this.rules = rules;
        this.paths = List.copyOf(paths);
        List<FibRoute> present = new ArrayList<>(PLACES);
        for (FibRoute route : byPlace) {
            if (route != null) {
                present.add(route);
            }
        }
        this.routes = List.copyOf(present);
    }

    /** Whether the key is one that a route can have. */
    static boolean isRoute(RuleKey key) {
        return key.kind() == RuleKey.Kind.ROUTE
                && key.a() >= 0
                && key.a() < Fib.POPS
                && key.b() >= 0
                && key.b() < PLACES;
    }

    List<FibRoute> routes() {
        return routes;
    }

    List<FibPath> paths() {
        return paths;
    }

    List<RouteRule> rules() {
        List<RouteRule> present = new ArrayList<>(PLACES);
        for (RouteRule rule : rules) {
            if (rule != null) {
                present.add(rule);
            }
        }
        return present;
    }

    @Nullable FibRoute route(TrafficClass c, RouteRule.Direction direction) {
        return byPlace[place(c, direction)];
    }

    PopRoutes with(
            int pop, List<RouteRule> put, List<RuleKey> remove, LongMap<FibLink> linkByLabel) {
        @Nullable RouteRule[] next = rules.clone();
        remove.forEach(key -> next[key.b()] = null);
        put.forEach(rule -> next[place(rule.trafficClass(), rule.direction())] = rule);
        Map<List<Label>, FibPath> known = new LinkedHashMap<>();
        BitSet taken = new BitSet();
        paths.forEach(path -> known.put(path.rule().labels(), path));
        for (RouteRule rule : next) {
            for (PathRule path : rule == null ? List.<PathRule>of() : rule.paths()) {
                FibPath kept = known.get(path.labels());
                if (kept != null) {
                    taken.set(kept.index() % PATH_PLACES);
                }
            }
        }
        Map<List<Label>, FibPath> used = new LinkedHashMap<>();
        @Nullable FibRoute[] made = new @Nullable FibRoute[PLACES];
        for (int place = 0; place < PLACES; place++) {
            RouteRule rule = next[place];
            if (rule == null) {
                continue;
            }
            List<FibPath> candidates = new ArrayList<>();
            for (PathRule path : rule.paths()) {
                FibPath shared =
                        used.computeIfAbsent(
                                path.labels(),
                                labels -> {
                                    FibPath kept = known.get(labels);
                                    return kept == null
                                            ? made(pop, path, taken, linkByLabel)
                                            : kept.with(path);
                                });
                // A candidate named twice is one candidate.
                if (!candidates.contains(shared)) {
                    candidates.add(shared);
                }
            }
            FibRoute before = byPlace[place];
            made[place] =
                    before != null && before.candidates().equals(candidates)
                            ? before
                            : new FibRoute(
                                    pop * PLACES + place,
                                    pop,
                                    rule.trafficClass(),
                                    rule.direction(),
                                    candidates);
        }
        return new PopRoutes(made, next, List.copyOf(used.values()));
    }

    private static FibPath made(
            int pop, PathRule rule, BitSet taken, LongMap<FibLink> linkByLabel) {
        FibLink first = linkByLabel.get(rule.labels().getFirst().value());
        if (first == null) {
            throw new IllegalStateException("rules were not checked: " + rule);
        }
        int place = taken.nextClearBit(0);
        taken.set(place);
        return new FibPath(pop * PATH_PLACES + place, pop, first, rule);
    }

    /** As {@link RouteRule#key()} has it in its b. */
    private static int place(TrafficClass c, RouteRule.Direction direction) {
        return c.code() * 2 + direction.ordinal();
    }
}
