package rhumb.controller.intent;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;
import rhumb.net.UplinkId;

/** Whether the rules of a policy name what is configured. */
final class RuleChecks {
    private final Set<PopId> pops = new TreeSet<>();
    private final Set<UplinkId> uplinks = new TreeSet<>();
    private final Set<String> providers = new TreeSet<>();
    private final Set<String> countries = new TreeSet<>();

    private RuleChecks(List<PopIntent> all) {
        for (PopIntent pop : all) {
            pops.add(pop.name());
            String country = pop.country();
            if (country != null) {
                countries.add(country);
            }
            for (UplinkIntent uplink : pop.uplinks()) {
                uplinks.add(new UplinkId(pop.name(), uplink.name()));
                providers.add(uplink.provider());
            }
        }
        providers.remove("");
    }

    static void check(List<PopIntent> all, PolicyIntent policy) {
        RuleChecks checks = new RuleChecks(all);
        policy.rules().forEach(rule -> checks.check(rule, policy.maxLinks()));
        checkPins(policy.rules());
    }

    private void check(RuleIntent rule, int maxLinks) {
        String what = "policy: rules: " + rule.name();
        pop(what + ": from", rule.from());
        pop(what + ": to", rule.to());
        RuleIntent.Pin pin = rule.pin();
        if (pin != null) {
            pin.path().forEach(p -> pop(what + ": pin", p));
            pin.links()
                    .forEach(l -> {
                        known(what + ": pin", "uplink", l.from(), uplinks);
                        known(what + ": pin", "uplink", l.to(), uplinks);
                    });
            Checks.that(
                    pin.length() <= maxLinks,
                    what + ": pin has " + pin.length() + " links: expected at most " + maxLinks);
        }
        target(what + ": drain", rule.drain());
        target(what + ": avoid", rule.avoid() == null ? null : rule.avoid().target());
        target(what + ": prefer", rule.prefer() == null ? null : rule.prefer().target());
        RuleIntent.Forbid forbid = rule.limit() == null ? null : rule.limit().forbid();
        if (forbid != null) {
            forbid.pops().forEach(p -> pop(what + ": forbid", p));
            forbid.providers().forEach(p -> known(what + ": forbid", "provider", p, providers));
            forbid.countries().forEach(c -> known(what + ": forbid", "country", c, countries));
        }
    }

    private void target(String what, RuleIntent.@Nullable Target target) {
        if (target == null) {
            return;
        }
        pop(what, target.pop());
        known(what, "uplink", target.uplink(), uplinks);
        known(what, "provider", target.provider(), providers);
        if (target.link() != null) {
            known(what, "uplink", target.link().from(), uplinks);
            known(what, "uplink", target.link().to(), uplinks);
        }
    }

    private void pop(String what, @Nullable PopId pop) {
        known(what, "PoP", pop, pops);
    }

    private static <T> void known(String what, String kind, @Nullable T name, Set<T> all) {
        Checks.that(
                name == null || all.contains(name),
                what + ": " + kind + " " + name + " is not configured: expected one of " + all);
    }

    /** Two pins of one pair and class contradict each other. */
    private static void checkPins(List<RuleIntent> rules) {
        Map<String, Set<TrafficClass>> pinned = new HashMap<>();
        for (RuleIntent rule : rules) {
            RuleIntent.Pin pin = rule.pin();
            for (TrafficClass c : pin == null ? List.<TrafficClass>of() : TrafficClass.ALL) {
                if (pin != null && rule.classSet().contains(c)) {
                    String pair = pin.from() + " -> " + pin.to();
                    Checks.that(
                            pinned.computeIfAbsent(pair, p -> new HashSet<>()).add(c),
                            "policy: rules: "
                                    + rule.name()
                                    + ": "
                                    + pair
                                    + " is already pinned for "
                                    + c
                                    + ": expected one pin of a pair and class");
                }
            }
        }
    }
}
