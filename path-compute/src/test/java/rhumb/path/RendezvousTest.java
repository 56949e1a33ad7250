package rhumb.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RendezvousTest {
    private static final int NODES = 40;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Graph graph = Meshes.full(NODES);
    private final int[] costs = Meshes.costs(random, graph, 100, 10);
    private final CostMatrix matrix = CostMatrix.of(graph, costs);
    private final int[] names = IntStream.range(0, NODES).map(i -> 7 * i + 1).toArray();

    @Test
    void everyEqualIsTakenBySomePairAndNothingDearer() {
        Rendezvous rendezvous = new Rendezvous(matrix, names);
        for (int pair = 0; pair < 60; pair++) {
            int from = random.nextInt(NODES);
            int to = (from + 1 + random.nextInt(NODES - 1)) % NODES;
            int most = 20 + random.nextInt(60);
            BitSet equals = new BitSet();
            for (int relay = 0; relay < NODES; relay++) {
                if (relay != from
                        && relay != to
                        && (long) matrix.cost(from, relay) + matrix.cost(relay, to) <= most) {
                    equals.set(relay);
                }
            }
            BitSet taken = new BitSet();
            for (int seed = 0; seed < 1_000; seed++) {
                int relay = rendezvous.relay(from, to, seed, most);
                if (relay < 0) {
                    assertThat(equals.isEmpty()).isTrue();
                } else {
                    taken.set(relay);
                }
            }
            assertThat(taken).isEqualTo(equals);
        }
    }

    @Test
    void equalsAreTakenEquallyOften() {
        Rendezvous rendezvous = new Rendezvous(CostMatrix.of(graph, same(graph, 10)), names);
        int[] counts = new int[NODES];
        for (int seed = 0; seed < 38_000; seed++) {
            counts[rendezvous.relay(0, 1, seed * 31, 20)]++;
        }
        List<Integer> relays = IntStream.range(2, NODES).mapToObj(i -> counts[i]).toList();
        // A thousand each, give or take five standard deviations.
        assertThat(relays).allSatisfy(count -> assertThat(count).isBetween(840, 1_160));
    }

    @Test
    void aRelayThatGoesMovesOnlyThePairsThatTookIt() {
        Rendezvous with = new Rendezvous(CostMatrix.of(graph, same(graph, 10)), names);
        int[] lost = same(graph, 10);
        int gone = 5;
        for (int link = 0; link < lost.length; link++) {
            if (graph.to(link) == gone) {
                lost[link] = Costs.INFINITE;
            }
        }
        Rendezvous without = new Rendezvous(CostMatrix.of(graph, lost), names);
        for (int seed = 0; seed < 2_000; seed++) {
            int before = with.relay(0, 1, seed, 20);
            int after = without.relay(0, 1, seed, 20);
            assertThat(before == gone || before == after).isTrue();
            assertThat(after).isNotEqualTo(gone);
        }
    }

    private static int[] same(Graph graph, int cost) {
        int[] costs = new int[graph.links()];
        Arrays.fill(costs, cost);
        return costs;
    }
}
