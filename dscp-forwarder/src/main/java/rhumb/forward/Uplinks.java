package rhumb.forward;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import rhumb.forward.fib.Fib;
import rhumb.forward.queue.QueuePlan;
import rhumb.forward.queue.UplinkScheduler;
import rhumb.southbound.rule.UplinkRule;

/** The uplinks of the PoP, numbered in the order in which their names were first heard. */
final class Uplinks {
    private final Supplier<UplinkScheduler> scheduler;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();
    private final List<UplinkScheduler> schedulers = new ArrayList<>();

    private Fib fib = Fib.EMPTY;

    Uplinks(Supplier<UplinkScheduler> scheduler) {
        this.scheduler = scheduler;
    }

    int number(String name) {
        Integer known = numbers.get(name);
        if (known != null) {
            return known;
        }
        numbers.put(name, names.size());
        names.add(name);
        schedulers.add(scheduler.get());
        return names.size() - 1;
    }

    List<String> names() {
        return List.copyOf(names);
    }

    UplinkScheduler scheduler(int number) {
        return schedulers.get(number);
    }

    /** Uplinks without a rule are not paced. */
    void onFib(long nowNs, Fib newFib) {
        boolean same = newFib.sameBut(fib);
        fib = newFib;
        if (same) {
            return;
        }
        Map<Integer, UplinkRule> rules = new HashMap<>();
        fib.uplinks().forEach(rule -> rules.put(number(rule.uplink()), rule));
        for (int i = 0; i < schedulers.size(); i++) {
            UplinkRule rule = rules.getOrDefault(i, new UplinkRule(names.get(i), 0));
            schedulers.get(i).configure(nowNs, QueuePlan.of(rule, fib.tenants()));
        }
    }

    void onDeadline(long nowNs) {
        for (int i = 0; i < schedulers.size(); i++) {
            schedulers.get(i).onDeadline(nowNs);
        }
    }

    long nextDeadlineNs() {
        long next = Long.MAX_VALUE;
        for (int i = 0; i < schedulers.size(); i++) {
            next = Math.min(next, schedulers.get(i).nextDeadlineNs());
        }
        return next;
    }

    int queued() {
        int queued = 0;
        for (int i = 0; i < schedulers.size(); i++) {
            queued += schedulers.get(i).queued();
        }
        return queued;
    }
}
