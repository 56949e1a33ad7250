package rhumb.forward.path;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PathLossTest {
    private static final long S = 1_000_000_000L;

    private final PathLoss loss = new PathLoss();

    @Test
    void probesTellWhatRepairHides() {
        for (int i = 1; i <= 10; i++) {
            loss.onDatagrams(100, 99);
            loss.onProbes(10, 7);
            loss.judge(i * S);
        }
        assertThat(loss.isLossy()).isTrue();
    }

    @Test
    void datagramsCountWhereProbesPass() {
        loss.onDatagrams(100, 80);
        loss.onProbes(10, 10);
        loss.judge(S);
        assertThat(loss.isLossy()).isTrue();
    }

    @Test
    void threeLostProbesAreEnoughAtFirstAndTwoAreNot() {
        loss.onProbes(4, 2);
        loss.judge(S);
        assertThat(loss.isLossy()).isFalse();
        loss.onProbes(2, 1);
        loss.judge(S);
        assertThat(loss.isLossy()).isTrue();
    }

    @Test
    void lossIsForgottenTenSecondsAfterItsLastSign() {
        loss.onProbes(20, 10);
        loss.judge(S);
        loss.onProbes(2_000, 2_000);
        loss.judge(2 * S);
        assertThat(loss.isLossy()).isTrue();
        loss.judge(S + PathLoss.QUIET_FOR_NS);
        assertThat(loss.isLossy()).isFalse();
    }
}
