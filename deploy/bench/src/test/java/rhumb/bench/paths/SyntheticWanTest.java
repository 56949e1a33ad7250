package rhumb.bench.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SyntheticWanTest {
    @Test
    void aSeedMakesOneWan() {
        Mesh a = SyntheticWan.mesh(40, new SplittableRandom(7));
        Mesh b = SyntheticWan.mesh(40, new SplittableRandom(7));
        Mesh other = SyntheticWan.mesh(40, new SplittableRandom(8));
        int different = 0;
        for (int link = 0; link < a.links(); link++) {
            assertThat(b.ms(link)).isEqualTo(a.ms(link));
            different += other.ms(link) == a.ms(link) ? 0 : 1;
        }
        assertThat(different).isGreaterThan(a.links() / 2);
    }

    @Test
    void itIsAFullMeshWithDelaysOfThisEarth() {
        Mesh mesh = SyntheticWan.mesh(60, new SplittableRandom(1));
        assertThat(mesh.links()).isEqualTo(60 * 59);
        for (int link = 0; link < mesh.links(); link++) {
            assertThat(mesh.link(mesh.from(link), mesh.to(link))).isEqualTo(link);
            assertThat(mesh.ms(link)).isBetween(0.2, 800.0);
        }
        assertThat(mesh.link(3, 3)).isEqualTo(-1);
    }

    @Test
    void relaysAreWorthAboutAsMuchAsInMeasuredMatrices() {
        RelayGains gains = RelayGains.of(SyntheticWan.mesh(200, new SplittableRandom(1)), 3);
        assertThat(gains.improvedPercent()).isBetween(50.0, 95.0);
        assertThat(gains.medianPercent()).isBetween(5.0, 30.0);
    }

    @Test
    void gainsAreThoseOfTheFasterWay() {
        double none = Double.NaN;
        // 0 to 2 is 30 ms, or 10 + 12 over 1; 2 to 0 has no link of its own.
        Mesh mesh = Mesh.of(3, new double[] {none, 10, 30, 10, none, 12, none, 5, none});
        RelayGains gains = RelayGains.of(mesh, 3);
        assertThat(gains.pairs()).isEqualTo(5);
        assertThat(gains.improved()).isEqualTo(1);
        assertThat(gains.reached()).isEqualTo(1);
        assertThat(gains.medianMs()).isEqualTo(8);
        assertThat(gains.p90Percent()).isEqualTo(100 * 8 / 30.0);
        assertThat(RelayGains.of(mesh, 1).improved()).isZero();
        assertThat(Asymmetry.of(mesh).pairs()).isEqualTo(2);
        assertThat(Asymmetry.of(mesh).p90Percent()).isEqualTo(0);
    }
}
