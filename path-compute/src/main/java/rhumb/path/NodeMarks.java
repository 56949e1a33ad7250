package rhumb.path;

/**
 * Which providers and shared-risk groups every node uses, laid out so that the least of a walk over
 * two rows without the nodes that use some of them is found in vectors, without a branch. For
 * graphs of which every node has one uplink, with at most 64 providers and as many groups.
 */
final class NodeMarks {
    private final int[] providersLow;
    private final int[] providersHigh;
    private final int[] risksLow;
    private final int[] risksHigh;

    NodeMarks(Graph graph) {
        int length = Packed.rowLength(graph.nodes());
        this.providersLow = new int[length];
        this.providersHigh = new int[length];
        this.risksLow = new int[length];
        this.risksHigh = new int[length];
        for (int node = 0; node < graph.nodes(); node++) {
            providersLow[node] = (int) graph.nodeProvider(node);
            providersHigh[node] = (int) (graph.nodeProvider(node) >>> 32);
            risksLow[node] = (int) graph.nodeRisks(node);
            risksHigh[node] = (int) (graph.nodeRisks(node) >>> 32);
        }
    }

    /**
     * The least sum of two rows at a node that uses none of these, at least {@link Packed#NONE}
     * when there is none.
     *
     * @param providers a bit each
     * @param risks a bit each
     */
    int least(int[] out, int[] into, long providers, long risks) {
        if (providers == 0 && risks == 0) {
            return least(out, into);
        }
        return risks == 0 && providers >>> 32 == 0
                ? least(out, into, providersLow, (int) providers)
                : leastOfMany(out, into, providers, risks);
    }

    static int least(int[] out, int[] into) {
        int least = Integer.MAX_VALUE;
        for (int node = 0; node < out.length; node++) {
            least = Math.min(least, out[node] + into[node]);
        }
        return least;
    }

    private static int least(int[] out, int[] into, int[] marks, int without) {
        int least = Integer.MAX_VALUE;
        for (int node = 0; node < out.length; node++) {
            int used = marks[node] & without;
            int barred = (used | -used) >> 31 & Packed.NONE;
            least = Math.min(least, out[node] + Math.max(into[node], barred));
        }
        return least;
    }

    private int leastOfMany(int[] out, int[] into, long providers, long risks) {
        int low = (int) providers;
        int high = (int) (providers >>> 32);
        int riskLow = (int) risks;
        int riskHigh = (int) (risks >>> 32);
        int least = Integer.MAX_VALUE;
        for (int node = 0; node < out.length; node++) {
            int used =
                    providersLow[node] & low
                            | providersHigh[node] & high
                            | risksLow[node] & riskLow
                            | risksHigh[node] & riskHigh;
            int barred = (used | -used) >> 31 & Packed.NONE;
            least = Math.min(least, out[node] + Math.max(into[node], barred));
        }
        return least;
    }
}
