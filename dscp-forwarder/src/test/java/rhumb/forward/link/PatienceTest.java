package rhumb.forward.link;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final long MS = 1_000_000L;
    private static final long S = 1_000 * MS;
    private static final long USUAL_NS = 80 * MS;

    private final Patience patience = new Patience();

    private void falseAlarm(long nowNs) {
        patience.onSilent(nowNs);
        patience.onHeard(nowNs + 100 * MS);
    }

    @Test
    void whatWasNeverAccusedWaitsNoLonger() {
        assertThat(patience.stretch(5 * S, USUAL_NS)).isEqualTo(USUAL_NS);
    }

    @Test
    void eachFalseAlarmMakesTheWaitLongerUpToFourTimes() {
        for (int alarms = 1; alarms <= 6; alarms++) {
            falseAlarm(alarms * S);
            assertThat(patience.stretch(alarms * S + 200 * MS, USUAL_NS))
                    .isEqualTo(USUAL_NS * Math.min(1 + alarms, Patience.MOST));
        }
    }

    @Test
    void whatWasReallySilentIsNoFalseAlarm() {
        patience.onSilent(S);
        patience.onHeard(3 * S);
        assertThat(patience.stretch(3 * S, USUAL_NS)).isEqualTo(USUAL_NS);
    }

    @Test
    void alarmsAreForgottenOneByOne() {
        falseAlarm(0);
        falseAlarm(S);
        long after = S + 100 * MS + Patience.MEMORY_NS;
        assertThat(patience.stretch(after, USUAL_NS)).isEqualTo(2 * USUAL_NS);
        assertThat(patience.stretch(after + Patience.MEMORY_NS, USUAL_NS)).isEqualTo(USUAL_NS);
        assertThat(patience.stretch(after + 100 * Patience.MEMORY_NS, USUAL_NS))
                .isEqualTo(USUAL_NS);
    }
}
