package rhumb.probe.dscp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.southbound.dscp.CodePointMap;

class TreatmentTest {
    @Test
    void theTailOfTheBinomialDistribution() {
        // By hand: 1 - 0.9^3, 3 * 0.01 * 0.9 + 0.001, 0.001.
        assertThat(Math.exp(Chance.logTail(1, 3, 0.1))).isCloseTo(0.271, within(1e-12));
        assertThat(Math.exp(Chance.logTail(2, 3, 0.1))).isCloseTo(0.028, within(1e-12));
        assertThat(Math.exp(Chance.logTail(3, 3, 0.1))).isCloseTo(0.001, within(1e-12));
        assertThat(Chance.logTail(0, 3, 0.1)).isZero();
        assertThat(Math.exp(Chance.logTail(32, 64, 0.5))).isCloseTo(0.5497, within(1e-4));
    }

    @Test
    void aChangeIsBelievedWhenTwoInARowSaySo() {
        Treatment treatment = new Treatment();
        assertThat(treatment.map()).isEqualTo(CodePointMap.EMPTY);
        treatment.onArrival(46, 46);
        assertThat(treatment.map().arrival(46)).isEqualTo(46);
        treatment.onArrival(46, 0);
        assertThat(treatment.map().arrival(46)).isEqualTo(46);
        treatment.onArrival(46, 46);
        treatment.onArrival(46, 0);
        assertThat(treatment.map().arrival(46)).isEqualTo(46);
        treatment.onArrival(46, 0);
        assertThat(treatment.map().arrival(46)).isZero();
    }

    @Test
    void aBlockedCodePointShowsInOneSweep() {
        Treatment treatment = new Treatment();
        for (int round = 0; round < 3; round++) {
            for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
                treatment.onOutcome(codePoint, codePoint == 46);
            }
        }
        assertThat(treatment.map().lostMoreBits()).isEqualTo(1L << 46);
        for (int i = 0; i < 40; i++) {
            treatment.onOutcome(46, false);
        }
        assertThat(treatment.map().lostMoreBits()).isZero();
    }

    @Test
    void aLateCodePointShowsAndAnEquallyLateLinkDoesNot() {
        Treatment one = new Treatment();
        Treatment all = new Treatment();
        for (int round = 0; round < 3; round++) {
            for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
                one.onDelay(codePoint, codePoint == 1);
                all.onDelay(codePoint, true);
            }
        }
        assertThat(one.map().delayedMoreBits()).isEqualTo(1L << 1);
        assertThat(all.map().delayedMoreBits()).isZero();
    }

    @Test
    void lossThatIsTheSameForAllAccusesNone() {
        Random random = new Random(20);
        for (double loss : new double[] {0.001, 0.05, 0.3, 1.0}) {
            Treatment treatment = new Treatment();
            for (int i = 0; i < 20_000; i++) {
                treatment.onOutcome(random.nextInt(Dscp.COUNT), random.nextDouble() < loss);
                assertThat(i % 10 == 0 ? treatment.map().lostMoreBits() : 0).as("%s", i).isZero();
            }
        }
    }

    @Test
    void aModeratelyWorseCodePointIsFound() {
        Random random = new Random(21);
        Treatment treatment = new Treatment();
        int[] rotation = {40, 46, 34, 36, 26, 10, 0, 1, 51};
        int rounds = 0;
        while (!treatment.map().lostMore(10)) {
            for (int codePoint : rotation) {
                double loss = codePoint == 10 ? 0.2 : 0.001;
                treatment.onOutcome(codePoint, random.nextDouble() < loss);
            }
            assertThat(++rounds).isLessThan(60);
        }
        assertThat(treatment.map().lostMoreBits()).isEqualTo(1L << 10);
    }
}
