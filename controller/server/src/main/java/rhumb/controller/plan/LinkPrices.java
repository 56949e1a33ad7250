package rhumb.controller.plan;

import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import rhumb.controller.lsdb.LinkState;
import rhumb.net.TrafficClass;

/**
 * What every link costs every class, and for each link the judgement and the moment it was priced
 * from: a link keeps its price until a new one differs enough to matter, so a plan's links may have
 * been priced at different moments. Immutable.
 */
final class LinkPrices {
    /** Nothing is priced: what the first plan follows. */
    static final LinkPrices NONE =
            new LinkPrices(
                    null, new LinkState[0], new long[0], new int[TrafficClass.COUNT][0], null);

    /** Who priced; another model's prices are not to be kept. */
    private final @Nullable CostModel model;

    private final LinkState[] states;
    private final long[] atNs;
    private final int[][] costs;
    private final @Nullable BitSet changed;

    /**
     * Takes the arrays over.
     *
     * @param changed links priced anew since the prices before; null = all
     */
    LinkPrices(
            @Nullable CostModel model,
            LinkState[] states,
            long[] atNs,
            int[][] costs,
            @Nullable BitSet changed) {
        this.model = model;
        this.states = states;
        this.atNs = atNs;
        this.costs = costs;
        this.changed = changed;
    }

    /** Whether this model would give these prices to the same judgements. */
    boolean by(CostModel other) {
        return model == other || model != null && model.sameAs(other);
    }

    int links() {
        return states.length;
    }

    /** As the link was judged when it was priced. */
    LinkState state(int link) {
        return states[link];
    }

    /** When it was priced. */
    long atNs(int link) {
        return atNs[link];
    }

    /** By link. Not to be changed. */
    int[] costs(TrafficClass c) {
        return costs[c.code()];
    }

    /** Links priced anew since the prices before; null = all. Not to be changed. */
    @Nullable BitSet changed() {
        return changed;
    }

    LinkState[] copyOfStates() {
        return states.clone();
    }

    long[] copyOfMoments() {
        return atNs.clone();
    }

    int[][] copyOfCosts() {
        return Arrays.stream(costs).map(int[]::clone).toArray(int[][]::new);
    }
}
