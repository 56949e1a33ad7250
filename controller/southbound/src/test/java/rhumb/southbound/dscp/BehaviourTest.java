package rhumb.southbound.dscp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;

class BehaviourTest {
    private static final int ROUNDS = 20_000;

    private final Random random = new Random(9_435);

    /** The behaviours as RFC 9435 section 4 words them, told apart from the code under test. */
    private IntUnaryOperator any(Remarking remarking) {
        return switch (remarking) {
            case NONE -> x -> x;
            case BLEACH_DSCP -> x -> 0;
            case BLEACH_TOS_PRECEDENCE -> x -> x % 8;
            case BLEACH_SOME_TOS -> x -> x / 16 == 3 ? x : x % 8;
            case REMARK_TOS -> {
                int precedence = 1 + random.nextInt(7);
                yield x -> 8 * precedence + x % 8;
            }
            case BLEACH_LOW -> x -> x / 8 * 8;
            case BLEACH_SOME_LOW -> x -> x / 16 == 3 ? x : x / 8 * 8;
            case REMARK_DSCP -> fewValues();
        };
    }

    private IntUnaryOperator fewValues() {
        int[] values = new int[1 + random.nextInt(Remarking.MOST_VALUES)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 1 + random.nextInt(Dscp.COUNT - 1);
        }
        int[] table = new int[Dscp.COUNT];
        for (int x = 0; x < table.length; x++) {
            table[x] = values[random.nextInt(values.length)];
        }
        return x -> table[x];
    }

    private CodePointMap part(CodePointMap whole, double share) {
        return whole.withAll(
                x -> random.nextDouble() < share ? whole.arrival(x) : CodePointMap.UNKNOWN);
    }

    @Test
    void eachBehaviourIsNamedRightFromAWholeMap() {
        for (int i = 0; i < ROUNDS; i++) {
            for (Remarking remarking : Remarking.ALL) {
                CodePointMap map = CodePointMap.EMPTY.withAll(any(remarking));
                assertThat(Behaviour.of(map).fitting()).containsExactly(remarking);
                assertThat(Behaviour.of(map)).hasToString(remarking.label());
            }
        }
    }

    @Test
    void aPartialMapNeverExcludesTheTruth() {
        for (int i = 0; i < ROUNDS; i++) {
            for (Remarking remarking : Remarking.ALL) {
                CodePointMap whole = CodePointMap.EMPTY.withAll(any(remarking));
                CodePointMap map = part(whole, random.nextDouble());
                if (map.knownCount() > 0) {
                    assertThat(Behaviour.of(map).fitting()).contains(remarking);
                }
            }
        }
    }

    @Test
    void whatIsNoneOfThemIsUnclassified() {
        assertThat(Behaviour.of(CodePointMap.IDENTITY.with(46, 0))).hasToString("unclassified");
        assertThat(Behaviour.of(CodePointMap.IDENTITY.with(0, 8))).hasToString("unclassified");
        for (int i = 0; i < ROUNDS; i++) {
            CodePointMap map = CodePointMap.EMPTY.withAll(x -> random.nextInt(Dscp.COUNT));
            assertThat(Behaviour.of(map)).hasToString("unclassified");
        }
    }

    @Test
    void ambiguityIsSaid() {
        assertThat(Behaviour.of(CodePointMap.EMPTY)).hasToString("unknown");
        CodePointMap efOnly = CodePointMap.EMPTY.with(46, 40);
        assertThat(Behaviour.of(efOnly))
                .hasToString("Bleach-low or Bleach-some-low or Re-mark-DSCP");
        assertThat(Behaviour.of(efOnly.with(0, 0))).hasToString("Bleach-low or Bleach-some-low");
        assertThat(Behaviour.of(efOnly.with(0, 0).with(51, 51))).hasToString("Bleach-some-low");
    }

    @Test
    void oneViewFillsTheGapsOfTheOther() {
        for (int i = 0; i < ROUNDS; i++) {
            CodePointMap whole = CodePointMap.EMPTY.withAll(any(Remarking.BLEACH_LOW));
            CodePointMap some = part(whole, 0.5);
            assertThat(some.orElse(whole)).isEqualTo(whole);
            assertThat(some.orElse(CodePointMap.EMPTY)).isEqualTo(some);
        }
    }
}
