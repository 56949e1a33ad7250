package rhumb.controller.onos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Weight;
import org.onosproject.net.DefaultPath;
import org.onosproject.net.Path;
import org.onosproject.net.topology.LinkWeigher;
import org.onosproject.net.topology.TopologyEdge;
import rhumb.path.AllPairs;
import rhumb.path.CostMatrix;
import rhumb.path.Costs;
import rhumb.path.Graph;
import rhumb.path.ProtectionSearch;

/**
 * The best paths over active links by an application's own weigher, and the most disjoint ones to
 * fall back to: by {@code rhumb.path}, because the disjoint search of ONOS' graph library is
 * documented by its authors as defective, and its shortest paths take 10 ms a source at 150 nodes.
 *
 * <p>Weights become the solver's whole numbers. Whole weights up to {@link #UNITS} keep their exact
 * order; others are told apart to one part in {@link #UNITS} of the largest. Of equally good paths
 * the one with fewer links wins. The weight of a path that is returned is the weigher's own sum.
 */
final class WeighedPaths {
    /** Above {@link Costs#MAX_LINKS}: what links add to break ties never outweighs one unit. */
    private static final int UNIT = 8;

    private static final int UNITS = (Costs.MAX_USABLE - 1) / UNIT;

    private final OverlaySnapshot snapshot;
    private final LinkWeigher weigher;
    private final @Nullable Weight[] weights;
    private final int[] costs;
    private final CostMatrix matrix;
    private final AllPairs best;

    private WeighedPaths(
            OverlaySnapshot snapshot, LinkWeigher weigher, @Nullable Weight[] weights) {
        this.snapshot = snapshot;
        this.weigher = weigher;
        this.weights = weights;
        this.costs = costs(weights);
        Graph graph = snapshot.topology().graph();
        this.matrix = CostMatrix.of(graph, costs);
        this.best = AllPairs.compute(matrix, snapshot.view().intent().policy().maxLinks());
    }

    /**
     * Asks the weigher for each active link.
     *
     * @throws IllegalArgumentException when a weight is negative or is no {@link ScalarWeight}
     */
    static WeighedPaths of(OverlaySnapshot snapshot, LinkWeigher weigher) {
        @Nullable Weight[] weights = new @Nullable Weight[snapshot.topology().links().size()];
        for (int link = 0; link < weights.length; link++) {
            if (snapshot.active(link)) {
                TopologyEdge edge = snapshot.edge(link);
                Weight weight = weigher.weight(edge);
                weights[link] = weight.isViable() ? checked(weight, edge) : null;
            }
        }
        return new WeighedPaths(snapshot, weigher, weights);
    }

    LinkWeigher weigher() {
        return weigher;
    }

    /** At most three, best first. */
    List<Path> paths(int from, int to) {
        List<int[]> found = new ArrayList<>();
        int[] links = best.path(from, to);
        if (links.length > 0) {
            found.add(links);
            ProtectionSearch search = new ProtectionSearch(best, Costs.INFINITE);
            int[] backup = search.find(from, to, found);
            if (backup != null) {
                found.add(backup);
                int[] third = search.find(from, to, found);
                if (third != null) {
                    found.add(third);
                }
            }
        }
        List<Path> paths = new ArrayList<>();
        for (int[] path : found) {
            paths.add(path(path, PlannedPaths.role(paths.size())));
        }
        return paths;
    }

    private Path path(int[] links, String role) {
        Weight sum = weigher.getInitialWeight();
        for (int link : links) {
            sum = sum.merge(Objects.requireNonNull(weights[link]));
        }
        return new DefaultPath(
                OverlayIds.PROVIDER, snapshot.links(links), sum, OverlayAnnotations.weighed(role));
    }

    private static ScalarWeight checked(Weight weight, TopologyEdge edge) {
        if (!(weight instanceof ScalarWeight scalar) || !(scalar.value() >= 0)) {
            throw new IllegalArgumentException(
                    "weight "
                            + weight
                            + " of "
                            + edge.link().src()
                            + " to "
                            + edge.link().dst()
                            + ": expected a ScalarWeight of 0 or more");
        }
        return scalar;
    }

    private static int[] costs(@Nullable Weight[] weights) {
        double[] values =
                Arrays.stream(weights)
                        .mapToDouble(w -> w instanceof ScalarWeight s ? s.value() : -1)
                        .toArray();
        double most = Arrays.stream(values).max().orElse(0);
        boolean whole = most <= UNITS && Arrays.stream(values).allMatch(v -> v == Math.rint(v));
        double scale = whole || most == 0 ? 1 : UNITS / most;
        int[] costs = new int[values.length];
        for (int link = 0; link < costs.length; link++) {
            costs[link] =
                    values[link] < 0
                            ? Costs.INFINITE
                            : (int) Math.rint(values[link] * scale) * UNIT + 1;
        }
        return costs;
    }
}
