package rhumb.controller.plan;

import java.util.Map;
import java.util.TreeMap;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.RuleIntent;
import rhumb.net.TrafficClass;

/**
 * Since when rules drain what they drain, and when each pair leaves it: one after the other in an
 * order that is the same everywhere, after a tenth of the time in which all find their backups
 * elsewhere first. Immutable.
 */
final class Drains {
    static final Drains NONE = new Drains(Map.of(), 0);

    private final Map<String, Long> sinceNs;
    private final long overNs;

    private Drains(Map<String, Long> sinceNs, long overNs) {
        this.sinceNs = sinceNs;
        this.overNs = overNs;
    }

    /** Those of a policy; which ran before go on. */
    static Drains of(long nowNs, PolicyIntent policy, Drains before) {
        Map<String, Long> since = new TreeMap<>();
        for (RuleIntent rule : policy.rules()) {
            if (rule.drain() != null) {
                since.put(rule.name(), before.sinceNs.getOrDefault(rule.name(), nowNs));
            }
        }
        boolean same = since.equals(before.sinceNs) && before.overNs == policy.drainOverNs();
        return same ? before : new Drains(since, policy.drainOverNs());
    }

    /** When traffic of this pair and class leaves what the rule drains. */
    long dueNs(String rule, int pair, TrafficClass c) {
        long share = Mix.of(pair, c.code()) >>> 44; // 20 bits
        long firstNs = overNs / 10;
        return sinceNs.getOrDefault(rule, 0L)
                + firstNs
                + (long) ((overNs - firstNs) * (share / (double) (1 << 20)));
    }
}
