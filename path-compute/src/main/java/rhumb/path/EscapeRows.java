package rhumb.path;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The cheapest links between a node and all others that keep clear of things. Made when first asked
 * for and kept until the node's links change.
 *
 * <p>One object for links out of nodes ({@link Packed#base} by far end), one for links into them
 * (packed without relay).
 */
final class EscapeRows {
    private static final int MOST_KEPT = 16;

    /**
     * What a link must keep clear of.
     *
     * @param uplinks the node's uplinks that may be used, a bit each by their order
     * @param providers providers to keep clear of, a bit each
     * @param uses how many of its two uplinks may be of such a provider all the same
     * @param risks shared-risk groups to keep clear of, a bit each
     */
    record Clear(int uplinks, long providers, int uses, long risks) {
        Clear {
            uses = providers == 0 ? 0 : uses;
        }
    }

    private static final class Kept {
        final Clear clear;
        final int @Nullable [] row;

        Kept(Clear clear, int @Nullable [] row) {
            this.clear = clear;
            this.row = row;
        }
    }

    private final Graph graph;
    private final boolean out;
    private final int impairedFrom;
    private final @Nullable List<Kept>[] kept;
    private CostMatrix matrix;

    @SuppressWarnings({"unchecked", "rawtypes"})
    EscapeRows(CostMatrix matrix, boolean out, int impairedFrom) {
        this.graph = matrix.graph();
        this.matrix = matrix;
        this.out = out;
        this.impairedFrom = impairedFrom;
        this.kept = new List[graph.nodes()];
    }

    /** Takes over other costs, in which these links differ. */
    void update(CostMatrix changed, int[] links) {
        matrix = changed;
        for (int link : links) {
            kept[out ? graph.from(link) : graph.to(link)] = null;
        }
    }

    /** The row of a node; null when no unimpaired link keeps clear. */
    int @Nullable [] row(int node, Clear clear) {
        List<Kept> rows = kept[node];
        if (rows == null) {
            rows = new ArrayList<>(2);
            kept[node] = rows;
        }
        for (Kept k : rows) {
            if (k.clear.equals(clear)) {
                return k.row;
            }
        }
        int[] row = make(node, clear);
        if (rows.size() == MOST_KEPT) {
            rows.removeFirst();
        }
        rows.add(new Kept(clear, row));
        return row;
    }

    /** Where the link of a row's entry stands among the parallel ones; -1 when there is none. */
    int place(int node, int far, Clear clear) {
        int from = out ? node : far;
        int to = out ? far : node;
        int best = -1;
        int least = impairedFrom;
        for (int i = 0; i < graph.parallel(from, to); i++) {
            int link = graph.parallelLink(from, to, i);
            int cost = matrix.linkCost(link);
            if (cost < least && keeps(link, clear)) {
                best = i;
                least = cost;
            }
        }
        return best;
    }

    private int @Nullable [] make(int node, Clear clear) {
        int[] row = new int[Packed.rowLength(graph.nodes())];
        Arrays.fill(row, Packed.NONE);
        boolean any = false;
        for (int far = 0; far < graph.nodes(); far++) {
            int place = place(node, far, clear);
            if (place >= 0) {
                int from = out ? node : far;
                int to = out ? far : node;
                int packed = Packed.base(matrix.linkCost(graph.parallelLink(from, to, place)), far);
                row[far] = out ? packed : Packed.withoutRelay(packed);
                any = true;
            }
        }
        return any ? row : null;
    }

    private boolean keeps(int link, Clear clear) {
        int near = out ? graph.fromUplink(link) : graph.toUplink(link);
        int far = out ? graph.toUplink(link) : graph.fromUplink(link);
        int uses =
                ((graph.providerBit(near) & clear.providers) != 0 ? 1 : 0)
                        + ((graph.providerBit(far) & clear.providers) != 0 ? 1 : 0);
        return (clear.uplinks >>> graph.orderAtNode(near) & 1) != 0
                && uses <= clear.uses
                && ((graph.riskBits(near) | graph.riskBits(far)) & clear.risks) == 0;
    }
}
