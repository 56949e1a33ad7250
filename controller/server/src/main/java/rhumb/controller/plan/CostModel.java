package rhumb.controller.plan;

import java.util.ArrayList;
import java.util.List;
import rhumb.controller.intent.ClassWeights;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Trouble;
import rhumb.controller.plan.policy.LinkRule;
import rhumb.controller.plan.policy.OperatorRules;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/**
 * What a link costs a class. One currency, microseconds of delay, additive along a path. Tiers keep
 * bad links usable as a last resort and unknown ones never best: any path of clean links is cheaper
 * than one degraded link, five degraded ones are cheaper than one that is drained, two of these
 * than one unknown, which is cheaper than one that is down, and all of them than one that a rule
 * forbids. Drained and worse are the solver's band of last resort ({@link rhumb.path.Costs}).
 */
public final class CostModel {
    /** Implementation constants: the tiers, in microseconds. */
    static final int CLEAN_MAX = 2_000_000;

    static final int DEGRADED = 10_200_000;

    static final int DRAINED = 70_000_000;

    static final int UNKNOWN = 150_000_000;

    static final int DOWN = 190_000_000;

    static final int FORBIDDEN = 1_000_000_000;

    /** The solver's unit; totals are whole multiples of it, so what it finds equal is equal. */
    public static final int UNIT_US = 64;

    /** A one-way delay nobody knows is taken for a bad one, not for none. */
    private static final long UNKNOWN_DELAY_NS = 250_000_000L;

    private static final long CERTAIN_PPM = 999_000;

    private static final int[] PENALTIES = {0, DEGRADED, UNKNOWN, DOWN};

    private final Topology topology;
    private final PolicyIntent policy;
    private final OperatorRules rules;
    private final int[] scratch = new int[Term.values().length];

    public CostModel(Topology topology, PolicyIntent policy) {
        this.topology = topology;
        this.policy = policy;
        this.rules = new OperatorRules(topology, policy);
    }

    /** Whether both price alike. */
    boolean sameAs(CostModel other) {
        return topology == other.topology && policy.equals(other.policy);
    }

    PolicyIntent policy() {
        return policy;
    }

    OperatorRules rules() {
        return rules;
    }

    /**
     * The cost now, term by term.
     *
     * @param nowNs when: what recent trouble adds falls with time
     */
    public LinkCost cost(long nowNs, LinkState state, Topology.Link link, TrafficClass c) {
        int[] terms = new int[scratch.length];
        int total = fill(terms, nowNs, state, link, c);
        List<LinkCost.Rule> applied = new ArrayList<>();
        for (LinkRule rule : rules.links(c)) {
            if (rule.links().get(link.index())) {
                applied.add(new LinkCost.Rule(rule.name(), us(rule)));
            }
        }
        return new LinkCost(terms, total, applied);
    }

    /** The sum alone; not for two threads at once. */
    int total(long nowNs, LinkState state, Topology.Link link, TrafficClass c) {
        return fill(scratch, nowNs, state, link, c);
    }

    private int fill(int[] terms, long nowNs, LinkState state, Topology.Link link, TrafficClass c) {
        ClassWeights w = policy.weights(c);
        java.util.Arrays.fill(terms, 0);
        long delayNs = state.delayNs() < 0 ? UNKNOWN_DELAY_NS : state.delayNs();
        put(terms, Term.DELAY, delayUs(w, delayNs));
        put(terms, Term.JITTER, jitterUs(w, state.jitterNs()));
        put(terms, Term.LOSS, lossUs(w, state.lossPpm()));
        put(terms, Term.HOP, w.hopUs());
        put(terms, Term.PRICE, (long) w.priceUs() * link.price());
        put(terms, Term.ADMIN, link.adminCostUs());
        put(terms, Term.HISTORY, historyUs(nowNs, w, state, c));
        List<LinkRule> wanted = rules.links(c);
        for (int i = 0; i < wanted.size(); i++) {
            LinkRule rule = wanted.get(i);
            if (rule.links().get(link.index())) {
                // Two drains empty a link no more than one.
                switch (rule.kind()) {
                    case CHARGE -> terms[Term.POLICY.ordinal()] += rule.us();
                    case DRAIN -> put(terms, Term.DRAINED, DRAINED);
                    case FORBID -> put(terms, Term.FORBIDDEN, FORBIDDEN);
                }
            }
        }
        int clean = bounded(terms);
        int tier = tier(state, c);
        switch (tier) {
            case 1 -> put(terms, Term.DEGRADED, DEGRADED);
            case 2 -> put(terms, Term.UNKNOWN, UNKNOWN);
            case 3 -> put(terms, Term.DOWN, DOWN);
            default -> {}
        }
        int penalty = PENALTIES[tier];
        penalty += terms[Term.DRAINED.ordinal()] + terms[Term.FORBIDDEN.ordinal()];
        int total = clean + penalty;
        int whole = Math.ceilDiv(total, UNIT_US) * UNIT_US;
        // Terms add up to the total: what rounding adds is a cost of the hop.
        terms[Term.HOP.ordinal()] += whole - total;
        return whole;
    }

