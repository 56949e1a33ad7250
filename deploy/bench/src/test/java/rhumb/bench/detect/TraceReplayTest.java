package rhumb.bench.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceReplayTest {
    private final List<String> lines = new ArrayList<>(List.of("epoch;rtt;cp"));

    @Test
    void aLabelledRiseIsSeenAndExplained() {
        add(300, "80,25");
        lines.add("2016-10-13 01:48:56;121,5;1\r");
        add(300, "121,5");
        assertThat(TraceReplay.of(RttTrace.parse("t", lines)))
                .isEqualTo(new TraceReplay("t", 1, 1, 1, 1));
    }

    @Test
    void aRiseThatNobodyLabelledIsNotExplained() {
        add(300, "80,25");
        add(300, "121,5");
        assertThat(TraceReplay.of(RttTrace.parse("t", lines)))
                .isEqualTo(new TraceReplay("t", 0, 0, 1, 0));
    }

    @Test
    void aSmallChangeAndTimeOutsAreNoRises() {
        add(300, "80,25");
        lines.add("x;82,5;1");
        add(300, "82,5");
        add(20, "1000");
        add(100, "82,5");
        TraceReplay replay = TraceReplay.of(RttTrace.parse("t", lines));
        assertThat(replay.rises()).isZero();
        assertThat(replay.accusations()).isEqualTo(1);
        assertThat(replay.explained()).isEqualTo(1);
    }

    @Test
    void linesThatSayNothingAreLeftOut() {
        RttTrace trace =
                RttTrace.parse("t", List.of("", "a;b", "a;b;1", "a;;0", "a;7,5;1", "a;-3;0"));
        assertThat(trace.samples()).isEqualTo(2);
        assertThat(trace.rttMs(0)).isEqualTo(7.5);
        assertThat(trace.changed(0)).isTrue();
        assertThat(trace.rttMs(1)).isNaN();
    }

    private void add(int samples, String ms) {
        for (int i = 0; i < samples; i++) {
            lines.add("2016-10-13 01:48:56;" + ms + ";0");
        }
    }
}
