package rhumb.forward.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LinkReceiveStateTest {
    private static final long S = 1_000_000_000L;
    private final LinkReceiveState link = new LinkReceiveState();

    private boolean accept(long nowNs, int seq, int departureUs) {
        return link.accept(nowNs, seq, departureUs, departureUs + 40_000);
    }

    @Test
    void countsLossReorderingAndDuplicates() {
        int[] seqs = {1, 2, 5, 4, 4, 6, 9};
        for (int seq : seqs) {
            accept(S, seq, seq * 10);
        }
        assertThat(link.expected()).isEqualTo(9);
        assertThat(link.received()).isEqualTo(6);
        assertThat(link.lostSoFar()).isEqualTo(3);
        assertThat(link.reordered()).isEqualTo(1);
        assertThat(link.duplicates()).isEqualTo(1);
        assertThat(link.transitUsMin()).isEqualTo(40_000);
    }

    @Test
    void reorderingWithinTheWindowLosesNothing() {
        List<Integer> seqs = new ArrayList<>();
        for (int i = 1; i < LinkReceiveState.WINDOW; i++) {
            seqs.add(i);
        }
        Collections.shuffle(seqs, new Random(5));
        accept(S, 0, 0);
        for (int seq : seqs) {
            assertThat(accept(S, seq, seq)).isTrue();
        }
        assertThat(link.lostSoFar()).isZero();
        for (int seq : seqs) {
            assertThat(accept(S, seq, seq)).isFalse();
        }
    }

    @Test
    void aRestartedNeighbourIsTakenAtOnce() {
        for (int seq = 1; seq <= 500; seq++) {
            accept(S, seq, seq);
        }
        assertThat(accept(2 * S, 2, 1_000_000)).isTrue();
        assertThat(accept(2 * S, 1, 999_000)).isTrue();
        assertThat(accept(2 * S, 3, 1_001_000)).isTrue();
        assertThat(link.receivedInLife()).isEqualTo(3);
        assertThat(link.highestSeq()).isEqualTo(3);
        assertThat(link.received()).isEqualTo(503);
        // A straggler and a replay of the former life.
        assertThat(accept(2 * S, 501, 501)).isFalse();
        assertThat(accept(2 * S, 400, 400)).isFalse();
        assertThat(link.lostSoFar()).isZero();
    }

    @Test
    void aClockThatWentBackIsTakenAfterAWhile() {
        for (int seq = 1; seq <= 500; seq++) {
            accept(S, seq, 1_000_000 + seq);
        }
        int accepted = 0;
        for (int seq = 1; seq <= 100; seq++) {
            accepted += accept(5 * S, seq, seq) ? 1 : 0;
        }
        assertThat(accepted).isZero();
        for (int seq = 101; seq <= 200; seq++) {
            accepted += accept(12 * S, seq, seq) ? 1 : 0;
        }
        assertThat(accepted).isEqualTo(100);
    }

    @Test
    void aLongSilenceNeedsNoOrderOfClocks() {
        accept(S, 9, 5);
        assertThat(accept(2_000 * S, 3, Integer.MIN_VALUE + 6)).isTrue();
    }

    /** A record of a life, played back in any order and any mixture with the life itself. */
    @Test
    void nothingIsAcceptedTwice() {
        Random random = new Random(3);
        Set<Integer> accepted = new HashSet<>();
        for (int i = 1; i <= 100_000; i++) {
            int seq = Math.max(1, i - (random.nextInt(10) == 0 ? random.nextInt(20_000) : 0));
            if (accept(S + i * 1_000L, seq, seq)) {
                assertThat(accepted.add(seq)).isTrue();
            }
        }
    }

    /** Random numbers never throw and never make the counters disagree. */
    @Test
    void anyNumbersAreTaken() {
        Random random = new Random(4);
        long taken = 0;
        for (int i = 0; i < 200_000; i++) {
            int seq = random.nextBoolean() ? random.nextInt() : random.nextInt(100);
            taken += link.accept(i * 1_000_000L, seq, random.nextInt(), random.nextInt()) ? 1 : 0;
        }
        assertThat(link.received()).isEqualTo(taken);
        assertThat(link.lostSoFar()).isNotNegative();
    }
}
