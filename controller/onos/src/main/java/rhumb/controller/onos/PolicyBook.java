package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.onosproject.net.flow.FlowRule;
import rhumb.net.PopId;
import rhumb.net.TrafficClass;

/**
 * All that applications want at present. Each change is told as the whole list: pins in the order
 * of their pairs' first rules, then link costs by class. Any thread; the consumer is called under
 * the lock, so that it hears changes in their order.
 */
final class PolicyBook {
    private record Pinned(PopId from, PopId to, TrafficClass trafficClass) {}

    private final Consumer<List<OnosPolicy>> wanted;
    private final Map<FlowRule, OnosPolicy.Pin> pins = new LinkedHashMap<>();
    private final Map<TrafficClass, OnosPolicy.LinkCosts> costs = new EnumMap<>(TrafficClass.class);

    PolicyBook(Consumer<List<OnosPolicy>> wanted) {
        this.wanted = wanted;
    }

    /** Takes rules away, then adds rules; one change. */
    synchronized void change(List<FlowRule> remove, Map<FlowRule, OnosPolicy.Pin> add) {
        List<OnosPolicy> before = policies();
        remove.forEach(pins::remove);
        add.forEach((rule, pin) -> {
            // A flow rule equals another whatever both do: the key is to be the newer one.
            pins.remove(rule);
            pins.put(rule, pin);
        });
        tell(before);
    }

    /** Null takes the costs of the class away. */
    synchronized void change(TrafficClass c, OnosPolicy.@Nullable LinkCosts now) {
        List<OnosPolicy> before = policies();
        if (now == null) {
            costs.remove(c);
        } else {
            costs.put(c, now);
        }
        tell(before);
    }

    synchronized List<FlowRule> rules() {
        return List.copyOf(pins.keySet());
    }

    synchronized OnosPolicy.@Nullable Pin pin(FlowRule rule) {
        return pins.get(rule);
    }

    /** Of the rules of one pair and class that of the highest priority counts. */
    synchronized List<OnosPolicy> policies() {
        Map<Pinned, FlowRule> first = new LinkedHashMap<>();
        pins.forEach((rule, pin) ->
                first.merge(
                        new Pinned(pin.from(), pin.to(), pin.trafficClass()),
                        rule,
                        (a, b) -> b.priority() > a.priority() ? b : a));
        List<OnosPolicy> all = new ArrayList<>();
        first.values().forEach(rule -> all.add(pins.get(rule)));
        all.addAll(costs.values());
        return all;
    }

    private void tell(List<OnosPolicy> before) {
        List<OnosPolicy> now = policies();
        if (!now.equals(before)) {
            wanted.accept(List.copyOf(now));
        }
    }
}
