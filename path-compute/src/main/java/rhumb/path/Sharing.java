package rhumb.path;

import java.util.BitSet;
import java.util.List;
import java.util.TreeSet;

/**
 * What a path has in common with others, so that a fault there takes both. Sorted numbers.
 *
 * @param links the very links
 * @param uplinks uplinks, those of the two ends included
 * @param transits nodes between the ends
 * @param providers carriers of uplinks
 * @param risks shared-risk groups
 */
public record Sharing(
        List<Integer> links,
        List<Integer> uplinks,
        List<Integer> transits,
        List<Integer> providers,
        List<Integer> risks) {
    public Sharing {
        links = List.copyOf(links);
        uplinks = List.copyOf(uplinks);
        transits = List.copyOf(transits);
        providers = List.copyOf(providers);
        risks = List.copyOf(risks);
    }

    /** What {@code path} has in common with any of {@code others}. */
    public static Sharing between(Graph graph, int[] path, List<int[]> others) {
        Parts mine = new Parts();
        mine.add(graph, path);
        Parts theirs = new Parts();
        others.forEach(other -> theirs.add(graph, other));
        mine.links.retainAll(theirs.links);
        mine.uplinks.retainAll(theirs.uplinks);
        mine.transits.retainAll(theirs.transits);
        mine.providers.retainAll(theirs.providers);
        mine.risks.and(theirs.risks);
        return new Sharing(
                List.copyOf(mine.links),
                List.copyOf(mine.uplinks),
                List.copyOf(mine.transits),
                List.copyOf(mine.providers),
                mine.risks.stream().boxed().toList());
    }

    public boolean isEmpty() {
        return links.isEmpty()
                && uplinks.isEmpty()
                && transits.isEmpty()
                && providers.isEmpty()
                && risks.isEmpty();
    }

    private static final class Parts {
        final TreeSet<Integer> links = new TreeSet<>();
        final TreeSet<Integer> uplinks = new TreeSet<>();
        final TreeSet<Integer> transits = new TreeSet<>();
        final TreeSet<Integer> providers = new TreeSet<>();
        final BitSet risks = new BitSet();

        void add(Graph graph, int[] path) {
            for (int i = 0; i < path.length; i++) {
                int link = path[i];
                links.add(link);
                if (i > 0) {
                    transits.add(graph.from(link));
                }
                graph.addRisks(link, risks);
                for (int uplink : new int[] {graph.fromUplink(link), graph.toUplink(link)}) {
                    uplinks.add(uplink);
                    providers.add(graph.provider(uplink));
                }
            }
            providers.remove(Graph.NO_PROVIDER);
        }
    }
}