    /** What is not a penalty, kept within its bounds by its largest part. */
    private static int bounded(int[] terms) {
        long sum = 0;
        int largest = 0;
        for (Term term : Term.values()) {
            if (term.ordinal() < Term.DEGRADED.ordinal()) {
                sum += terms[term.ordinal()];
                largest = terms[term.ordinal()] > terms[largest] ? term.ordinal() : largest;
            }
        }
        int clean = Math.clamp(sum, 1, CLEAN_MAX);
        terms[sum < 1 ? Term.POLICY.ordinal() : largest] += (int) (clean - sum);
        return clean;
    }

    private static int us(LinkRule rule) {
        return switch (rule.kind()) {
            case CHARGE -> rule.us();
            case DRAIN -> DRAINED;
            case FORBID -> FORBIDDEN;
        };
    }

    /** 0 = does for the class, 1 = degraded for it, 2 = unknown, 3 = down. */
    static int tier(LinkState state, TrafficClass c) {
        return switch (state.status()) {
            case UP -> 0;
            case DEGRADED -> state.degraded().contains(c) ? 1 : 0;
            case UNKNOWN -> 2;
            case DOWN -> 3;
        };
    }

    /** What the link cost at its worst above what it costs now, falling evenly to nothing. */
    private long historyUs(long nowNs, ClassWeights w, LinkState state, TrafficClass c) {
        Trouble trouble = state.trouble();
        if (trouble == null || !trouble.classes().contains(c) || tier(state, c) > 0) {
            return 0;
        }
        long worst =
                delayUs(w, Math.max(trouble.worstDelayNs(), Math.max(0, state.delayNs())))
                        + jitterUs(w, trouble.worstJitterNs())
                        + lossUs(w, trouble.worstLossPpm());
        long present =
                delayUs(w, Math.max(0, state.delayNs()))
                        + jitterUs(w, state.jitterNs())
                        + lossUs(w, state.lossPpm());
        boolean lasts = state.status() == LinkStatus.DEGRADED;
        long leftNs = policy.trustAfterNs() - (lasts ? 0 : nowNs - trouble.lastNs());
        long leftPermille = Math.clamp(leftNs / (policy.trustAfterNs() / 1_000), 0, 1_000);
        return Math.max(0, worst - present) * leftPermille / 1_000;
    }

    private static long delayUs(ClassWeights w, long delayNs) {
        return delayNs / 1_000 * w.delayPercent() / 100;
    }

    private static long jitterUs(ClassWeights w, long jitterNs) {
        return Math.max(0, jitterNs) / 1_000 * w.jitterPercent() / 100;
    }

    private static long lossUs(ClassWeights w, long lossPpm) {
        if (lossPpm <= 0) {
            return 0;
        }
        double kept = 1 - Math.min(lossPpm, CERTAIN_PPM) / 1e6;
        // StrictMath: the same bits on every machine.
        return Math.round(-StrictMath.log(kept) * w.lossUs());
    }

    private static void put(int[] terms, Term term, long valueUs) {
        terms[term.ordinal()] = (int) Math.min(valueUs, FORBIDDEN);
    }
}
