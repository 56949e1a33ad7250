package rhumb.bench.paths.peer;

import org.jgrapht.Graph;
import org.jgrapht.alg.interfaces.ShortestPathAlgorithm.SingleSourcePaths;
import org.jgrapht.alg.shortestpath.DijkstraShortestPath;
import org.jgrapht.graph.DefaultWeightedEdge;
import org.jgrapht.graph.SimpleDirectedWeightedGraph;

/** JGraphT's Dijkstra, from one source to all others. */
final class JGraphT implements BySource {
    private final int pops;
    private final DijkstraShortestPath<Integer, DefaultWeightedEdge> dijkstra;

    JGraphT(Costs costs) {
        this.pops = costs.pops();
        Graph<Integer, DefaultWeightedEdge> graph =
                new SimpleDirectedWeightedGraph<>(DefaultWeightedEdge.class);
        for (int pop = 0; pop < pops; pop++) {
            graph.addVertex(pop);
        }
        for (int from = 0; from < pops; from++) {
            for (int to = 0; to < pops; to++) {
                if (from != to && costs.link(from, to) < Costs.NONE) {
                    graph.setEdgeWeight(graph.addEdge(from, to), costs.link(from, to));
                }
            }
        }
        this.dijkstra = new DijkstraShortestPath<>(graph);
    }

    @Override
    public long sum(int source) {
        SingleSourcePaths<Integer, DefaultWeightedEdge> paths = dijkstra.getPaths(source);
        long sum = 0;
        for (int pop = 0; pop < pops; pop++) {
            double weight = paths.getWeight(pop);
            sum += Double.isInfinite(weight) ? 0 : (long) weight;
        }
        return sum;
    }
}
