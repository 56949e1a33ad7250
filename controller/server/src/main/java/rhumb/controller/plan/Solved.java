package rhumb.controller.plan;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Fallbacks;
import rhumb.path.Graph;

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

    /** Pairs that are not simply on their best path with short fallbacks. */
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

    /** One writer at a time. */
    void special(int pair, boolean is) {
        special.set(pair, is);
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
