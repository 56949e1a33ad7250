package rhumb.controller.consensus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.controller.consensus.Way.Act;

class WayTest {
    private static final long MS = 1_000_000L;

    @Test
    void whoHasNothingToSayIsLeftAlone() {
        Way way = new Way(0);
        assertThat(way.onDeadline(0)).isEqualTo(Act.OPEN);
        way.onStands();
        // Members that follow do not talk to each other: that is no reason to look at the clock.
        assertThat(way.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whoIsAskedAndNotHeardIsConnectedAnew() {
        Way way = new Way(0);
        way.onDeadline(0);
        way.onStands();
        way.onSent();
        way.onHeard(500 * MS);
        assertThat(way.onDeadline(1_400 * MS)).isEqualTo(Act.NONE);
        assertThat(way.onDeadline(1_500 * MS)).isEqualTo(Act.CLOSE);
        assertThat(way.stands()).isFalse();
        assertThat(way.onDeadline(1_501 * MS)).isEqualTo(Act.OPEN);
        assertThat(way.onDeadline(2_400 * MS)).isEqualTo(Act.NONE);
        assertThat(way.onDeadline(2_501 * MS)).as("it never stood").isEqualTo(Act.CLOSE);
    }

    @Test
    void aWayIsOpenedAnewWithTheOtherOneUnlessItIsNew() {
        Way way = new Way(0);
        way.onDeadline(0);
        way.onStands();
        assertThat(way.onIntroduced(900 * MS)).isFalse();
        assertThat(way.onIntroduced(1_100 * MS)).isTrue();
        assertThat(way.onIntroduced(1_100 * MS)).isFalse();
        assertThat(way.onDeadline(1_101 * MS)).isEqualTo(Act.OPEN);
    }

    /** A deadline that stays in the past would keep a processor busy for ever. */
    @Test
    void whateverHappensWhatWasDueIsDone() {
        SplittableRandom random = new SplittableRandom(1);
        for (int round = 0; round < 200; round++) {
            Way way = new Way(0);
            long nowNs = 0;
            for (int step = 0; step < 200; step++) {
                nowNs += random.nextLong(700 * MS);
                switch (random.nextInt(6)) {
                    case 0 -> way.onStands();
                    case 1 -> way.onSent();
                    case 2 -> way.onHeard(nowNs);
                    case 3 -> way.onIntroduced(nowNs);
                    case 4 -> way.onClosed(nowNs);
                    default -> {}
                }
                way.onDeadline(nowNs);
                assertThat(way.nextDeadlineNs()).isGreaterThan(nowNs);
            }
        }
    }
}
