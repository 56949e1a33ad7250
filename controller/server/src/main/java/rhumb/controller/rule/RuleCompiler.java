package rhumb.controller.rule;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.Intent;
import rhumb.controller.intent.PopIntent;
import rhumb.controller.intent.ServiceIntent;
import rhumb.controller.intent.TenantIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.intent.UplinkIntent;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.plan.Decision;
import rhumb.controller.plan.OverlayPath;
import rhumb.controller.plan.Plan;
import rhumb.net.Endpoint;
import rhumb.net.IpPrefix;
import rhumb.net.Label;
import rhumb.net.PopId;
import rhumb.net.Protection;
import rhumb.net.TrafficClass;
import rhumb.southbound.rule.KeyRule;
import rhumb.southbound.rule.NeighborRule;
import rhumb.southbound.rule.PathRule;
import rhumb.southbound.rule.PopRule;
import rhumb.southbound.rule.PrefixRule;
import rhumb.southbound.rule.ProtectionRule;
import rhumb.southbound.rule.QueueSettings;
import rhumb.southbound.rule.RouteRule;
import rhumb.southbound.rule.Rule;
import rhumb.southbound.rule.RuleKey;
import rhumb.southbound.rule.SecurityRule;
import rhumb.southbound.rule.ServiceRule;
import rhumb.southbound.rule.TenantRule;
import rhumb.southbound.rule.UplinkRule;

/** Says what a forwarder shall run. Pure: intent and plan in, rules out. */
public final class RuleCompiler {
    private final Intent intent;
    private final Topology topology;
    private final KeyBook keys;
    private final QueueSettings queues;
    private final Set<TrafficClass> streamClasses = EnumSet.noneOf(TrafficClass.class);

    /** For an overlay whose forwarders have told no keys. */
    public RuleCompiler(Intent intent, Topology topology) {
        this(intent, topology, new KeyBook());
    }

    public RuleCompiler(Intent intent, Topology topology, KeyBook keys) {
        this.keys = keys;
        this.intent = intent;
        this.topology = topology;
        queues = intent.queues().settings();
        for (ServiceIntent service : intent.services()) {
            TrafficClass streams = service.streamClass();
            if (streams != null) {
                streamClasses.add(streams);
            }
        }
    }

    /** The classes whose paths also make FROM routes. */
    public Set<TrafficClass> streamClasses() {
        return EnumSet.copyOf(streamClasses);
    }

    /** The rules of one PoP's forwarder. */
    public RuleSet compile(Plan plan, int pop) {
        List<Rule> rules = new ArrayList<>();
        for (PopIntent other : topology.pops()) {
            rules.add(
                    new PopRule(
                            other.number(), other.name(), other.name().equals(topology.pop(pop))));
        }
        for (UplinkIntent uplink : topology.pops().get(pop).uplinks()) {
            rules.add(new UplinkRule(uplink.name(), uplink.rateBps(), queues));
        }
        for (Topology.Link link : topology.outgoing(pop)) {
            int target = topology.pops().get(link.to()).number();
            rules.add(
                    new NeighborRule(link.label(), link.id(), target, link.data(), link.stream()));
        }
        addRoutes(plan, pop, rules);
        addServices(topology.pop(pop), rules);
        addPrefixes(pop, rules);
        addSecurity(pop, rules);
        addTenants(rules);
        addProtection(rules);
        return RuleSet.of(rules);
    }

    /** Another PoP and a class to which the paths of a plan are not those of the plan before. */
    public record Route(int other, TrafficClass trafficClass, RouteRule.Direction direction) {}

    /**
     * The rules of one PoP's forwarder.
     *
     * @param before those that {@link #compile} made of an earlier plan
     * @param changed all routes that may be others since
     */
    public RuleSet recompile(Plan plan, int pop, RuleSet before, Collection<Route> changed) {
        List<Rule> rules = new ArrayList<>();
        Set<RuleKey> gone = new HashSet<>();
        for (Route route : changed) {
            int number = topology.pops().get(route.other).number();
            int had = rules.size();
            add(
                    rules,
                    number,
                    route.trafficClass,
                    route.direction,
                    route.direction == RouteRule.Direction.TO
                            ? to(plan, pop, route.other, route.trafficClass)
                            : from(plan, pop, route.other, route.trafficClass));
            if (rules.size() == had) {
                gone.add(RouteRule.key(number, route.trafficClass, route.direction));
            }
        }
        return before.with(rules, gone);
    }

    private void addRoutes(Plan plan, int pop, List<Rule> rules) {
        for (int other = 0; other < plan.pops(); other++) {
            if (other == pop) {
                continue;
            }
            int number = topology.pops().get(other).number();
            List<List<PathRule>> ways = new ArrayList<>(TrafficClass.COUNT);
            for (TrafficClass c : TrafficClass.ALL) {
                List<PathRule> way = sameAs(plan, pop, other, c, ways);
                ways.add(way == null ? to(plan, pop, other, c) : way);
                add(rules, number, c, RouteRule.Direction.TO, ways.getLast());
                if (streamClasses.contains(c)) {
                    add(rules, number, c, RouteRule.Direction.FROM, from(plan, pop, other, c));
                }
            }
        }
    }

