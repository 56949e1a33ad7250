package rhumb.path;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Graphs for tests. */
final class Meshes {
    private Meshes() {}

    /** Every uplink linked with every uplink of other nodes, except those left out by chance. */
    static Graph random(RandomGenerator random, int nodes, int maxUplinks, int missingPercent) {
        GraphBuilder builder = new GraphBuilder(nodes);
        List<int[]> uplinks = new ArrayList<>();
        for (int node = 0; node < nodes; node++) {
            int count = 1 + random.nextInt(maxUplinks);
            for (int u = 0; u < count; u++) {
                int provider = random.nextInt(4) - 1;
                int uplink =
                        random.nextInt(3) == 0
                                ? builder.uplink(node, provider, random.nextInt(5))
                                : builder.uplink(node, provider);
                uplinks.add(new int[] {uplink, node});
            }
        }
        for (int[] from : uplinks) {
            for (int[] to : uplinks) {
                if (from[1] != to[1] && random.nextInt(100) >= missingPercent) {
                    builder.link(from[0], to[0]);
                }
            }
        }
        return builder.build();
    }

    /** One uplink a node, all linked; link (i, j) has number i * (n - 1) + (j < i ? j : j - 1). */
    static Graph full(int nodes) {
        GraphBuilder builder = new GraphBuilder(nodes);
        for (int node = 0; node < nodes; node++) {
            builder.uplink(node, Graph.NO_PROVIDER);
        }
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                if (from != to) {
                    builder.link(from, to);
                }
            }
        }
        return builder.build();
    }

    /** One uplink a node, all linked, of some of many providers and risk groups. */
    static Graph varied(RandomGenerator random, int nodes, int providers, int risks) {
        GraphBuilder builder = new GraphBuilder(nodes);
        for (int node = 0; node < nodes; node++) {
            builder.uplink(node, random.nextInt(providers), random.nextInt(risks));
        }
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                if (from != to) {
                    builder.link(from, to);
                }
            }
        }
        return builder.build();
    }

    /** Few different costs, so that there are many ties. */
    static int[] costs(RandomGenerator random, Graph graph, int kinds, int unusablePercent) {
        int[] costs = new int[graph.links()];
        for (int link = 0; link < costs.length; link++) {
            costs[link] =
                    random.nextInt(100) < unusablePercent
                            ? Costs.INFINITE
                            : 1 + random.nextInt(kinds);
        }
        return costs;
    }

    /** The same with some links of last resort. */
    static int[] costsInBothBands(
            RandomGenerator random, Graph graph, int kinds, int unusablePercent, int lastPercent) {
        int[] costs = costs(random, graph, kinds, unusablePercent);
        for (int link = 0; link < costs.length; link++) {
            if (costs[link] < Costs.INFINITE && random.nextInt(100) < lastPercent) {
                costs[link] += Costs.MIN_LAST_RESORT;
            }
        }
        return costs;
    }
}
