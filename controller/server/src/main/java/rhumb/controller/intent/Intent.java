package rhumb.controller.intent;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rhumb.net.ClassTarget;
import rhumb.net.LinkId;
import rhumb.net.Meaning;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;
import rhumb.path.PathCode;

/**
 * Everything that operators configure. A document binds to it component by component; what is wrong
 * is said with the place, the value and what was expected.
 */
public record Intent(
        @Meaning("number of the controller, 1 to 65535, part of its epochs") int controller,
        @Meaning("at least one") List<PopIntent> pops,
        @Meaning(
                        "exceptions from the full mesh: each uplink has a link to each uplink of every"
                                + " other PoP, in both directions")
                @Defaulted
                LinkIntent links,
        @Meaning("ways into and out of the overlay") @Defaulted List<ServiceIntent> services,
        @Meaning("what a class needs of a link, for classes that differ from the standard")
                @Defaulted
                Map<TrafficClass, ClassTarget> targets,
        @Meaning("how paths are chosen and when they move") @Defaulted PolicyIntent policy,
        @Meaning("how uplinks with a rate treat classes (docs/qos.md)") @Defaulted
                QueueIntent queues,
        @Meaning("customers whose services share caps and reservations") @Defaulted
                List<TenantIntent> tenants) {
    public Intent {
        Checks.range("controller", controller, 1, 0xffff);
        pops = Checks.orEmpty(pops);
        Checks.that(!pops.isEmpty(), "pops is empty: expected at least one PoP");
        Checks.unique("PoP", pops, PopIntent::name);
        Checks.unique("PoP number", pops, PopIntent::number);
        links = links == null ? LinkIntent.FULL_MESH : links;
        services = Checks.orEmpty(services);
        Checks.unique("service", services, ServiceIntent::name);
        Checks.unique("service number", services, ServiceIntent::number);
        targets = completed(targets);
        policy = policy == null ? PolicyIntent.standard() : policy;
        checkLinks(pops, links);
        checkServices(pops, services);
        checkParallel(pops, links, policy.maxLinks());
        RuleChecks.check(pops, policy);
        PrefixChecks.check(pops);
        queues = queues == null ? QueueIntent.standard() : queues;
        tenants = Checks.orEmpty(tenants);
        QosChecks.check(pops, services, queues, tenants);
    }

    /** An overlay with the usual queues and without tenants. */
    public Intent(
            int controller,
            List<PopIntent> pops,
            LinkIntent links,
            List<ServiceIntent> services,
            Map<TrafficClass, ClassTarget> targets,
            PolicyIntent policy) {
        this(controller, pops, links, services, targets, policy, QueueIntent.standard(), List.of());
    }

    /** An overlay of these PoPs with usual values for everything else. */
    public static Intent of(int controller, List<PopIntent> pops, List<ServiceIntent> services) {
        return new Intent(
                controller,
                pops,
                LinkIntent.FULL_MESH,
                services,
                Map.of(),
                PolicyIntent.standard());
    }

    /**
     * This overlay with one PoP more.
     *
     * @param without links of it that shall not be
     */
    public Intent plus(PopIntent pop, List<LinkId> without) {
        return new Intent(
                controller,
                Stream.concat(pops.stream(), Stream.of(pop)).toList(),
                new LinkIntent(
                        Stream.concat(links.exclude().stream(), without.stream()).toList(),
                        links.overrides()),
                services,
                targets,
                policy,
                queues,
                tenants);
    }

    /** The same overlay for the controller of another number. */
    public Intent by(int newController) {
        return new Intent(newController, pops, links, services, targets, policy, queues, tenants);
    }

    /** The same overlay under another policy. */
    public Intent with(PolicyIntent newPolicy) {
        return new Intent(controller, pops, links, services, targets, newPolicy, queues, tenants);
    }

    /** The same overlay with other queues and tenants. */
    public Intent with(QueueIntent newQueues, List<TenantIntent> newTenants) {
        return new Intent(
                controller, pops, links, services, targets, policy, newQueues, newTenants);
    }

    /** One per class, in the order of {@link TrafficClass#ALL}. */
    public List<ClassTarget> targetList() {
        return TrafficClass.ALL.stream().map(c -> Objects.requireNonNull(targets.get(c))).toList();
    }

    private static Map<TrafficClass, ClassTarget> completed(
            @Nullable Map<TrafficClass, ClassTarget> given) {
        Map<TrafficClass, ClassTarget> all = new EnumMap<>(TrafficClass.class);
        TrafficClass.ALL.forEach(c -> all.put(c, ClassTarget.standard(c)));
        all.putAll(given == null ? Map.of() : given);
        return Collections.unmodifiableMap(all);
    }

    private static void checkLinks(List<PopIntent> pops, LinkIntent links) {
        Set<UplinkId> uplinks =
                pops.stream()
                        .flatMap(p ->
                                p.uplinks().stream().map(u -> new UplinkId(p.name(), u.name())))
                        .collect(Collectors.toSet());
        Set<LinkId> excluded = new HashSet<>(links.exclude());
        for (LinkId link : links.exclude()) {
            checkLink("links: exclude", uplinks, link);
        }
        for (LinkIntent.LinkOverride override : links.overrides()) {
            checkLink("links: overrides", uplinks, override.link());
            Checks.that(
                    !excluded.contains(override.link()),
                    "links: overrides: "
                            + override.link()
                            + " is also excluded: expected one of both");
        }
    }

    private static void checkLink(String where, Set<UplinkId> uplinks, LinkId link) {
        for (UplinkId end : List.of(link.from(), link.to())) {
            Checks.that(
                    uplinks.contains(end),
                    where + ": " + link + " names uplink " + end + ": expected a configured one");
        }
    }

    /** Paths name which of the links beside each other they take, in so many bits. */
    private static void checkParallel(List<PopIntent> pops, LinkIntent links, int maxLinks) {
        int most = PathCode.maxParallel(maxLinks);
        for (PopIntent from : pops) {
            for (PopIntent to : pops) {
                int all = from.uplinks().size() * to.uplinks().size();
                if (all > most && !from.equals(to)) {
                    long excluded =
                            links.exclude().stream()
                                    .distinct()
                                    .filter(link -> link.source().equals(from.name()))
                                    .filter(link -> link.target().equals(to.name()))
                                    .count();
                    Checks.that(
                            all - excluded <= most,
                            "links: "
                                    + (all - excluded)
                                    + " lead from "
                                    + from.name()
                                    + " to "
                                    + to.name()
                                    + ": with policy max-links "
                                    + maxLinks
                                    + " expected at most "
                                    + most
                                    + "; exclude some, or lower max-links");
                }
            }
        }
    }

    private static void checkServices(List<PopIntent> pops, List<ServiceIntent> services) {
        Set<PopId> known = pops.stream().map(PopIntent::name).collect(Collectors.toSet());
        Set<String> listeners = new HashSet<>();
        for (ServiceIntent service : services) {
            String what = "service " + service.name();
            Checks.that(
                    known.contains(service.egress()),
                    what + ": egress " + service.egress() + " is no configured PoP");
            for (ServiceIntent.Ingress ingress : service.ingress()) {
                Checks.that(
                        known.contains(ingress.pop()),
                        what + ": ingress " + ingress.pop() + " is no configured PoP");
                Checks.that(
                        listeners.add(ingress.pop() + " " + service.kind() + ingress.listen()),
                        what
                                + ": another service already listens on "
                                + ingress.listen()
                                + " at "
                                + ingress.pop());
            }
        }
    }
}
