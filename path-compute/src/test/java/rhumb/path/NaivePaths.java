package rhumb.path;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Every simple path, one after the other: slow, and plainly right. */
final class NaivePaths {
    private NaivePaths() {}

    /** All simple paths between two nodes of at most {@code maxLinks} usable links. */
    static List<int[]> all(Graph graph, int[] costs, int from, int to, int maxLinks) {
        List<int[]> found = new ArrayList<>();
        walk(graph, costs, from, to, maxLinks, new ArrayList<>(), found::add);
        return found;
    }

    static long cost(int[] path, int[] costs) {
        long sum = 0;
        for (int link : path) {
            sum += costs[link];
        }
        return sum;
    }

    /** Cost, then number of links, then relays, then link numbers. */
    static int compare(Graph graph, int[] costs, int[] a, int[] b) {
        int byCost = Long.compare(cost(a, costs), cost(b, costs));
        return byCost != 0 ? byCost : compareShape(graph, a, b);
    }

    static int compareShape(Graph graph, int[] a, int[] b) {
        if (a.length != b.length) {
            return Integer.compare(a.length, b.length);
        }
        for (int i = 0; i < a.length; i++) {
            if (graph.to(a[i]) != graph.to(b[i])) {
                return Integer.compare(graph.to(a[i]), graph.to(b[i]));
            }
        }
        return java.util.Arrays.compare(a, b);
    }

    private static void walk(
            Graph graph,
            int[] costs,
            int at,
            int to,
            int left,
            List<Integer> links,
            Consumer<int[]> found) {
        if (at == to) {
            found.accept(links.stream().mapToInt(Integer::intValue).toArray());
            return;
        }
        for (int link = 0; left > 0 && link < graph.links(); link++) {
            if (graph.from(link) != at || costs[link] >= Costs.INFINITE) {
                continue;
            }
            int next = graph.to(link);
            boolean seen =
                    !links.isEmpty() && graph.from(links.getFirst()) == next
                            || links.stream().anyMatch(l -> graph.to(l) == next);
            if (!seen) {
                links.add(link);
                walk(graph, costs, next, to, left - 1, links, found);
                links.removeLast();
            }
        }
    }
}
