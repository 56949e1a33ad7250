package rhumb.controller.plan;

import rhumb.controller.intent.ClassWeights;
import rhumb.controller.intent.PolicyIntent;
import rhumb.controller.intent.Topology;
import rhumb.controller.lsdb.LinkState;
import rhumb.controller.lsdb.Trouble;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkStatus;

/**
 * What a link costs a class. One currency, microseconds of delay, additive along a path. Tiers keep
 * bad links usable as a last resort and unknown ones never best: any path of clean links is cheaper
 * than one degraded link, five degraded ones are cheaper than one unknown, which is cheaper than
 * one that is down. Unknown and down are the solver's band of last resort ({@link
 * rhumb.path.Costs}).
 */
public final class CostModel {
    /** Implementation constants: the tiers, in microseconds. */
    static final int CLEAN_MAX = 2_000_000;

    static final int DEGRADED = 10_200_000;

    /** A path of at least this cost leads over a link that is unknown or down. */
    public static final int UNKNOWN = 130_000_000;

    static final int DOWN = 190_000_000;

    /** The solver's unit; totals are whole multiples of it, so what it finds equal is equal. */
    static final int UNIT_US = 64;

    /** A one-way delay nobody knows is taken for a bad one, not for none. */
    private static final long UNKNOWN_DELAY_NS = 250_000_000L;

    private static final long CERTAIN_PPM = 999_000;

    private final PolicyIntent policy;

    public CostModel(PolicyIntent policy) {
        this.policy = policy;
    }

    /**
     * The cost now.
     *
     * @param nowNs when: what recent trouble adds falls with time
     */
    public LinkCost cost(long nowNs, LinkState state, Topology.Link link, TrafficClass c) {
        ClassWeights w = policy.weights(c);
        int[] terms = new int[Term.values().length];
        long delayNs = state.delayNs() < 0 ? UNKNOWN_DELAY_NS : state.delayNs();
        put(terms, Term.DELAY, delayUs(w, delayNs));
        put(terms, Term.JITTER, jitterUs(w, state.jitterNs()));
        put(terms, Term.LOSS, lossUs(w, state.lossPpm()));
        put(terms, Term.HOP, w.hopUs());
        put(terms, Term.PRICE, (long) w.priceUs() * link.price());
        put(terms, Term.ADMIN, link.adminCostUs());
        put(terms, Term.HISTORY, historyUs(nowNs, w, state, c));
        long clean = 0;
        for (int term : terms) {
            clean += term;
        }
        int tier = tier(state, c);
        switch (tier) {
            case 1 -> put(terms, Term.DEGRADED, DEGRADED);
            case 2 -> put(terms, Term.UNKNOWN, UNKNOWN);
            case 3 -> put(terms, Term.DOWN, DOWN);
            default -> {}
        }
        int total = Math.clamp(clean, 1, CLEAN_MAX) + penalty(tier);
        int whole = Math.ceilDiv(total, UNIT_US) * UNIT_US;
        // Terms add up to the total: what rounding adds is a cost of the hop.
        terms[Term.HOP.ordinal()] += whole - total;
        return new LinkCost(terms, whole);
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

    private static int penalty(int tier) {
        return switch (tier) {
            case 1 -> DEGRADED;
            case 2 -> UNKNOWN;
            case 3 -> DOWN;
            default -> 0;
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
        terms[term.ordinal()] = (int) Math.min(valueUs, Integer.MAX_VALUE / 16);
    }
}
