package rhumb.forward.fib;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rhumb.forward.classify.ServiceClasses;
import rhumb.forward.table.LongMap;
import rhumb.net.Epoch;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.LinkSecurity;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.PublicKey;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * The rules that a forwarder runs. Immutable, may be read by several threads; lookups allocate
 * nothing. Everything that outlives it (queues, sequence numbers, sessions) is kept elsewhere, by
 * link, path or flow.
 *
 * <p>An update of routes alone, as nearly all are, makes a new one that shares with the one before
 * all but the routes of the PoPs it names. Routes and paths of a PoP keep their places, so who
 * keeps something per route or path looks only at the PoPs that have not the {@link #sameRoutes}.
 */
public final class Fib {
    /** Numbers of PoPs are below this: a label has no room for more. */
    public static final int POPS = 1 << Label.POP_BITS;

    /** What a route's index is below. */
    public static final int ROUTE_PLACES = POPS * PopRoutes.PLACES;

    /** What a path's index is below. */
    public static final int PATH_PLACES = POPS * PopRoutes.PATH_PLACES;

    public static final Fib EMPTY = of(Epoch.NONE, List.of());

    /** All but the routes; shared by all that follow by updates of routes alone. */
    private static final class Base {
        int self;
        final List<Rule> rules = new ArrayList<>();
        final List<PopRule> popRules = new ArrayList<>();
        final Map<PopId, Integer> numbers = new LinkedHashMap<>();
        final LongMap<PopId> pops = new LongMap<>();
        final List<UplinkRule> uplinks = new ArrayList<>();
        final List<FibLink> links = new ArrayList<>();
        final LongMap<FibLink> linkByLabel = new LongMap<>();
        final Map<LinkId, FibLink> linkById = new LinkedHashMap<>();
        final List<ServiceRule> services = new ArrayList<>();
        final LongMap<ServiceRule> serviceByNumber = new LongMap<>();
        final LongMap<ServiceClasses> classesByService = new LongMap<>();
        final List<TenantRule> tenants = new ArrayList<>();
        final List<PrefixRule> prefixRules = new ArrayList<>();
        final Map<Integer, List<PublicKey>> keys = new LinkedHashMap<>();
        final List<Protection> protections =
                new ArrayList<>(TrafficClass.ALL.stream().map(Protection::standard).toList());
        LinkSecurity security = LinkSecurity.ENCRYPT;
        final PrefixTable prefixes;

        Base(List<Rule> all) {
            all.forEach(this::add);
            prefixes = PrefixTable.of(prefixRules);
        }

        private void add(Rule rule) {
            if (!(rule instanceof RouteRule)) {
                rules.add(rule);
            }
            switch (rule) {
                case PopRule r -> {
                    popRules.add(r);
                    pops.put(r.number(), r.pop());
                    numbers.put(r.pop(), r.number());
                    self = r.self() ? r.number() : self;
                }
                case UplinkRule r -> uplinks.add(r);
                case NeighborRule r -> {
                    FibLink link = new FibLink(links.size(), r.link().from().name(), r);
                    links.add(link);
                    linkByLabel.put(link.label(), link);
                    linkById.put(r.link(), link);
                }
                case KeyRule r -> keys.put(r.pop(), r.keys());
                case SecurityRule r -> security = r.mode();
                case ServiceRule r -> {
                    services.add(r);
                    serviceByNumber.put(r.number(), r);
                    classesByService.put(r.number(), new ServiceClasses(r));
                }
                case PrefixRule r -> prefixRules.add(r);
                case RouteRule _ -> {}
                case TenantRule r -> tenants.add(r);
                case ProtectionRule r -> protections.set(r.trafficClass().code(), r.protection());
            }
        }
    }

    private final Epoch epoch;
    private final Base base;
    private final PopRoutes[] routes;
    private final int routeCount;

    private Fib(Epoch epoch, Base base, PopRoutes[] routes) {
        this.epoch = epoch;
        this.base = base;
        this.routes = routes;
        int count = 0;
        for (PopRoutes of : routes) {
            count += of.routes().size();
        }
        this.routeCount = count;
    }

    /** Makes rules ready that {@link FibCheck} found good. */
    static Fib of(Epoch epoch, List<Rule> rules) {
        Base base = new Base(rules);
        List<RouteRule> routeRules = new ArrayList<>();
        for (Rule rule : rules) {
            if (rule instanceof RouteRule route) {
                routeRules.add(route);
            }
        }
        PopRoutes[] none = new PopRoutes[POPS];
        java.util.Arrays.fill(none, PopRoutes.NONE);
        return new Fib(epoch, base, none).with(epoch, routeRules, List.of());
    }

    /** The FIB that follows by an update of routes alone, which {@link FibCheck} found good. */
    Fib with(Epoch newEpoch, List<RouteRule> put, List<RuleKey> remove) {
        Map<Integer, List<RouteRule>> putByPop = new LinkedHashMap<>();
        put.forEach(r -> putByPop.computeIfAbsent(r.pop(), _ -> new ArrayList<>()).add(r));
        Map<Integer, List<RuleKey>> removeByPop = new LinkedHashMap<>();
        remove.forEach(k -> removeByPop.computeIfAbsent(k.a(), _ -> new ArrayList<>()).add(k));
        TreeSet<Integer> touched = new TreeSet<>(putByPop.keySet());
        touched.addAll(removeByPop.keySet());
        PopRoutes[] next = routes.clone();
        for (int pop : touched) {
            next[pop] =
                    routes[pop].with(
                            pop,
                            putByPop.getOrDefault(pop, List.of()),
                            removeByPop.getOrDefault(pop, List.of()),
                            base.linkByLabel);
        }
        return new Fib(newEpoch, base, next);
    }

    public Epoch epoch() {
        return epoch;
    }

    /** All rules, made anew at each call. */
    public List<Rule> rules() {
        List<Rule> all = new ArrayList<>(size());
        all.addAll(base.rules);
        for (PopRoutes of : routes) {
            all.addAll(of.rules());
        }
        return all;
    }

    /** How many rules there are. */
    public int size() {
        return base.rules.size() + routeCount;
    }

    /** Whether both differ in nothing but routes. */
    public boolean sameBut(Fib routesOf) {
        return base == routesOf.base;
    }

    /** Number of the PoP this runs at; 0 while there are no rules. */
    public int self() {
        return base.self;
    }

    /** The PoP with this number, or null. */
    public @Nullable PopId pop(int number) {
        return base.pops.get(number);
    }

    public List<PopRule> pops() {
        return base.popRules;
    }

    /** The number of this PoP; 0 when no rule names it. */
    public int number(PopId pop) {
        return base.numbers.getOrDefault(pop, 0);
    }

    public List<UplinkRule> uplinks() {
        return base.uplinks;
    }

    public List<FibLink> links() {
        return base.links;
    }

    /** The outgoing link with this label, or null. */
    public @Nullable FibLink link(int label) {
        return base.linkByLabel.get(label);
    }

    /** This outgoing link, or null. */
    public @Nullable FibLink link(LinkId id) {
        return base.linkById.get(id);
    }

    /** The different paths of all routes to that PoP. */
    public List<FibPath> paths(int pop) {
        return of(pop).paths();
    }

    /** The routes between here and that PoP. */
    public List<FibRoute> routes(int pop) {
        return of(pop).routes();
    }

    /** Whether no update between the two named a route to that PoP. */
    public boolean sameRoutes(Fib other, int pop) {
        return of(pop) == other.of(pop);
    }

    /** All routes, by PoP; made anew at each call. */
    public List<FibRoute> routes() {
        List<FibRoute> all = new ArrayList<>(routeCount);
        for (PopRoutes of : routes) {
            all.addAll(of.routes());
        }
        return all;
    }

    /** The route between here and that PoP, or null. */
    public @Nullable FibRoute route(int pop, TrafficClass c, RouteRule.Direction direction) {
        return of(pop).route(c, direction);
    }

    /** How each class is protected, in the order of {@link TrafficClass#ALL}. */
    public List<Protection> protections() {
        return base.protections;
    }

    public List<ServiceRule> services() {
        return base.services;
    }

    /** The service with this number, or null. */
    public @Nullable ServiceRule service(int number) {
        return base.serviceByNumber.get(number);
    }

    /** Networks behind PoPs. */
    public PrefixTable prefixes() {
        return base.prefixes;
    }

    /** Keys of the neighbour with this number, the newest last; empty while none is known. */
    public List<PublicKey> keys(int pop) {
        return base.keys.getOrDefault(pop, List.of());
    }

    /** How packets between PoPs are protected. */
    public LinkSecurity security() {
        return base.security;
    }

    private PopRoutes of(int pop) {
        return pop >= 0 && pop < POPS ? routes[pop] : PopRoutes.NONE;
    }

    /** What packets of the service with this number show of their class, or null. */
    public @Nullable ServiceClasses classes(int service) {
        return base.classesByService.get(service);
    }

    public List<TenantRule> tenants() {
        return base.tenants;
    }
}
