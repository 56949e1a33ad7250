package rhumb.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PathCodeTest {
    @Test
    void aShortenedCodeIsWidenedToTheSame() {
        SplittableRandom random = new SplittableRandom(1);
        int fitting = 0;
        for (int round = 0; round < 10_000; round++) {
            int links = 1 + random.nextInt(5);
            long code = random(random, links);
            int shortened = PathCode.shortened(code);
            boolean fits = links <= 3;
            for (int i = 0; i < links; i++) {
                fits &= PathCode.place(code, i) < 8;
            }
            assertThat(shortened >= 0).isEqualTo(fits);
            if (fits) {
                assertThat(shortened).isPositive();
                assertThat(PathCode.widened(shortened)).isEqualTo(code);
                fitting++;
            }
        }
        assertThat(fitting).isGreaterThan(1_000);
        assertThat(PathCode.shortened(PathCode.NONE)).isZero();
        assertThat(PathCode.widened(0)).isEqualTo(PathCode.NONE);
    }

    @Test
    void usesAnyLooksAtEachLink() {
        Graph graph = Meshes.random(new SplittableRandom(2), 6, 2, 0);
        int[] links = {
            graph.parallelLink(0, 3, 0), graph.parallelLink(3, 5, 0), graph.parallelLink(5, 1, 0)
        };
        long code = PathCode.of(graph, links);
        for (int link = 0; link < graph.links(); link++) {
            BitSet those = new BitSet();
            those.set(link);
            boolean on = link == links[0] || link == links[1] || link == links[2];
            assertThat(PathCode.usesAny(graph, code, 0, 1, those)).isEqualTo(on);
        }
    }

    private static long random(SplittableRandom random, int links) {
        long code = PathCode.ofLinks(links);
        for (int i = 0; i + 1 < links; i++) {
            code = PathCode.withRelay(code, i, random.nextInt(Packed.MAX_NODES));
        }
        for (int i = 0; i < links; i++) {
            code = PathCode.withPlace(code, i, random.nextInt(random.nextBoolean() ? 16 : 8));
        }
        return code;
    }
}
