package rhumb.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProtectionSearchTest {
    private static final int IMPAIRED = 1_000;

    @Test
    void equalsNaiveForBackupsOfRandomGraphs() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 150; round++) {
            Graph graph = Meshes.random(random, 2 + random.nextInt(6), 2, random.nextInt(40));
            int[] costs = Meshes.costs(random, graph, 1 + random.nextInt(20), random.nextInt(20));
            for (int link = 0; link < costs.length; link++) {
                if (costs[link] < Costs.INFINITE && random.nextInt(10) == 0) {
                    costs[link] += IMPAIRED;
                }
            }
            checkAll(graph, costs);
        }
    }

    @Test
    void choosesDisjointOverCheap() {
        // 0 -> 3 direct is best; via 1 is cheap but over the same provider at the relay.
        GraphBuilder builder = new GraphBuilder(4);
        int[] uplink = new int[4];
        for (int node = 0; node < 4; node++) {
            uplink[node] = builder.uplink(node, node == 2 ? 7 : 0);
        }
        int direct = builder.link(uplink[0], uplink[3]);
        int toOne = builder.link(uplink[0], uplink[1]);
        int fromOne = builder.link(uplink[1], uplink[3]);
        int toTwo = builder.link(uplink[0], uplink[2]);
        int fromTwo = builder.link(uplink[2], uplink[3]);
        Graph graph = builder.build();
        int[] costs = {10, 10, 10, 50, 50};
        ProtectionSearch search = search(graph, costs, 3);
        int[] backup = search.find(0, 3, List.of(new int[] {direct}));
        assertThat(backup).containsExactly(toTwo, fromTwo);
        assertThat(search.find(0, 3, List.of(new int[] {direct}, new int[] {toTwo, fromTwo})))
                .containsExactly(toOne, fromOne);
        Sharing sharing =
                Sharing.between(graph, new int[] {toTwo, fromTwo}, List.of(new int[] {direct}));
        assertThat(sharing.links()).isEmpty();
        assertThat(sharing.uplinks()).containsExactly(uplink[0], uplink[3]);
        assertThat(sharing.providers()).containsExactly(0);
    }

    @Test
    void noFallbackWhereThereIsOnlyOnePath() {
        Graph graph = Meshes.full(2);
        ProtectionSearch search = search(graph, new int[] {5, 5}, 3);
        assertThat(search.find(0, 1, List.of(new int[] {0}))).isNull();
    }

    @Test
    void secondUplinkIsPreferredToSecondRelay() {
        GraphBuilder builder = new GraphBuilder(3);
        int a1 = builder.uplink(0, 0);
        int a2 = builder.uplink(0, 1);
        int b1 = builder.uplink(1, 0);
        int b2 = builder.uplink(1, 1);
        int c = builder.uplink(2, 2);
        int main = builder.link(a1, b1);
        int other = builder.link(a2, b2);
        builder.link(a1, c);
        builder.link(c, b1);
        Graph graph = builder.build();
        ProtectionSearch search = search(graph, new int[] {10, 90, 10, 10}, 3);
        int[] backup = search.find(0, 1, List.of(new int[] {main}));
        assertThat(backup).containsExactly(other);
        assertThat(Sharing.between(graph, new int[] {other}, List.of(new int[] {main})).isEmpty())
                .isTrue();
    }

    @Test
    void impairedLinkOnlyWhenNothingElseAvoidsThePrimary() {
        Graph graph = Meshes.full(3);
        int[] costs = {10, 10, 10, 10, 10, 10};
        costs[graph.parallelLink(0, 1, 0)] = IMPAIRED + 10;
        ProtectionSearch search = search(graph, costs, 3);
        int[] primary = {graph.parallelLink(0, 2, 0), graph.parallelLink(2, 1, 0)};
        assertThat(search.find(0, 1, List.of(primary)))
                .containsExactly(graph.parallelLink(0, 1, 0));
    }

    @Test
    void verifierFindsEveryPlantedFault() {
        Graph graph = Meshes.full(4);
        int[] costs = new int[graph.links()];
        Arrays.fill(costs, 5);
        PathVerifier verifier = new PathVerifier(graph, 3);
        int link01 = graph.parallelLink(0, 1, 0);
        int link12 = graph.parallelLink(1, 2, 0);
        int link20 = graph.parallelLink(2, 0, 0);
        int link03 = graph.parallelLink(0, 3, 0);
        assertThat(verifier.check(0, 2, new int[] {link01, link12}, costs, 10)).isEmpty();
        assertThat(verifier.check(0, 2, new int[] {link01, link12}, costs, 9))
                .containsExactly("costs 10, claimed 9");
        assertThat(verifier.check(0, 2, new int[] {link12}, costs, 5))
                .anyMatch(f -> f.contains("starts at 1"));
        assertThat(verifier.check(0, 1, new int[] {link01, link12}, costs, 10))
                .containsExactly("ends at 2 instead of 1");
        assertThat(verifier.check(0, 3, new int[] {link01, link12, link20, link03}, costs, 20))
                .contains("4 links, at most 3 allowed", "node 0 is visited twice");
        Sharing none = new Sharing(List.of(), List.of(), List.of(), List.of(), List.of());
        assertThat(verifier.checkSharing(new int[] {link01}, List.of(new int[] {link01}), none))
                .contains("link " + link01 + " is shared, not claimed");
        Sharing tooMuch = new Sharing(List.of(link12), List.of(), List.of(), List.of(), List.of());
        assertThat(verifier.checkSharing(new int[] {link03}, List.of(new int[] {link12}), tooMuch))
                .contains("link " + link12 + " is not shared, but claimed");
    }

    private static void checkAll(Graph graph, int[] costs) {
        AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 3);
        ProtectionSearch search = search(graph, costs, 3);
        PathVerifier verifier = new PathVerifier(graph, 3);
        for (int from = 0; from < graph.nodes(); from++) {
            for (int to = 0; to < graph.nodes(); to++) {
                int[] primary = from == to ? new int[0] : best.path(from, to);
                if (primary.length == 0) {
                    continue;
                }
                List<int[]> avoid = new ArrayList<>(List.of(primary));
                int[] backup = search.find(from, to, avoid);
                int[] expected = naive(graph, costs, from, to, avoid);
                assertThat(backup).isEqualTo(expected);
                if (backup == null) {
                    continue;
                }
                long cost = NaivePaths.cost(backup, costs);
                assertThat(verifier.check(from, to, backup, costs, cost)).isEmpty();
                Sharing sharing = Sharing.between(graph, backup, avoid);
                assertThat(verifier.checkSharing(backup, avoid, sharing)).isEmpty();
                assertThat(search.rank(backup)[1]).isEqualTo(cost);
                avoid.add(backup);
                int[] third = search.find(from, to, avoid);
                if (third != null) {
                    assertThat(third).isNotEqualTo(primary).isNotEqualTo(backup);
                    assertThat(
                                    verifier.checkSharing(
                                            third, avoid, Sharing.between(graph, third, avoid)))
                            .isEmpty();
                }
            }
        }
    }

    private static ProtectionSearch search(Graph graph, int[] costs, int maxLinks) {
        CostMatrix matrix = CostMatrix.of(graph, costs);
        return new ProtectionSearch(AllPairs.compute(matrix, maxLinks), IMPAIRED);
    }

    /** The order of the candidates, written down a second time from its description. */
    private static int @org.jspecify.annotations.Nullable [] naive(
            Graph graph, int[] costs, int from, int to, List<int[]> avoid) {
        int[] primary = avoid.getFirst();
        Comparator<int[]> order =
                Comparator.comparingInt((int[] p) -> count(p, l -> in(primary, l)))
                        .thenComparingInt(p -> count(p, l -> costs[l] >= IMPAIRED))
                        .thenComparingInt(p -> uses(graph, p, u -> touches(graph, primary, u)))
                        .thenComparingInt(p -> transits(graph, p, primary))
                        .thenComparingInt(p -> uses(graph, p, u -> carried(graph, primary, u)))
                        .thenComparingInt(p -> count(p, l -> risky(graph, primary, l)))
                        .thenComparing((a, b) -> NaivePaths.compare(graph, costs, a, b));
        return NaivePaths.all(graph, costs, from, to, 3).stream()
                .filter(path -> !Arrays.equals(path, primary))
                .min(order)
                .orElse(null);
    }

    private static int count(int[] path, java.util.function.IntPredicate test) {
        return (int) Arrays.stream(path).filter(test).count();
    }

    private static int uses(Graph graph, int[] path, java.util.function.IntPredicate uplink) {
        return count(path, l -> uplink.test(graph.fromUplink(l)))
                + count(path, l -> uplink.test(graph.toUplink(l)));
    }

    private static boolean in(int[] path, int link) {
        return Arrays.stream(path).anyMatch(l -> l == link);
    }

    private static boolean touches(Graph graph, int[] path, int uplink) {
        return Arrays.stream(path)
                .anyMatch(l -> graph.fromUplink(l) == uplink || graph.toUplink(l) == uplink);
    }

    private static boolean carried(Graph graph, int[] path, int uplink) {
        int provider = graph.provider(uplink);
        return provider >= 0
                && Arrays.stream(path)
                        .anyMatch(l ->
                                graph.provider(graph.fromUplink(l)) == provider
                                        || graph.provider(graph.toUplink(l)) == provider);
    }

    private static int transits(Graph graph, int[] path, int[] primary) {
        return (int)
                Arrays.stream(path)
                        .skip(1)
                        .map(graph::from)
                        .filter(n ->
                                Arrays.stream(primary).skip(1).anyMatch(p -> graph.from(p) == n))
                        .count();
    }

    private static boolean risky(Graph graph, int[] primary, int link) {
        for (int risk = 0; risk < graph.riskBound(link); risk++) {
            int group = risk;
            if (graph.inRisk(link, group)
                    && Arrays.stream(primary).anyMatch(p -> graph.inRisk(p, group))) {
                return true;
            }
        }
        return false;
    }
}
