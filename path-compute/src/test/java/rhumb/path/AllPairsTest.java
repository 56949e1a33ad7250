package rhumb.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AllPairsTest {
    @Test
    void exhaustiveOnThreeNodes() {
        // Each of six links is missing or costs 1, 2 or 3: all 4,096 graphs.
        Graph graph = Meshes.full(3);
        for (int code = 0; code < 4096; code++) {
            int[] costs = new int[6];
            for (int link = 0; link < 6; link++) {
                int digit = code >> 2 * link & 3;
                costs[link] = digit == 0 ? Costs.INFINITE : digit;
            }
            assertEqualToNaive(graph, costs, 3);
        }
    }

    @Test
    void exhaustiveOnFourNodesWithEqualOrDoubleCosts() {
        Graph graph = Meshes.full(4);
        for (int code = 0; code < 4096; code++) {
            int[] costs = new int[12];
            for (int link = 0; link < 12; link++) {
                costs[link] = 1 + 2 * (code >> link & 1);
            }
            assertEqualToNaive(graph, costs, 3);
        }
    }

    @Test
    void randomGraphsOfEveryHopBound() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 150; round++) {
            Graph graph = Meshes.random(random, 2 + random.nextInt(6), 2, random.nextInt(50));
            int kinds = 1 + random.nextInt(12);
            int unusable = random.nextInt(30);
            int[] costs =
                    Meshes.costsInBothBands(random, graph, kinds, unusable, random.nextInt(80));
            int bound = 1 + random.nextInt(graph.links() > 60 ? 3 : Costs.MAX_LINKS);
            assertEqualToNaive(graph, costs, bound);
        }
    }

    @Test
    void largerMeshesVerified() {
        SplittableRandom random = new SplittableRandom(2);
        Graph graph = Meshes.random(random, 30, 2, 5);
        int[] costs = Meshes.costs(random, graph, 200_000, 5);
        AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 5);
        PathVerifier verifier = new PathVerifier(graph, 5);
        for (int from = 0; from < 30; from++) {
            for (int to = 0; to < 30; to++) {
                if (from != to) {
                    assertThat(
                                    verifier.check(
                                            from,
                                            to,
                                            best.path(from, to),
                                            costs,
                                            best.cost(from, to)))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void dearestLinksDoNotOverflow() {
        Graph graph = Meshes.full(6);
        int[] costs = new int[graph.links()];
        java.util.Arrays.fill(costs, Costs.INFINITE);
        for (int node = 0; node < 5; node++) {
            costs[graph.parallelLink(node, node + 1, 0)] = Costs.MAX_LINK;
        }
        AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 5);
        assertThat(best.cost(0, 5)).isEqualTo(5 * Costs.MAX_LINK);
        assertThat(best.path(0, 5)).hasSize(5);
        assertThat(best.cost(5, 0)).isEqualTo(Costs.INFINITE);
        assertThat(best.path(5, 0)).isEmpty();
    }

    @Test
    void whatAnUpdateGivesIsWhatAFullComputationGives() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 300; round++) {
            Graph graph = Meshes.random(random, 2 + random.nextInt(28), 2, random.nextInt(40));
            int kinds = random.nextBoolean() ? 4 : 10_000;
            int bound = 1 + random.nextInt(4);
            int[] costs = Meshes.costsInBothBands(random, graph, kinds, 5, random.nextInt(20));
            AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), bound);
            for (int step = 0; step < 6 && costs.length > 0; step++) {
                int[] other = Meshes.costsInBothBands(random, graph, kinds, 20, 10);
                for (int change = random.nextInt(5); change >= 0; change--) {
                    int link = random.nextInt(costs.length);
                    costs[link] = other[link];
                }
                CostMatrix matrix = CostMatrix.of(graph, costs);
                best = best.update(matrix);
                assertSame(best, AllPairs.compute(matrix, bound), graph.nodes());
            }
        }
    }

    @Test
    void whoHoldsTheOldAnswerKeepsItThroughUpdates() {
        SplittableRandom random = new SplittableRandom(4);
        Graph graph = Meshes.full(40);
        int[] costs = Meshes.costs(random, graph, 1_000, 0);
        CostMatrix before = CostMatrix.of(graph, costs);
        AllPairs held = AllPairs.compute(before, 3);
        costs[7] = 1;
        AllPairs next = held.update(CostMatrix.of(graph, costs));
        assertThat(next.cost(0, 8)).isNotEqualTo(held.cost(0, 8));
        assertSame(held, AllPairs.compute(before, 3), 40);
    }

    private static void assertSame(AllPairs got, AllPairs expected, int nodes) {
        for (int from = 0; from < nodes; from++) {
            for (int to = 0; to < nodes; to++) {
                assertThat(got.cost(from, to)).isEqualTo(expected.cost(from, to));
                assertThat(got.path(from, to)).isEqualTo(expected.path(from, to));
            }
        }
    }

    @Test
    void refusesCostsThatCouldMakeLoops() {
        Graph graph = Meshes.full(2);
        assertThatThrownBy(() -> CostMatrix.of(graph, new int[] {0, 1}))
                .hasMessageContaining("link cost 0");
        assertThatThrownBy(() -> AllPairs.compute(CostMatrix.of(graph, new int[] {1, 1}), 6))
                .hasMessageContaining("hop bound 6");
    }

    private static void assertEqualToNaive(Graph graph, int[] costs, int bound) {
        AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), bound);
        for (int from = 0; from < graph.nodes(); from++) {
            for (int to = 0; to < graph.nodes(); to++) {
                if (from == to) {
                    continue;
                }
                List<int[]> all = NaivePaths.all(graph, costs, from, to, bound);
                int[] expected =
                        all.stream()
                                .min((a, b) -> NaivePaths.compare(graph, costs, a, b))
                                .orElse(new int[0]);
                assertThat(best.path(from, to)).isEqualTo(expected);
                assertThat((long) best.cost(from, to))
                        .isEqualTo(
                                expected.length == 0
                                        ? Costs.INFINITE
                                        : NaivePaths.cost(expected, costs));
            }
        }
    }
}
