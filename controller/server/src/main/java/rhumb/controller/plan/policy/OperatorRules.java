package rhumb.controller.plan.policy;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.net.TrafficClass;

/** All rules of a policy, by class, link and pair. Immutable. */
public final class OperatorRules {
    private final int pops;

    /** By class: those for every pair. */
    private final List<List<LinkRule>> links;

    /** By class: what holds for every pair, by pair: what holds for it beside. */
    private final List<@Nullable PairRules> everyPair;

    private final List<Map<Integer, PairRules>> pairs;

    public OperatorRules(Topology topology, PolicyIntent policy) {
        RuleReading reading = new RuleReading(topology);
        policy.rules().forEach(reading::read);
        this.pops = topology.pops().size();
        this.links = TrafficClass.ALL.stream().map(reading::links).toList();
        this.everyPair = reading.everyPair();
        this.pairs = reading.pairs();
    }

    /** The rules for every pair that touch links of this class. */
    public List<LinkRule> links(TrafficClass c) {
        return links.get(c.code());
    }

    /** What holds for this pair and class beside {@link #links}; null = nothing. */
    public @Nullable PairRules pair(int from, int to, TrafficClass c) {
        PairRules every = everyPair.get(c.code());
        Map<Integer, PairRules> some = pairs.get(c.code());
        PairRules own = some.isEmpty() ? null : some.get(from * pops + to);
        return own == null || every == null ? (own == null ? every : own) : own.plus(every);
    }
}
