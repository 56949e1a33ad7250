package rhumb.forward.fib;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.forward.table.LongMap;
import rhumb.net.Epoch;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * The rules that a forwarder runs. Immutable, may be read by several threads; lookups allocate
 * nothing. An update makes a new one, and everything that outlives it (queues, sequence numbers,
 * sessions) is kept elsewhere, by link, path or flow.
 */
public final class Fib {
    public static final Fib EMPTY = new Fib(Epoch.NONE, List.of());

    private final Epoch epoch;
    private final List<Rule> rules;
    private int self;
    private final Map<PopId, Integer> numbers = new LinkedHashMap<>();
    private final LongMap<PopId> pops = new LongMap<>();
    private final List<UplinkRule> uplinks = new ArrayList<>();
    private final List<FibLink> links = new ArrayList<>();
    private final LongMap<FibLink> linkByLabel = new LongMap<>();
    private final Map<LinkId, FibLink> linkById = new LinkedHashMap<>();
    private final List<FibPath> paths = new ArrayList<>();
    private final List<FibRoute> routes = new ArrayList<>();
    private final LongMap<FibRoute> routeByKey = new LongMap<>();
    private final List<ServiceRule> services = new ArrayList<>();
    private final LongMap<ServiceRule> serviceByNumber = new LongMap<>();
    private final PrefixTable prefixes;
    private final Map<Integer, List<PublicKey>> keys = new LinkedHashMap<>();
    private LinkSecurity security = LinkSecurity.ENCRYPT;

    private Fib(Epoch epoch, List<Rule> rules) {
        this.epoch = epoch;
        this.rules = List.copyOf(rules);
        List<RouteRule> routeRules = new ArrayList<>();
        List<PrefixRule> prefixRules = new ArrayList<>();
        for (Rule rule : rules) {
            switch (rule) {
                case PopRule r -> add(r);
                case UplinkRule r -> uplinks.add(r);
                case NeighborRule r -> add(r);
                case RouteRule r -> routeRules.add(r);
                case KeyRule r -> keys.put(r.pop(), r.keys());
                case SecurityRule r -> security = r.mode();
                case ServiceRule r -> {
                    services.add(r);
                    serviceByNumber.put(r.number(), r);
                }
                case PrefixRule r -> prefixRules.add(r);
            }
        }
        addRoutes(routeRules);
        prefixes = PrefixTable.of(prefixRules);
    }

    /** Makes rules ready that {@link FibCheck} found good. */
    static Fib of(Epoch epoch, List<Rule> rules) {
        return new Fib(epoch, rules);
    }

    public Epoch epoch() {
        return epoch;
    }

    public List<Rule> rules() {
        return rules;
    }

    /** Number of the PoP this runs at; 0 while there are no rules. */
    public int self() {
        return self;
    }

    /** The PoP with this number, or null. */
    public @Nullable PopId pop(int number) {
        return pops.get(number);
    }

    /** The number of this PoP; 0 when no rule names it. */
    public int number(PopId pop) {
        return numbers.getOrDefault(pop, 0);
    }

    public List<UplinkRule> uplinks() {
        return uplinks;
    }

    public List<FibLink> links() {
        return links;
    }

    /** The outgoing link with this label, or null. */
    public @Nullable FibLink link(int label) {
        return linkByLabel.get(label);
    }

    /** This outgoing link, or null. */
    public @Nullable FibLink link(LinkId id) {
        return linkById.get(id);
    }

    /** All different paths of all routes. */
    public List<FibPath> paths() {
        return paths;
    }

    public List<FibRoute> routes() {
        return routes;
    }

    /** The route between here and that PoP, or null. */
    public @Nullable FibRoute route(int pop, TrafficClass c, RouteRule.Direction direction) {
        return routeByKey.get(routeKey(pop, c, direction));
    }

    public List<ServiceRule> services() {
        return services;
    }

    /** The service with this number, or null. */
    public @Nullable ServiceRule service(int number) {
        return serviceByNumber.get(number);
    }

    /** Networks behind PoPs. */
    public PrefixTable prefixes() {
        return prefixes;
    }

    /** Keys of the neighbour with this number, the newest last; empty while none is known. */
    public List<PublicKey> keys(int pop) {
        return keys.getOrDefault(pop, List.of());
    }

    /** How packets between PoPs are protected. */
    public LinkSecurity security() {
        return security;
    }

    private void add(PopRule rule) {
        pops.put(rule.number(), rule.pop());
        numbers.put(rule.pop(), rule.number());
        if (rule.self()) {
            self = rule.number();
        }
    }

    private void add(NeighborRule rule) {
        FibLink link = new FibLink(links.size(), rule.link().from().name(), rule);
        links.add(link);
        linkByLabel.put(link.label(), link);
        linkById.put(rule.link(), link);
    }

    private void addRoutes(List<RouteRule> routeRules) {
        record Key(int pop, List<rhumb.net.Label> labels) {}
        Map<Key, FibPath> known = new LinkedHashMap<>();
        for (RouteRule rule : routeRules) {
            List<FibPath> candidates = new ArrayList<>();
            for (PathRule path : rule.paths()) {
                FibPath shared =
                        known.computeIfAbsent(
                                new Key(rule.pop(), path.labels()), _ -> made(rule.pop(), path));
                // A candidate named twice is one candidate.
                if (!candidates.contains(shared)) {
                    candidates.add(shared);
                }
            }
            FibRoute route =
                    new FibRoute(
                            routes.size(),
                            rule.pop(),
                            rule.trafficClass(),
                            rule.direction(),
                            candidates);
            routes.add(route);
            routeByKey.put(routeKey(rule.pop(), rule.trafficClass(), rule.direction()), route);
        }
    }

    private FibPath made(int pop, PathRule rule) {
        FibLink first = linkByLabel.get(rule.labels().getFirst().value());
        if (first == null) {
            throw new IllegalStateException("rules were not checked: " + rule);
        }
        FibPath path = new FibPath(paths.size(), pop, first, rule);
        paths.add(path);
        return path;
    }

    private static long routeKey(int pop, TrafficClass c, RouteRule.Direction direction) {
        return (long) pop << 8 | c.code() << 1 | direction.ordinal();
    }
}
