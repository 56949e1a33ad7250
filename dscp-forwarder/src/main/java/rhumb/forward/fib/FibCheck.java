package rhumb.forward.fib;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import rhumb.net.Endpoint;
import rhumb.net.Label;
import rhumb.net.LinkId;
import rhumb.net.PopId;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/**
 * Whether a rule set can be run. It is taken whole or refused whole; the reason is a stable word
 * that the controller logs.
 */
public final class FibCheck {
    public static final String OK = "";

    /** Bound of a rule set: 1,000 PoPs with routes of 8 classes in 2 directions, and room. */
    public static final int MAX_RULES = 50_000;

    private final PopId own;
    private final Set<RuleKey> keys = new HashSet<>();
    private final Map<Integer, PopRule> pops = new HashMap<>();
    private final Map<Integer, NeighborRule> neighbors = new HashMap<>();
    private final Set<LinkId> links = new HashSet<>();
    private final Set<Address> addresses = new HashSet<>();
    private final Map<ServiceRule.Kind, Set<Endpoint>> listeners = new HashMap<>();
    private final Set<Integer> owned = new HashSet<>();
    private int tenants;
    private int self;

    private record Address(String uplink, Endpoint data) {}

    private FibCheck(PopId own) {
        this.own = own;
    }

    /**
     * {@link #OK}, or the first thing that is wrong with these rules for the forwarder of this PoP.
     */
    public static String check(PopId own, List<Rule> rules) {
        return new FibCheck(own).run(rules);
    }

    private String run(List<Rule> rules) {
        if (rules.size() > MAX_RULES) {
            return "too-many-rules";
        }
        for (Rule rule : rules) {
            if (!keys.add(rule.key())) {
                return "two-rules-with-one-key";
            }
        }
        String popFault = pops(rules);
        if (!popFault.equals(OK)) {
            return popFault;
        }
        // Routes refer to neighbours, so these come first whatever the order in the update.
        for (Rule rule : rules) {
            String fault = rule instanceof NeighborRule neighbor ? neighbor(neighbor) : OK;
            if (!fault.equals(OK)) {
                return fault;
            }
        }
        for (Rule rule : rules) {
            String fault =
                    switch (rule) {
                        case PopRule _, NeighborRule _, UplinkRule _, SecurityRule _ -> OK;
                        case ProtectionRule _ -> OK;
                        case KeyRule r -> pops.containsKey(r.pop()) ? OK : "unknown-pop";
                        case RouteRule r -> route(r);
                        case ServiceRule r -> service(r);
                        case PrefixRule r -> pops.containsKey(r.egressPop()) ? OK : "unknown-pop";
                        case TenantRule r -> tenant(r);
                    };
            if (!fault.equals(OK)) {
                return fault;
            }
        }
        return OK;
    }

    private String pops(List<Rule> rules) {
        Set<PopId> names = new HashSet<>();
        for (Rule rule : rules) {
            if (rule instanceof PopRule pop) {
                if (pop.number() >= Fib.POPS) {
                    return "pop-number-too-high";
                }
                pops.put(pop.number(), pop);
                if (!names.add(pop.pop())) {
                    return "two-numbers-for-a-pop";
                }
                if (pop.self() && self != 0) {
                    return "two-selves";
                }
                if (pop.self() && !pop.pop().equals(own)) {
                    return "wrong-self";
                }
                self = pop.self() ? pop.number() : self;
            }
        }
        return self == 0 ? "no-self" : OK;
    }

    private String neighbor(NeighborRule rule) {
        if (!rule.link().source().equals(own)) {
            return "foreign-link";
        }
        PopRule target = pops.get(rule.targetPop());
        if (target == null) {
            return "unknown-pop";
        }
        if (!target.pop().equals(rule.link().target())) {
            return "wrong-link-target";
        }
        if (rule.label().pop() != rule.targetPop()) {
            return "label-of-another-pop";
        }
        if (!links.add(rule.link())) {
            return "two-labels-for-a-link";
        }
        if (!addresses.add(new Address(rule.link().from().name(), rule.data()))) {
            return "two-neighbors-at-one-address";
        }
        neighbors.put(rule.label().value(), rule);
        return OK;
    }

    private String route(RouteRule rule) {
        return route(rule, self, pops::containsKey, neighbors::containsKey);
    }

    /**
     * Whether a FIB may take these routes beside or instead of its own; as {@link #check} has it of
     * all rules together.
     */
    static String checkRoutes(Fib fib, List<RouteRule> routes) {
        if (fib.size() + routes.size() > MAX_RULES) {
            return "too-many-rules";
        }
        for (RouteRule route : routes) {
            String fault =
                    route(
                            route,
                            fib.self(),
                            pop -> fib.pop(pop) != null,
                            label -> fib.link(label) != null);
            if (!fault.equals(OK)) {
                return fault;
            }
        }
        return OK;
    }

    private static String route(
            RouteRule rule, int self, IntPredicate isPop, IntPredicate isNeighbor) {
        if (rule.pop() == self) {
            return "route-to-self";
        }
        if (!isPop.test(rule.pop())) {
            return "unknown-pop";
        }
        for (PathRule path : rule.paths()) {
            String fault = path(rule.pop(), path.labels(), self, isPop, isNeighbor);
            if (!fault.equals(OK)) {
                return fault;
            }
        }
        return OK;
    }

    /**
     * Only the first label is of a link that is known here; which PoPs the others lead to, they say
     * themselves. So no path that comes by a PoP twice is ever installed, as a route or as a way
     * round a link.
     */
    private static String path(
            int target, List<Label> labels, int self, IntPredicate isPop, IntPredicate isNeighbor) {
        if (!isNeighbor.test(labels.getFirst().value())) {
            return "unknown-label";
        }
        for (int i = 0; i < labels.size(); i++) {
            int pop = labels.get(i).pop();
            if (!isPop.test(pop)) {
                return "unknown-label";
            }
            for (int before = 0; before < i; before++) {
                if (labels.get(before).pop() == pop) {
                    return "loop";
                }
            }
            if (pop == self) {
                return "loop";
            }
        }
        return labels.getLast().pop() == target ? OK : "path-misses-target";
    }

    private String tenant(TenantRule rule) {
        if (++tenants > TenantRule.MAX_TENANTS) {
            return "too-many-tenants";
        }
        for (int service : rule.services()) {
            if (!owned.add(service)) {
                return "two-tenants-of-a-service";
            }
        }
        return OK;
    }

    private String service(ServiceRule rule) {
        if (!pops.containsKey(rule.egressPop())) {
            return "unknown-pop";
        }
        if (rule.egressPop() == self && rule.target() == null) {
            return "service-without-target";
        }
        Endpoint listen = rule.listen();
        if (listen == null || listen.port() == 0) {
            return OK;
        }
        Set<Endpoint> taken = listeners.computeIfAbsent(rule.kind(), _ -> new HashSet<>());
        for (Endpoint other : taken) {
            boolean overlap =
                    other.sameAddress(listen) || other.isWildcard() || listen.isWildcard();
            if (other.port() == listen.port() && overlap) {
                return "two-listeners-on-one-port";
            }
        }
        taken.add(listen);
        return OK;
    }
}
