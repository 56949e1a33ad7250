package rhumb.bench.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PathsCaseTest {
    @ParameterizedTest
    @EnumSource
    void whatIsTimedIsRight(Work work) {
        Mesh mesh = SyntheticWan.mesh(24, new SplittableRandom(3));
        for (int maxLinks = 2; maxLinks <= 4; maxLinks++) {
            try (PathsCase paths = new PathsCase(mesh, 3, maxLinks, 2, work, 5)) {
                for (int round = 0; round < 5; round++) {
                    paths.prepare();
                    paths.run();
                    assertThat(paths.identical()).isTrue();
                }
            }
        }
    }

    @Test
    void theCheckSeesAnAnswerThatIsOld() {
        Mesh mesh = SyntheticWan.mesh(24, new SplittableRandom(3));
        try (PathsCase paths = new PathsCase(mesh, 2, 3, 1, Work.LINKS_100, 5)) {
            paths.prepare();
            assertThat(paths.identical()).isFalse();
            paths.run();
            assertThat(paths.identical()).isTrue();
        }
    }

    @Test
    void plainLoopsBreakTiesByFewerLinksAndSmallerRelays() {
        double none = Double.NaN;
        double[] delays = new double[16];
        java.util.Arrays.fill(delays, none);
        // 0 > 1 > 3 and 0 > 2 > 3 cost the same; so do 0 > 1 and 0 > 2 > 1.
        for (int[] link : new int[][] {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {2, 1}}) {
            delays[link[0] * 4 + link[1]] = 1;
        }
        Mesh mesh = Mesh.of(4, delays);
        int[] costs = new int[mesh.links()];
        java.util.Arrays.fill(costs, 10);
        costs[mesh.link(0, 1)] = 20;
        costs[mesh.link(2, 3)] = 20;
        NaiveAllPairs naive = new NaiveAllPairs(mesh, costs, 3);
        assertThat(naive.cost(0, 3)).isEqualTo(30);
        assertThat(naive.path(0, 3)).isEqualTo(2); // over 1
        assertThat(naive.cost(0, 1)).isEqualTo(20);
        assertThat(naive.path(0, 1)).isZero(); // the link itself
        assertThat(naive.path(3, 0)).isEqualTo(Engine.NO_PATH);
        costs[mesh.link(0, 1)] = 21;
        naive = new NaiveAllPairs(mesh, costs, 3);
        assertThat(naive.path(0, 3)).isEqualTo(3); // over 2
        costs[mesh.link(2, 3)] = 40;
        naive = new NaiveAllPairs(mesh, costs, 3);
        assertThat(naive.path(0, 3)).isEqualTo(3L | 2L << Engine.RELAY_BITS); // over 2 and 1
        assertThat(new NaiveAllPairs(mesh, costs, 2).path(0, 3)).isEqualTo(2);
    }
}
