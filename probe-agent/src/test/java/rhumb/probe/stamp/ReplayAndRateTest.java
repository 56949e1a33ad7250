package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import rhumb.net.Endpoint;

/** What is refused although it is well formed: what was here before, and what is too much. */
class ReplayAndRateTest {
    private static final long SECOND = 1_000_000_000L;
    private static final long CLOCK = 1_790_000_000L * SECOND;

    private final PeerSessions peer = new PeerSessions(true);

    @Test
    void nothingIsTakenTwiceWhateverTheOrder() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 20; round++) {
            ReplayWindow window = new ReplayWindow();
            Set<Integer> taken = new HashSet<>();
            int start = random.nextInt();
            int next = start;
            assertThat(window.accept(next++, CLOCK - 1)).isTrue();
            for (int i = 0; i < 20_000; i++) {
                boolean again = random.nextInt(3) == 0;
                int sequence = again ? next - random.nextInt(1, 3_000) : next++;
                long sent = CLOCK + (sequence - start) * 1_000_000L;
                boolean late = again && next - sequence > ReplayWindow.WINDOW;
                boolean accepted = window.accept(sequence, sent);
                assertThat(accepted && taken.contains(sequence)).isFalse();
                assertThat(accepted || again).isTrue();
                assertThat(accepted && late).isFalse();
                if (accepted) {
                    taken.add(sequence);
                }
            }
        }
    }

    @Test
    void lateOnesInsideTheWindowAreTakenOnce() {
        ReplayWindow window = new ReplayWindow();
        assertThat(window.accept(0, CLOCK)).isTrue();
        assertThat(window.accept(ReplayWindow.WINDOW, CLOCK + 2_000)).isTrue();
        assertThat(window.accept(1, CLOCK + 1)).isTrue();
        assertThat(window.accept(1, CLOCK + 1)).isFalse();
        assertThat(window.accept(0, CLOCK)).isFalse();
    }

    @Test
    void aSenderThatCountsAnewOrItsClockSetBackGoesOn() {
        ReplayWindow window = new ReplayWindow();
        assertThat(window.accept(1_000_000, CLOCK)).isTrue();
        assertThat(window.accept(0, CLOCK + 1)).isTrue();
        assertThat(window.accept(1, CLOCK - SECOND)).isTrue();
        assertThat(window.accept(0, CLOCK + 1)).isFalse();
    }

    @Test
    void aSessionOfThePastCannotBegin() {
        assertThat(peer.admit(0, true, 7, 0, CLOCK)).isNull();
        assertThat(peer.admit(1, true, 8, 0, CLOCK + 10)).isNull();
        assertThat(peer.admit(2, true, 9, 0, CLOCK + 5)).isEqualTo(StampReject.REPLAYED);
        assertThat(peer.admit(3, true, 8, 0, CLOCK + 10)).isEqualTo(StampReject.REPLAYED);
        // A peer that came back with its clock set back is heard again after a minute of silence.
        assertThat(peer.admit(62 * SECOND, true, 9, 0, CLOCK - SECOND)).isNull();
        assertThat(peer.admit(62 * SECOND, false, 1, 0, 0)).isNull();
    }

    @Test
    void aPeerGetsItsRateAndNoMore() {
        long now = -5 * SECOND;
        int answered = 0;
        for (int i = 0; i < 50_000; i++) {
            now += SECOND / 10_000;
            answered += peer.admit(now, false, 1, i, CLOCK) == null ? 1 : 0;
        }
        // Five seconds at the rate, and what the bucket held.
        assertThat(answered).isBetween(5_900, 6_010);
    }

    @Test
    void strangersShareAndForgedAddressesGainNothing() {
        StrangerLimit limit = new StrangerLimit();
        Endpoint one = Endpoint.parse("198.51.100.9:4000");
        int mine = 0;
        for (int i = 0; i < 1_000; i++) {
            mine += limit.admit(i * SECOND / 1_000, one.withPort(i)) ? 1 : 0;
        }
        assertThat(mine).isBetween(38, 40);
        SplittableRandom random = new SplittableRandom(6);
        int all = 0;
        for (int i = 0; i < 100_000; i++) {
            Endpoint forged = Endpoint.ofIpv4(random.nextInt(), 4_000);
            all += limit.admit(2 * SECOND + i * SECOND / 100_000, forged) ? 1 : 0;
        }
        assertThat(all).isBetween(1_900, 2_001);
    }
}
