package rhumb.path;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Collects uplinks and links and makes a {@link Graph} of them. */
public final class GraphBuilder {
    /** Relay numbers are packed beside the cost. */
    public static final int MAX_NODES = Packed.MAX_NODES;

    private record Uplink(int node, int provider, BitSet risks) {}

    private final int nodes;
    private final List<Uplink> uplinks = new ArrayList<>();
    private final IntList linkFrom = new IntList();
    private final IntList linkTo = new IntList();

    public GraphBuilder(int nodes) {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException(nodes + " nodes: expected 1 to " + MAX_NODES);
        }
        this.nodes = nodes;
    }

    /**
     * Adds an uplink and returns its number.
     *
     * @param provider who carries it, from 0, or {@link Graph#NO_PROVIDER}
     * @param risks numbers of the shared-risk groups it is in
     */
    public int uplink(int node, int provider, int... risks) {
        if (node < 0 || node >= nodes || provider < Graph.NO_PROVIDER) {
            throw new IllegalArgumentException("uplink of node " + node + ", provider " + provider);
        }
        BitSet groups = new BitSet();
        for (int risk : risks) {
            groups.set(risk);
        }
        uplinks.add(new Uplink(node, provider, groups));
        return uplinks.size() - 1;
    }

    /** Adds a directed link between two uplinks and returns its number. */
    public int link(int fromUplink, int toUplink) {
        if (uplinks.get(fromUplink).node == uplinks.get(toUplink).node) {
            throw new IllegalArgumentException("a link must lead to another node");
        }
        linkFrom.add(fromUplink);
        linkTo.add(toUplink);
        return linkFrom.size() - 1;
    }

    public Graph build() {
        return new Graph(
                nodes,
                uplinks.stream().mapToInt(Uplink::node).toArray(),
                uplinks.stream().mapToInt(Uplink::provider).toArray(),
                linkFrom.all(),
                linkTo.all(),
                uplinks.stream().map(Uplink::risks).toArray(BitSet[]::new));
    }
}
