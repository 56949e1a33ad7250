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
            Graph graph = Meshes.random(random, 2 + random.nextInt(48), 2, random.nextInt(40));
            int kinds = random.nextBoolean() ? 4 : 10_000;
            int bound = 1 + random.nextInt(4);
            int[] costs = Meshes.costsInBothBands(random, graph, kinds, 5, random.nextInt(20));
            AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), bound);
            for (int step = 0; step < 6 && costs.length > 0; step++) {
                int[] other = Meshes.costsInBothBands(random, graph, kinds, 20, 10);
                int[] links =
                        step % 3 == 2
                                ? ofOneNode(graph, random.nextInt(graph.nodes()))
                                : random.ints(1 + random.nextInt(5), 0, costs.length).toArray();
                int[] now = new int[links.length];
                for (int i = 0; i < links.length; i++) {
                    costs[links[i]] = other[links[i]];
                    now[i] = other[links[i]];
                }
                best.update(links, now);
                AllPairs full = AllPairs.compute(CostMatrix.of(graph, costs), bound);
                assertSame(best, full, graph.nodes());
            }
        }
    }

    @Test
    void bothKernelsAndAnyNumberOfWorkersGiveTheSame() {
        assertThat(VectorDoor.open() || !VectorMinPlus.fits()).isTrue();
        SplittableRandom random = new SplittableRandom(5);
        for (int nodes : new int[] {2, 3, 15, 16, 17, 63, 64, 65, 83, 130}) {
            Graph graph = Meshes.random(random, nodes, 2, 20);
            CostMatrix[] classes = new CostMatrix[3];
            for (int c = 0; c < classes.length; c++) {
                int[] costs = Meshes.costsInBothBands(random, graph, 1 + 3_000 * c, 10, 5);
                classes[c] = CostMatrix.of(graph, costs);
            }
            AllPairs[] plain = AllPairs.compute(classes, 4, Workers.INLINE, new PlainMinPlus());
            for (int threads = 1; threads <= 9; threads += 4) {
                AllPairs[] split =
                        AllPairs.compute(classes, 4, Scrambled.of(threads), new PlainMinPlus());
                AllPairs[] vector = AllPairs.compute(classes, 4, Scrambled.of(threads));
                for (int c = 0; c < classes.length; c++) {
                    assertSame(split[c], plain[c], nodes);
                    assertSame(vector[c], plain[c], nodes);
                }
            }
        }
    }

    @Test
    void anUpdateNamesEveryPairWhosePathOrCostChanged() {
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 60; round++) {
            int nodes = 3 + random.nextInt(60);
            Graph graph = Meshes.random(random, nodes, 2, random.nextInt(20));
            int kinds = random.nextBoolean() ? 3 : 10_000;
            int[] costs = Meshes.costs(random, graph, kinds, 0);
            AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 3);
            AllPairs before = AllPairs.compute(CostMatrix.of(graph, costs), 3);
            int[] links = random.ints(1 + random.nextInt(70), 0, graph.links()).toArray();
            int[] changed = new int[links.length];
            for (int i = 0; i < links.length; i++) {
                changed[i] = 1 + random.nextInt(kinds);
            }
            int[] touched = best.update(links, changed);
            for (int pair = 0; touched != null && pair < nodes * nodes; pair++) {
                int from = pair / nodes;
                int to = pair % nodes;
                boolean same =
                        best.cost(from, to) == before.cost(from, to)
                                && java.util.Arrays.equals(
                                        best.path(from, to), before.path(from, to));
                boolean lastResort = best.cost(from, to) >= Costs.MIN_LAST_RESORT;
                assertThat(same || lastResort || java.util.Arrays.binarySearch(touched, pair) >= 0)
                        .as("pair %d > %d, round %d", from, to, round)
                        .isTrue();
            }
        }
    }

    private static int[] ofOneNode(Graph graph, int node) {
        return java.util.stream.IntStream.range(0, graph.links())
                .filter(l -> graph.from(l) == node || graph.to(l) == node)
                .toArray();
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
