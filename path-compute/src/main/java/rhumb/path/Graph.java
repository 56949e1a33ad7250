package rhumb.path;

import java.util.Arrays;
import java.util.BitSet;

/**
 * A directed multigraph: nodes, uplinks (attachments of a node), links from an uplink to an uplink
 * of another node. Immutable; made by {@link GraphBuilder}. Numbers count from 0.
 */
public final class Graph {
    /** The provider of an uplink of which none is known; shared with no other uplink. */
    public static final int NO_PROVIDER = -1;

    private final int nodes;
    private final int[] uplinkNode;
    private final int[] uplinkProvider;
    private final int[] fromUplink;
    private final int[] toUplink;
    private final BitSet[] risks;
    private final int[] pairStart;
    private final int[] pairLinks;
    private final int[][] nodeUplinks;
    private final int providers;
    private final int mostParallel;

    Graph(
            int nodes,
            int[] uplinkNode,
            int[] uplinkProvider,
            int[] fromUplink,
            int[] toUplink,
            BitSet[] risks) {
        this.nodes = nodes;
        this.uplinkNode = uplinkNode;
        this.uplinkProvider = uplinkProvider;
        this.fromUplink = fromUplink;
        this.toUplink = toUplink;
        this.risks = risks;
        this.pairStart = new int[nodes * nodes + 1];
        this.pairLinks = new int[fromUplink.length];
        this.nodeUplinks = new int[nodes][];
        this.providers = Arrays.stream(uplinkProvider).max().orElse(NO_PROVIDER) + 1;
        sortByPair();
        this.mostParallel = mostParallel(pairStart);
        for (int node = 0; node < nodes; node++) {
            int wanted = node;
            nodeUplinks[node] =
                    java.util.stream.IntStream.range(0, uplinkNode.length)
                            .filter(u -> uplinkNode[u] == wanted)
                            .toArray();
        }
    }

    public int nodes() {
        return nodes;
    }

    public int links() {
        return fromUplink.length;
    }

    public int uplinks() {
        return uplinkNode.length;
    }

    /** One more than the highest provider number. */
    public int providers() {
        return providers;
    }

    public int from(int link) {
        return uplinkNode[fromUplink[link]];
    }

    public int to(int link) {
        return uplinkNode[toUplink[link]];
    }

    public int fromUplink(int link) {
        return fromUplink[link];
    }

    public int toUplink(int link) {
        return toUplink[link];
    }

    /** The provider of an uplink or {@link #NO_PROVIDER}. */
    public int provider(int uplink) {
        return uplinkProvider[uplink];
    }

    /** The shared-risk groups of a link. Not to be changed by the caller. */
    BitSet risks(int link) {
        return risks[link];
    }

    /** Whether the link is in this shared-risk group. */
    public boolean inRisk(int link, int group) {
        return risks[link].get(group);
    }

    /** One more than the highest shared-risk group of the link. */
    public int riskBound(int link) {
        return risks[link].length();
    }

    /** How many parallel links lead from one node straight to another. */
    public int parallel(int from, int to) {
        int pair = from * nodes + to;
        return pairStart[pair + 1] - pairStart[pair];
    }

    /** The greatest number of parallel links of any pair. */
    public int mostParallel() {
        return mostParallel;
    }

    /** The link with this position among the parallel ones, in ascending order. */
    public int parallelLink(int from, int to, int position) {
        return pairLinks[pairStart[from * nodes + to] + position];
    }

    /**
     * Where the links of a pair begin in the order of pairs; {@code to} may be one past the last.
     */
    int firstParallel(int from, int to) {
        return pairStart[from * nodes + to];
    }

    /** The link at this place in the order of pairs. */
    int linkAt(int place) {
        return pairLinks[place];
    }

    /** The uplinks of a node. Not to be changed by the caller. */
    int[] uplinksOf(int node) {
        return nodeUplinks[node];
    }

    private static int mostParallel(int[] pairStart) {
        int most = 0;
        for (int pair = 0; pair + 1 < pairStart.length; pair++) {
            most = Math.max(most, pairStart[pair + 1] - pairStart[pair]);
        }
        return most;
    }

    private void sortByPair() {
        for (int link = 0; link < fromUplink.length; link++) {
            pairStart[from(link) * nodes + to(link) + 1]++;
        }
        for (int pair = 0; pair < nodes * nodes; pair++) {
            pairStart[pair + 1] += pairStart[pair];
        }
        int[] next = Arrays.copyOf(pairStart, nodes * nodes);
        for (int link = 0; link < fromUplink.length; link++) {
            pairLinks[next[from(link) * nodes + to(link)]++] = link;
        }
    }
}
