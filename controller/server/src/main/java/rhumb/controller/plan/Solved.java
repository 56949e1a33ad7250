package rhumb.controller.plan;

import java.util.Arrays;
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

    /**
     * Pairs that links at neither of their ends may concern, though their best path is the same.
     */
    private final BitSet special = new BitSet();

    /** Whether {@link #special} holds all pairs' answers. */
    private boolean decided;

    private int[] links = new int[0];

    /** What these links cost before. */
    private int[] before = new int[0];

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
        before = new int[links.length];
        for (int i = 0; i < links.length; i++) {
            units[i] = is[links[i]] / CostModel.UNIT_US;
            before[i] = was[links[i]] / CostModel.UNIT_US;
        }
        touched = best.update(links, units);
        fallbacks.update(best, links);
    }

    AllPairs best() {
        return best;
    }

    Fallbacks fallbacks() {
        return fallbacks;
    }

    /**
     * Remembers whether a change of links at neither end may concern the pair. One writer at a
     * time.
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

    /** The same for a pair's first decision, without rules for the pair alone. */
    void note(int from, int to, PlainDecision decision) {
        boolean is =
                isLong(decision.backup)
                        || isLong(decision.third)
                        || strays(from, to, decision.primary)
                        || strays(from, to, decision.held);
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
        if (touched == null) {
            return false;
        }
        BitSet pairs = (BitSet) special.clone();
        for (int pair : touched) {
            pairs.set(pair);
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

    private static boolean isLong(long fallback) {
        return fallback == PathCode.NONE || PathCode.links(fallback) > 2;
    }

    private boolean strays(int from, int to, long path) {
        return PathCode.links(path) > 2 && path != best.code(from, to);
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
     * fallback of two links leads over a link at one of its ends, so of pairs that are not touched
     * and whose paths are short only those with a changed link at an end are looked at.
     *
     * @param decisions before the update
     */
    @Nullable BitSet concerned(Decisions decisions) {
        if (touched == null) {
            return null;
        }
        int pops = best.direct().nodes();
        BitSet pairs = (BitSet) special.clone();
        for (int pair : touched) {
            pairs.set(pair);
        }
        BitSet changed = new BitSet();
        Arrays.stream(links).forEach(changed::set);
        for (int i = 0; i < links.length; i++) {
            int from = best.direct().graph().from(links[i]);
            int to = best.direct().graph().to(links[i]);
            for (int other = 0; other < pops; other++) {
                if (mayMatter(i, from, other, decisions, changed)) {
                    pairs.set(from * pops + other);
                }
                if (mayMatter(i, other, to, decisions, changed)) {
                    pairs.set(other * pops + to);
                }
            }
        }
        return pairs;
    }

    /**
     * Whether a changed link at an end of a pair may give it other fallbacks: it is on one of its
     * paths, or so much cheaper that a way over it is cheaper than a fallback that there is.
     */
    private boolean mayMatter(int i, int from, int to, Decisions decisions, BitSet changed) {
        CostMatrix matrix = best.direct();
        Graph graph = matrix.graph();
        if (from == to) {
            return false;
        }
        if (!decisions.near(from, to) || decisions.usesAny(from, to, changed)) {
            return true;
        }
        if (matrix.linkCost(links[i]) >= before[i]) {
            return false;
        }
        int relay = graph.from(links[i]) == from ? graph.to(links[i]) : graph.from(links[i]);
        return relay == to
                || relay == from
                || before[i] >= IMPAIRED_FROM
                || (long) matrix.cost(from, relay) + matrix.cost(relay, to)
                        < decisions.dearestFallback(from, to, matrix);
    }
}
