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
    private final BitSet[] uplinkRisks;
    private final int[] pairStart;
    private final int[] pairLinks;
    private final int[][] nodeUplinks;
    private final int providers;
    private final int mostParallel;
    private final int[] orderAtNode;
    private final long[] riskBits;
    private final int riskGroups;
    private final boolean oneUplink;
    private final long[] nodeProvider;
    private final long[] nodeRisks;

    Graph(
            int nodes,
            int[] uplinkNode,
            int[] uplinkProvider,
            int[] fromUplink,
            int[] toUplink,
            BitSet[] uplinkRisks) {
        this.nodes = nodes;
        this.uplinkNode = uplinkNode;
        this.uplinkProvider = uplinkProvider;
        this.fromUplink = fromUplink;
        this.toUplink = toUplink;
        this.uplinkRisks = uplinkRisks;
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
        this.orderAtNode = new int[uplinkNode.length];
        this.riskBits = new long[uplinkNode.length];
        int most = 0;
        int groups = 0;
        for (int uplink = 0; uplink < uplinkNode.length; uplink++) {
            while (nodeUplinks[uplinkNode[uplink]][orderAtNode[uplink]] != uplink) {
                orderAtNode[uplink]++;
            }
            most = Math.max(most, orderAtNode[uplink] + 1);
            groups = Math.max(groups, uplinkRisks[uplink].length());
            long[] bits = uplinkRisks[uplink].toLongArray();
            riskBits[uplink] = bits.length == 0 ? 0 : bits[0];
        }
        this.riskGroups = groups;
        this.oneUplink = most <= 1 && mostParallel <= 1;
        this.nodeProvider = new long[nodes];
        this.nodeRisks = new long[nodes];
        for (int uplink = 0; uplink < uplinkNode.length; uplink++) {
            nodeProvider[uplinkNode[uplink]] |= providerBit(uplink);
            nodeRisks[uplinkNode[uplink]] |= riskBits[uplink];
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

    /** Whether the links of both have the same numbers between the same nodes. */
    public boolean sameLinks(Graph other) {
        return this == other
                || nodes == other.nodes
                        && Arrays.equals(pairStart, other.pairStart)
                        && Arrays.equals(pairLinks, other.pairLinks);
    }

    /** Adds the shared-risk groups of a link, which are those of both its uplinks. */
    void addRisks(int link, BitSet groups) {
        groups.or(uplinkRisks[fromUplink[link]]);
        groups.or(uplinkRisks[toUplink[link]]);
    }

    /** Whether the link is in any of these shared-risk groups. */
    boolean atRisk(int link, BitSet groups) {
        return uplinkRisks[fromUplink[link]].intersects(groups)
                || uplinkRisks[toUplink[link]].intersects(groups);
    }

    /** Whether the link is in this shared-risk group. */
    public boolean inRisk(int link, int group) {
        return uplinkRisks[fromUplink[link]].get(group) || uplinkRisks[toUplink[link]].get(group);
    }

    /** One more than the highest shared-risk group of the link. */
    public int riskBound(int link) {
        return Math.max(
                uplinkRisks[fromUplink[link]].length(), uplinkRisks[toUplink[link]].length());
    }

    /** One more than the highest shared-risk group. */
    int riskGroups() {
        return riskGroups;
    }

    /** The shared-risk groups of an uplink as bits, where there are at most 64. */
    long riskBits(int uplink) {
        return riskBits[uplink];
    }

    /** The provider of an uplink as a bit, where there are at most 64; 0 when it has none. */
    long providerBit(int uplink) {
        return uplinkProvider[uplink] < 0 ? 0 : 1L << uplinkProvider[uplink];
    }

    /** Where an uplink stands among those of its node. */
    int orderAtNode(int uplink) {
        return orderAtNode[uplink];
    }

    /** Whether all nodes have one uplink. */
    boolean oneUplink() {
        return oneUplink;
    }

    /** The provider of a node's one uplink as a bit. */
    long nodeProvider(int node) {
        return nodeProvider[node];
    }

    /** The shared-risk groups of a node's one uplink as bits. */
    long nodeRisks(int node) {
        return nodeRisks[node];
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

    /** The place of a link among the parallel ones of its two nodes. */
    int placeAmongParallel(int from, int to, int link) {
        int first = firstParallel(from, to);
        int place = 0;
        while (pairLinks[first + place] != link) {
            place++;
        }
        return place;
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
