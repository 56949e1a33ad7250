package rhumb.forward.queue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.TrafficClass;

class DropPrecedenceTest {
    private static int of(TrafficClass c, int codePoint) {
        return DropPrecedence.of(c, codePoint << 2 | 1);
    }

    @Test
    void followsTheAssuredForwardingCodePointsOfItsOwnClass() {
        assertThat(of(TrafficClass.LIVE, 26)).isZero();
        assertThat(of(TrafficClass.LIVE, 28)).isEqualTo(1);
        assertThat(of(TrafficClass.LIVE, 30)).isEqualTo(2);
        assertThat(of(TrafficClass.BULK, 14)).isEqualTo(2);
        assertThat(of(TrafficClass.VIDEO, 34)).isEqualTo(1);
        assertThat(of(TrafficClass.VIDEO, 36)).isEqualTo(1);
        assertThat(of(TrafficClass.VIDEO, 38)).isEqualTo(2);
    }

    @Test
    void keyFramesAreNotDroppedBeforeOthersWhateverTheySay() {
        assertThat(of(TrafficClass.VIDEO_KEY, 38)).isZero();
    }

    @Test
    void codePointsOfOtherClassesSayNothing() {
        for (TrafficClass c : TrafficClass.ALL) {
            for (int codePoint = 0; codePoint < Dscp.COUNT; codePoint++) {
                int precedence = of(c, codePoint);
                assertThat(precedence).isBetween(c.dropPrecedence(), DropPrecedence.LEVELS - 1);
                if (TrafficClass.ofDscp(codePoint).phb() != c.phb()) {
                    assertThat(precedence).isEqualTo(c.dropPrecedence());
                }
            }
        }
    }
}
