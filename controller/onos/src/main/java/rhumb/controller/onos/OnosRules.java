package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.RuleIntent;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;

/**
 * What applications asked for, as rules of the planner; for {@code Controller.addRules}. A pin is
 * left when it no longer does for the class, as a soft pin of an operator is.
 */
public final class OnosRules {
    private static final int MOST_US = 1_000_000;

    private OnosRules() {}

    /** One rule a pin; one a link of a weigher. Names say where they come from. */
    public static List<RuleIntent> of(List<OnosPolicy> policies) {
        List<RuleIntent> rules = new ArrayList<>();
        for (OnosPolicy policy : policies) {
            switch (policy) {
                case OnosPolicy.Pin pin -> rules.add(pin(pin));
                case OnosPolicy.LinkCosts costs -> {
                    costs.surchargeUs()
                            .forEach((link, us) ->
                                    rules.add(surcharge(costs.trafficClass(), link, us)));
                    costs.avoid().forEach(link -> rules.add(drain(costs.trafficClass(), link)));
                }
            }
        }
        return List.copyOf(rules);
    }

    /** Its links say from where to where. */
    private static RuleIntent pin(OnosPolicy.Pin pin) {
        String by = pin.links().stream().map(LinkId::toString).collect(Collectors.joining(" "));
        return rule(
                "onos pin " + pin.trafficClass() + " " + pin.from() + " " + pin.to() + ": " + by,
                pin.trafficClass(),
                new RuleIntent.Pin(List.of(), pin.links(), false),
                null,
                null,
                null);
    }

    private static RuleIntent surcharge(TrafficClass c, LinkId link, int us) {
        int byUs = Math.clamp(Math.abs(us), 1, MOST_US);
        RuleIntent.Surcharge by = new RuleIntent.Surcharge(null, null, link, null, byUs);
        String name = "onos weigher " + c + " " + link;
        return us > 0 ? rule(name, c, null, null, by, null) : rule(name, c, null, null, null, by);
    }

    private static RuleIntent drain(TrafficClass c, LinkId link) {
        RuleIntent.Target target = new RuleIntent.Target(null, null, link, null);
        return rule("onos avoids " + c + " " + link, c, null, target, null, null);
    }

    private static RuleIntent rule(
            String name,
            TrafficClass c,
            RuleIntent.@Nullable Pin pin,
            RuleIntent.@Nullable Target drain,
            RuleIntent.@Nullable Surcharge avoid,
            RuleIntent.@Nullable Surcharge prefer) {
        return new RuleIntent(name, List.of(c), null, null, pin, drain, avoid, prefer, null);
    }
}