    /** The paths of a class before this one, when they are its own too; null when none is. */
    private static @Nullable List<PathRule> sameAs(
            Plan plan, int pop, int other, TrafficClass c, List<List<PathRule>> ways) {
        for (int before = 0; before < ways.size(); before++) {
            if (plan.samePaths(pop, other, c, TrafficClass.ALL.get(before))) {
                return ways.get(before);
            }
        }
        return null;
    }

    private static void add(
            List<Rule> rules,
            int number,
            TrafficClass c,
            RouteRule.Direction direction,
            List<PathRule> paths) {
        if (!paths.isEmpty()) {
            rules.add(new RouteRule(number, c, direction, paths));
        }
    }

    private List<PathRule> to(Plan plan, int pop, int other, TrafficClass c) {
        List<PathRule> paths = new ArrayList<>();
        Decision decision = plan.decision(pop, other, c);
        if (decision != null) {
            for (OverlayPath path : decision.paths()) {
                List<Label> labels = new ArrayList<>();
                for (int i = 0; i < path.length(); i++) {
                    labels.add(topology.link(path.link(i)).label());
                }
                paths.add(new PathRule(labels, delayNs(plan, path)));
            }
        }
        return List.copyOf(paths);
    }

    /** The paths chosen for traffic from the other PoP, walked backwards over opposite links. */
    private List<PathRule> from(Plan plan, int pop, int other, TrafficClass c) {
        List<PathRule> paths = new ArrayList<>();
        Decision decision = plan.decision(other, pop, c);
        if (decision != null) {
            for (OverlayPath path : decision.paths()) {
                List<Label> labels = backwards(path);
                if (labels != null) {
                    paths.add(new PathRule(labels, delayNs(plan, path)));
                }
            }
        }
        return paths;
    }

    /** Null when a link of the path has no opposite. */
    private @Nullable List<Label> backwards(OverlayPath path) {
        List<Label> labels = new ArrayList<>();
        for (int i = path.length() - 1; i >= 0; i--) {
            int opposite = topology.linkIndex(topology.link(path.link(i)).id().reverse());
            if (opposite < 0) {
                return null;
            }
            labels.add(topology.link(opposite).label());
        }
        return labels;
    }

    private static long delayNs(Plan plan, OverlayPath path) {
        long sum = 0;
        for (int i = 0; i < path.length(); i++) {
            LinkState state = plan.snapshot().link(path.link(i));
            if (state.delayNs() < 0) {
                return -1;
            }
            sum += state.delayNs();
        }
        return sum;
    }

    /** Who has no network behind it takes no IP packets, and need not know where they would go. */
    private void addPrefixes(int pop, List<Rule> rules) {
        if (topology.pops().get(pop).prefixes().isEmpty()) {
            return;
        }
        for (PopIntent owner : topology.pops()) {
            for (IpPrefix prefix : owner.prefixes()) {
                rules.add(new PrefixRule(prefix, owner.number()));
            }
        }
    }

    private void addSecurity(int pop, List<Rule> rules) {
        rules.add(new SecurityRule(intent.policy().security()));
        for (Topology.Link link : topology.outgoing(pop)) {
            KeyRule rule = keys.rule(topology.pops().get(link.to()).number());
            if (rule != null) {
                rules.add(rule);
            }
        }
    }

    private void addServices(PopId pop, List<Rule> rules) {
        for (ServiceIntent service : intent.services()) {
            Endpoint listen =
                    service.ingress().stream()
                            .filter(i -> i.pop().equals(pop))
                            .map(ServiceIntent.Ingress::listen)
                            .findFirst()
                            .orElse(null);
            Endpoint target = service.egress().equals(pop) ? service.target() : null;
            if (listen != null || target != null) {
                int egress = topology.pops().get(topology.popIndex(service.egress())).number();
                rules.add(
                        new ServiceRule(
                                service.number(),
                                service.name(),
                                service.kind(),
                                egress,
                                listen,
                                target,
                                service.trafficClass(),
                                service.packetClasses()));
            }
        }
    }

    /** What is as usual is not said, so that usual protection can become better with a version. */
    private void addProtection(List<Rule> rules) {
        List<Protection> wanted = intent.policy().protections();
        for (TrafficClass c : TrafficClass.ALL) {
            Protection protection = wanted.get(c.code());
            if (!protection.equals(Protection.standard(c))) {
                rules.add(new ProtectionRule(c, protection));
            }
        }
    }

    /** All tenants everywhere: a relay caps what it sends on, and knows services by number. */
    private void addTenants(List<Rule> rules) {
        for (TenantIntent tenant : intent.tenants()) {
            List<Integer> services =
                    intent.services().stream()
                            .filter(s -> tenant.name().equals(s.tenant()))
                            .map(ServiceIntent::number)
                            .sorted()
                            .toList();
            rules.add(
                    new TenantRule(tenant.name(), services, tenant.capBps(), tenant.reserveBps()));
        }
    }
}
