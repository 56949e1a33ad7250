package rhumb.bench.paths.peer;

import com.google.common.collect.ImmutableSet;
import org.onlab.graph.AbstractEdge;
import org.onlab.graph.AdjacencyListsGraph;
import org.onlab.graph.DijkstraGraphSearch;
import org.onlab.graph.EdgeWeigher;
import org.onlab.graph.Graph;
import org.onlab.graph.ScalarWeight;
import org.onlab.graph.Vertex;
import org.onlab.graph.Weight;

/** ONOS' graph library: Dijkstra from one source to all others. */
final class OnosGraph implements BySource {
    private record Pop(int number) implements Vertex {}

    private static final class Link extends AbstractEdge<Pop> {
        private final Weight cost;

        Link(Pop from, Pop to, int cost) {
            super(from, to);
            this.cost = new ScalarWeight(cost);
        }
    }

    private static final class ByCost implements EdgeWeigher<Pop, Link> {
        @Override
        public Weight weight(Link link) {
            return link.cost;
        }

        @Override
        public Weight getInitialWeight() {
            return new ScalarWeight(0);
        }

        @Override
        public Weight getNonViableWeight() {
            return ScalarWeight.NON_VIABLE_WEIGHT;
        }
    }

    private final Pop[] pops;
    private final Graph<Pop, Link> graph;
    private final DijkstraGraphSearch<Pop, Link> dijkstra = new DijkstraGraphSearch<>();

    OnosGraph(Costs costs) {
        this.pops = new Pop[costs.pops()];
        for (int pop = 0; pop < pops.length; pop++) {
            pops[pop] = new Pop(pop);
        }
        ImmutableSet.Builder<Link> links = ImmutableSet.builder();
        for (Pop from : pops) {
            for (Pop to : pops) {
                int cost = costs.link(from.number(), to.number());
                if (!from.equals(to) && cost < Costs.NONE) {
                    links.add(new Link(from, to, cost));
                }
            }
        }
        this.graph = new AdjacencyListsGraph<>(ImmutableSet.copyOf(pops), links.build());
    }

    @Override
    public long sum(int source) {
        // One path is built whatever is asked for; the costs are those of all.
        return dijkstra.search(graph, pops[source], null, new ByCost(), 1).costs().values().stream()
                .mapToLong(cost -> (long) ((ScalarWeight) cost).value())
                .sum();
    }
}
