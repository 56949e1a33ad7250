package rhumb.southbound.dscp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.TrafficClass;

class OuterMarkingTest {
    private static Dscp of(CodePointMap map, TrafficClass c) {
        return OuterMarking.choose(map).get(c.code());
    }

    @Test
    void whatPassesOrIsNotKnownStays() {
        assertThat(OuterMarking.choose(CodePointMap.IDENTITY)).isEqualTo(OuterMarking.OWN);
        assertThat(OuterMarking.choose(CodePointMap.EMPTY)).isEqualTo(OuterMarking.OWN);
    }

    @Test
    void theNearestThatSurvivesIsTaken() {
        CodePointMap low = CodePointMap.EMPTY.withAll(x -> x & 0x38);
        assertThat(OuterMarking.choose(low)).hasToString("[CS5, CS5, CS4, CS4, CS3, DF, DF, LE]");
        CodePointMap noPrecedence = CodePointMap.EMPTY.withAll(x -> x & 7);
        assertThat(OuterMarking.choose(noPrecedence))
                .hasToString("[DF, DF, DF, DF, DF, DF, DF, LE]");
    }

    @Test
    void nothingSurvivesSoTheDefault() {
        CodePointMap scavenged = CodePointMap.EMPTY.withAll(x -> 8);
        assertThat(of(scavenged, TrafficClass.AUDIO)).isEqualTo(Dscp.DF);
        assertThat(of(scavenged, TrafficClass.LOG)).isEqualTo(Dscp.LE);
    }

    @Test
    void aChangeForTheBetterIsTaken() {
        assertThat(of(CodePointMap.EMPTY.withAll(x -> 46), TrafficClass.BULK)).isEqualTo(Dscp.AF11);
        // EF would arrive as AF31; of what survives CS2 is best, which is less.
        CodePointMap map = CodePointMap.EMPTY.with(46, 26).with(16, 16).with(0, 0);
        assertThat(of(map, TrafficClass.AUDIO)).isEqualTo(Dscp.EF);
    }

    @Test
    void whatPassesButFaresWorseIsAvoided() {
        CodePointMap map = CodePointMap.IDENTITY.withWorse(1L << 46, 1L << 44);
        assertThat(of(map, TrafficClass.AUDIO)).isEqualTo(Dscp.CS5);
        assertThat(of(map, TrafficClass.VIDEO_KEY)).isEqualTo(Dscp.AF41);
    }

    @Test
    void forAnyMapTheChoiceIsKnownToSurviveOrNoBetterIsKnown() {
        Random random = new Random(4_594);
        for (int i = 0; i < 100_000; i++) {
            CodePointMap map =
                    CodePointMap.EMPTY
                            .withAll(x -> random.nextInt(3) == 0 ? x : random.nextInt(-1, 64))
                            .withWorse(random.nextLong(), 0);
            List<Dscp> chosen = OuterMarking.choose(map);
            for (TrafficClass c : TrafficClass.ALL) {
                Dscp written = chosen.get(c.code());
                assertThat(written.codePoint()).as("%s %s", c, map).isLessThan(48);
                boolean own = written.equals(c.dscp());
                boolean fallback = written.equals(Dscp.DF);
                assertThat(own || fallback || map.survives(written.codePoint())).isTrue();
                assertThat(own || !map.survives(c.dscp().codePoint())).isTrue();
            }
        }
    }
}
