package rhumb.controller.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import rhumb.southbound.session.SessionTiming;

class OwnSignTest {
    private static final long MS = 1_000_000L;
    private static final long LOOK_NS = 250 * MS;

    private final OwnSign sign = new OwnSign();

    private List<Long> told(long fromNs, long toNs) {
        List<Long> told = new ArrayList<>();
        for (long nowNs = fromNs; nowNs < toNs; nowNs += LOOK_NS) {
            if (sign.isDue(nowNs)) {
                told.add(nowNs);
            }
        }
        return told;
    }

    @Test
    void nothingIsSaidBeforeALeaderAnswered() {
        assertThat(told(0, 5_000 * MS)).isEmpty();
    }

    @Test
    void nothingIsSaidWhileTheLeaderSpeaks() {
        for (long nowNs = 0; nowNs < 5_000 * MS; nowNs += 100 * MS) {
            sign.onAnswer(nowNs);
            assertThat(sign.isDue(nowNs + 99 * MS)).isFalse();
        }
    }

    @Test
    void anElectionIsBridgedAndNoMore() {
        sign.onAnswer(1_000 * MS);
        List<Long> told = told(1_000 * MS, 10_000 * MS);
        // A process waits for a second.
        long before = 1_000 * MS;
        for (long nowNs : told) {
            assertThat(nowNs - before).isLessThan(600 * MS);
            before = nowNs;
        }
        assertThat(before).isBetween(2_500 * MS, 1_000 * MS + OwnSign.PATIENCE_NS);
        assertThat(SessionTiming.STANDARD.silenceNs()).isGreaterThan(OwnSign.PATIENCE_NS);
        sign.onAnswer(20_000 * MS);
        assertThat(told(20_000 * MS, 21_000 * MS)).isNotEmpty();
    }
}
