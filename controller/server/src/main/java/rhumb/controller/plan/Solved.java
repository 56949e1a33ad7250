package rhumb.controller.plan;

import java.util.BitSet;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import rhumb.controller.plan.policy.OperatorRules;
import rhumb.net.TrafficClass;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Fallbacks;
import rhumb.path.Graph;
import rhumb.path.PathCode;

/**
 * What the planner keeps of one class between plans, so that a changed link costs what it touches:
 * the best paths, the search for fallbacks, and which pairs a change may concern though it touches
 * neither their best path nor a link at either end. Changed in place.
 */
final class Solved {
    /** A link of at least this cost is used as a fallback only where no other is left. */
    static final int IMPAIRED_FROM = CostModel.DEGRADED / CostModel.UNIT_US;

    private final AllPairs best;
    private final Fallbacks fallbacks;

    /** Pairs that links at neither of their ends may concern, though their best path is the same. */
    private final BitSet special = new BitSet();

    /** Whether {@link #special} holds all pairs' answers. */
    private boolean decided;

    private int[] links = new int[0];
    private int @Nullable [] touched;

    private Solved(AllPairs best) {
        this.best = best;
        this.fallbacks = new Fallbacks(best, IMPAIRED_FROM);
    }

    /** From the prices of all links, in microseconds. */
    static CostMatrix matrix(Graph graph, int[] costs) {
        int[] units = new int[costs.length];
        for (int link = 0; link < units.length; link++) {
            units[link] = costs[link] / CostModel.UNIT_US;
        }
        return CostMatrix.of(graph, units);
    }

    static Solved of(AllPairs best) {
        return new Solved(best);
    }

    /** Takes over the prices that differ. */
    void update(int[] was, int[] is, BitSet repriced) {
        links = repriced.stream().filter(link -> was[link] != is[link]).toArray();
        int[] units = new int[links.length];
        for (int i = 0; i < links.length; i++) {
            units[i] = is[links[i]] / CostModel.UNIT_US;
        }
        touched = best.update(best.direct().with(links, units));
        fallbacks.update(best, links);
    }

    AllPairs best() {
        return best;
    }

    Fallbacks fallbacks() {
        return fallbacks;
    }

    /**
     * Remembers whether a change of links at neither end may concern the pair. One writer at a time.
     *
     * @param ruled whether rules hold for the pair alone
     */
    void note(int from, int to, boolean ruled, Decision decision) {
        Held held = decision.held();
        boolean is =
                ruled
                        || isLong(decision.backup())
                        || isLong(decision.third())
                        || strays(from, to, decision.primary())
                        || held != null && strays(from, to, held.path());
        special.set(from * best.direct().nodes() + to, is);
    }

    /** The same for all pairs of a source by decisions that were made by these paths. */
    void noteRow(Decisions decisions, int from, IntPredicate ruled) {
        int pops = best.direct().nodes();
        for (int to = 0; to < pops; to++) {
            boolean rules = ruled.test(to);
            Decision decision =
                    !rules && decisions.near(from, to) && !decisions.held(from, to)
                            ? null
                            : decisions.at(from, to);
            special.clear(from * pops + to);
            if (decision != null) {
                note(from, to, rules, decision);
            }
        }
    }

    /** The same for the pairs that the last update concerns; false when that may be any. */
    boolean renote(Decisions decisions, OperatorRules rules, TrafficClass c) {
        BitSet pairs = concerned();
        if (pairs == null) {
            return false;
        }
        int pops = best.direct().nodes();
        pairs.stream()
                .forEach(pair -> {
                    Decision decision = decisions.at(pair / pops, pair % pops);
                    if (decision == null) {
                        special.clear(pair);
                    } else {
                        boolean ruled = rules.pair(pair / pops, pair % pops, c) != null;
                        note(pair / pops, pair % pops, ruled, decision);
                    }
                });
        return true;
    }

    private static boolean isLong(@Nullable OverlayPath fallback) {
        // None may be had later from anywhere.
        return fallback == null || fallback.length() > 2;
    }

    /** Whether it has a link at neither end and is not the best path, of which updates tell. */
    private boolean strays(int from, int to, OverlayPath path) {
        return path.length() > 2
                && PathCode.of(best.direct().graph(), path.array()) != best.code(from, to);
    }

    /** Whether all pairs were decided by these paths, so that an update may skip some. */
    boolean decided() {
        return decided;
    }

    void allDecided() {
        decided = true;
    }

    /**
     * The pairs, as from * pops + to, whose decision the last update may change; null = any. A
     * fallback of two links leads over a link at one of its ends, so pairs of the changed links'
     * ends are among them.
     */
    @Nullable BitSet concerned() {
        if (touched == null) {
            return null;
        }
        int pops = best.direct().nodes();
        BitSet pairs = (BitSet) special.clone();
        for (int pair : touched) {
            pairs.set(pair);
        }
        for (int link : links) {
            int from = best.direct().graph().from(link);
            int to = best.direct().graph().to(link);
            pairs.set(from * pops, (from + 1) * pops);
            for (int other = 0; other < pops; other++) {
                pairs.set(other * pops + to);
            }
        }
        return pairs;
    }
}
