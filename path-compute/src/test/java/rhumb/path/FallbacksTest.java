package rhumb.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FallbacksTest {
    private static final int IMPAIRED = 1_000;

    @Test
    void asDisjointAsTheSearchThatLooksAtEverything() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 400; round++) {
            int missing = random.nextBoolean() ? 0 : random.nextInt(60);
            Graph graph = Meshes.random(random, 2 + random.nextInt(9), 1 + round % 3, missing);
            int kinds = 1 + random.nextInt(300);
            int[] costs = Meshes.costs(random, graph, kinds, random.nextInt(20));
            for (int i = 0; i < costs.length; i++) {
                costs[i] += random.nextInt(12) == 0 && costs[i] < kinds ? IMPAIRED : 0;
            }
            assertAsGood(graph, costs);
        }
    }

    @Test
    void theWayRoundALinkEndsWhereTheLinkDoesAndSharesLeast() {
        SplittableRandom random = new SplittableRandom(4);
        for (int round = 0; round < 60; round++) {
            Graph graph = Meshes.random(random, 3 + random.nextInt(7), 1 + round % 2, 20);
            int[] costs = Meshes.costs(random, graph, 200, 10);
            AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 3);
            Fallbacks fallbacks = new Fallbacks(best, IMPAIRED);
            ProtectionSearch search = new ProtectionSearch(best, IMPAIRED);
            PathVerifier verifier = new PathVerifier(graph, 3);
            for (int link = 0; link < graph.links(); link++) {
                int from = graph.from(link);
                int to = graph.to(link);
                long bypass = fallbacks.bypass(link);
                int[] wanted = search.find(from, to, List.of(new int[] {link}));
                assertThat(bypass == PathCode.NONE).isEqualTo(wanted == null);
                if (wanted != null) {
                    int[] links = PathCode.links(graph, bypass, from, to);
                    assertThat(links).doesNotContain(link);
                    long cost = NaivePaths.cost(links, costs);
                    assertThat(verifier.check(from, to, links, costs, cost)).isEmpty();
                    assertThat(search.rank(links)[0]).isEqualTo(search.rank(wanted)[0]);
                }
            }
        }
    }

    @Test
    void oneProviderEverywhereIsNoReasonToSearchLong() {
        SplittableRandom random = new SplittableRandom(2);
        GraphBuilder builder = new GraphBuilder(12);
        for (int node = 0; node < 12; node++) {
            builder.uplink(node, 0);
        }
        for (int from = 0; from < 12; from++) {
            for (int to = 0; to < 12; to++) {
                if (from != to) {
                    builder.link(from, to);
                }
            }
        }
        Graph graph = builder.build();
        assertAsGood(graph, Meshes.costs(random, graph, 400, 0));
    }

    @Test
    void updatedFallbacksAreThoseOfAFullComputation() {
        SplittableRandom random = new SplittableRandom(3);
        for (int round = 0; round < 30; round++) {
            Graph graph = Meshes.random(random, 20, 2, 0);
            int[] costs = Meshes.costs(random, graph, 500, 0);
            AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 3);
            Fallbacks updated = new Fallbacks(best, IMPAIRED);
            for (int step = 0; step < 4; step++) {
                all(graph, best, updated);
                int[] links = random.ints(6, 0, graph.links()).distinct().toArray();
                int[] now = new int[links.length];
                for (int i = 0; i < links.length; i++) {
                    now[i] = 1 + random.nextInt(step == 2 ? 3_000 : 500);
                    costs[links[i]] = now[i];
                }
                best.update(links, now);
                updated.update(best, links);
                AllPairs fresh = AllPairs.compute(CostMatrix.of(graph, costs), 3);
                assertThat(all(graph, best, updated))
                        .isEqualTo(all(graph, fresh, new Fallbacks(fresh, IMPAIRED)));
            }
        }
    }

    @Test
    void manyProvidersAndRiskGroups() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 4; round++) {
            Graph graph = Meshes.varied(random, 24, 10 + 17 * round, 12 + 17 * round);
            assertAsGood(graph, Meshes.costs(random, graph, 300, 5));
        }
    }

    private static List<Long> all(Graph graph, AllPairs best, Fallbacks fallbacks) {
        List<Long> codes = new ArrayList<>();
        for (int from = 0; from < graph.nodes(); from++) {
            for (int to = 0; to < graph.nodes(); to++) {
                long primary = best.code(from, to);
                if (primary != PathCode.NONE) {
                    long backup = fallbacks.find(from, to, primary, PathCode.NONE);
                    codes.add(backup);
                    codes.add(
                            backup == PathCode.NONE
                                    ? PathCode.NONE
                                    : fallbacks.find(from, to, primary, backup));
                }
            }
        }
        return codes;
    }

    /** Uplinks with their providers and risks, for a failure's message. */
    private static String described(Graph graph, int[] links) {
        StringBuilder text = new StringBuilder();
        for (int link : links) {
            for (int uplink : new int[] {graph.fromUplink(link), graph.toUplink(link)}) {
                text.append(uplink).append(" p").append(graph.provider(uplink));
                text.append(" r").append(graph.riskBits(uplink)).append(", ");
            }
        }
        return text.toString();
    }

    private static void assertAsGood(Graph graph, int[] costs) {
        AllPairs best = AllPairs.compute(CostMatrix.of(graph, costs), 3);
        Fallbacks fallbacks = new Fallbacks(best, IMPAIRED);
        ProtectionSearch search = new ProtectionSearch(best, IMPAIRED);
        PathVerifier verifier = new PathVerifier(graph, 3);
        for (int from = 0; from < graph.nodes(); from++) {
            for (int to = 0; to < graph.nodes(); to++) {
                long first = best.code(from, to);
                if (first == PathCode.NONE) {
                    continue;
                }
                assertThat(PathCode.links(graph, first, from, to)).isEqualTo(best.path(from, to));
                long second = PathCode.NONE;
                for (int rank = 0; rank < 2; rank++) {
                    List<int[]> avoid = new ArrayList<>();
                    avoid.add(PathCode.links(graph, first, from, to));
                    if (second != PathCode.NONE) {
                        avoid.add(PathCode.links(graph, second, from, to));
                    }
                    long found = fallbacks.find(from, to, first, second);
                    int[] wanted = search.find(from, to, avoid);
                    assertThat(found == PathCode.NONE).isEqualTo(wanted == null);
                    if (wanted == null) {
                        break;
                    }
                    int[] links = PathCode.links(graph, found, from, to);
                    assertThat(avoid).doesNotContain(links);
                    assertThat(
                                    verifier.check(
                                            from, to, links, costs, NaivePaths.cost(links, costs)))
                            .isEmpty();
                    assertThat(search.rank(links)[0])
                            .as(
                                    "%d > %d avoids %s: %s of cost %d, wanted %s of cost %d",
                                    from,
                                    to,
                                    avoid.stream().map(a -> described(graph, a)).toList(),
                                    described(graph, links),
                                    NaivePaths.cost(links, costs),
                                    described(graph, wanted),
                                    NaivePaths.cost(wanted, costs))
                            .isEqualTo(search.rank(wanted)[0]);
                    second = found;
                }
            }
        }
    }
}
