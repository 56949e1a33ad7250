package rhumb.controller.plan.policy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.RuleIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/** Turns rules as they are written into links and pairs by number. */
final class RuleReading {
    private final Topology topology;
    private final List<LinkRule> links = new ArrayList<>();
    private final @Nullable PairRules[] everyPair = new @Nullable PairRules[TrafficClass.COUNT];
    private final List<Map<Integer, PairRules>> pairs = new ArrayList<>();

    RuleReading(Topology topology) {
        this.topology = topology;
        TrafficClass.ALL.forEach(c -> pairs.add(new HashMap<>()));
    }

    List<LinkRule> links(TrafficClass c) {
        return links.stream().filter(rule -> rule.classes().contains(c)).toList();
    }

    List<@Nullable PairRules> everyPair() {
        return java.util.Collections.unmodifiableList(Arrays.asList(everyPair));
    }

    List<Map<Integer, PairRules>> pairs() {
        return pairs;
    }

    void read(RuleIntent rule) {
        if (rule.pin() != null) {
            add(rule, new PairRules(pin(rule.name(), rule.pin()), List.of(), null, null));
            return;
        }
        List<LinkRule> found = linkRules(rule);
        if (!rule.ofPairs()) {
            links.addAll(found);
            found = List.of();
        }
        RuleIntent.Limit limit = rule.limit();
        Long delayNs = limit == null ? null : limit.maxDelayNs();
        Integer length = limit == null ? null : limit.maxLinks();
        if (!found.isEmpty() || delayNs != null || length != null) {
            add(
                    rule,
                    new PairRules(
                            null,
                            found,
                            delayNs == null ? null : new PairRules.Bound(rule.name(), delayNs),
                            length == null ? null : new PairRules.Bound(rule.name(), length)));
        }
    }

    private void add(RuleIntent rule, PairRules what) {
        for (TrafficClass c : TrafficClass.ALL) {
            if (!rule.classSet().contains(c)) {
                continue;
            }
            if (!rule.ofPairs()) {
                PairRules before = everyPair[c.code()];
                everyPair[c.code()] = before == null ? what : before.plus(what);
                continue;
            }
            RuleIntent.Pin pin = rule.pin();
            PopId from = pin == null ? rule.from() : pin.from();
            PopId to = pin == null ? rule.to() : pin.to();
            for (int source : ends(from)) {
                for (int target : ends(to)) {
                    if (source != target) {
                        int pair = source * topology.pops().size() + target;
                        pairs.get(c.code()).merge(pair, what, PairRules::plus);
                    }
                }
            }
        }
    }

    private int[] ends(@Nullable PopId pop) {
        return pop == null
                ? IntStream.range(0, topology.pops().size()).toArray()
                : new int[] {topology.popIndex(pop)};
    }

    private PairRules.@Nullable Pin pin(String name, RuleIntent.Pin pin) {
        int length = pin.links().isEmpty() ? pin.path().size() - 1 : pin.links().size();
        List<List<Integer>> hops = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            List<Integer> links =
                    pin.links().isEmpty()
                            ? parallel(pin.path().get(i), pin.path().get(i + 1))
                            : one(topology.linkIndex(pin.links().get(i)));
            if (links.isEmpty()) {
                return null; // a link that the intent excludes
            }
            hops.add(links);
        }
        return new PairRules.Pin(name, hops, pin.hard());
    }

    private static List<Integer> one(int link) {
        return link < 0 ? List.of() : List.of(link);
    }

    private List<Integer> parallel(PopId from, PopId to) {
        int source = topology.popIndex(from);
        int target = topology.popIndex(to);
        return IntStream.range(0, topology.graph().parallel(source, target))
                .mapToObj(i -> topology.graph().parallelLink(source, target, i))
                .toList();
    }

    private List<LinkRule> linkRules(RuleIntent rule) {
        List<LinkRule> found = new ArrayList<>();
        if (rule.drain() != null) {
            found.add(rule(rule, LinkRule.Kind.DRAIN, 0, rule.drain()));
        }
        if (rule.avoid() != null) {
            RuleIntent.Surcharge avoid = rule.avoid();
            found.add(rule(rule, LinkRule.Kind.CHARGE, avoid.byUs(), avoid.target()));
        }
        if (rule.prefer() != null) {
            RuleIntent.Surcharge prefer = rule.prefer();
            found.add(rule(rule, LinkRule.Kind.CHARGE, -prefer.byUs(), prefer.target()));
        }
        RuleIntent.Limit limit = rule.limit();
        if (limit != null) {
            Long rateBps = limit.minRateBps();
            if (rateBps != null) {
                found.add(forbid(rule, false, l -> isSlow(l, rateBps)));
            }
            if (limit.forbid() != null) {
                forbid(rule, limit.forbid(), found);
            }
        }
        return found;
    }

    private void forbid(RuleIntent rule, RuleIntent.Forbid forbid, List<LinkRule> found) {
        if (!forbid.providers().isEmpty()) {
            found.add(
                    forbid(
                            rule,
                            false,
                            l -> forbid.providers().stream().anyMatch(p -> isOf(l, p))));
        }
        if (!forbid.pops().isEmpty() || !forbid.countries().isEmpty()) {
            found.add(
                    forbid(
                            rule,
                            true,
                            l -> {
                                String country = topology.pops().get(l.from()).country();
                                return forbid.pops().contains(topology.pop(l.from()))
                                        || country != null && forbid.countries().contains(country);
                            }));
        }
    }

    private LinkRule rule(RuleIntent rule, LinkRule.Kind kind, int us, RuleIntent.Target target) {
        return new LinkRule(
                rule.name(),
                rule.classSet(),
                kind,
                us,
                which(l -> matches(l, target)),
                target.pop() != null);
    }

    private LinkRule forbid(RuleIntent rule, boolean transit, Predicate<Topology.Link> which) {
        return new LinkRule(
                rule.name(), rule.classSet(), LinkRule.Kind.FORBID, 0, which(which), transit);
    }

    private BitSet which(Predicate<Topology.Link> wanted) {
        BitSet found = new BitSet(topology.links().size());
        topology.links().stream().filter(wanted).forEach(l -> found.set(l.index()));
        return found;
    }

    private boolean matches(Topology.Link link, RuleIntent.Target target) {
        if (target.pop() != null) {
            return link.id().source().equals(target.pop());
        }
        if (target.uplink() != null) {
            return link.id().from().equals(target.uplink())
                    || link.id().to().equals(target.uplink());
        }
        if (target.link() != null) {
            return link.id().equals(target.link());
        }
        return target.provider() != null && isOf(link, target.provider());
    }

    private boolean isOf(Topology.Link link, String provider) {
        int near = topology.graph().fromUplink(link.index());
        int far = topology.graph().toUplink(link.index());
        return topology.uplinkIntent(near).provider().equals(provider)
                || topology.uplinkIntent(far).provider().equals(provider);
    }

    private boolean isSlow(Topology.Link link, long rateBps) {
        long known = topology.uplinkIntent(topology.graph().fromUplink(link.index())).rateBps();
        return known > 0 && known < rateBps;
    }
}
