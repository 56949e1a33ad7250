package rhumb.forward.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import rhumb.forward.wire.OverlayHeader;

class LinkReceiveStateTest {
    private static final int LIFE = 1_700_000_000;
    private final LinkReceiveState link = new LinkReceiveState();

    private boolean accept(int life, int seq) {
        return accept(0, life, seq);
    }

    private boolean accept(int lane, int life, int seq) {
        boolean maybe = link.mayBeNew(lane, life, seq);
        boolean accepted = link.accept(lane, life, seq, seq * 10, seq * 10 + 40_000);
        assertThat(maybe || !accepted).as("what is accepted is worth a look").isTrue();
        return accepted;
    }

    @Test
    void countsLossReorderingAndDuplicates() {
        int[] seqs = {1, 2, 5, 4, 4, 6, 9};
        for (int seq : seqs) {
            accept(LIFE, seq);
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
        accept(LIFE, 0);
        for (int seq : seqs) {
            assertThat(accept(LIFE, seq)).isTrue();
        }
        assertThat(link.lostSoFar()).isZero();
        for (int seq : seqs) {
            assertThat(accept(LIFE, seq)).isFalse();
        }
    }

    @Test
    void aRestartedNeighbourIsTakenAtOnceAndItsFormerLifeNoMore() {
        for (int seq = 1; seq <= 500; seq++) {
            accept(LIFE, seq);
        }
        int next = LIFE + 1;
        assertThat(accept(next, 2)).isTrue();
        assertThat(accept(next, 1)).isTrue();
        assertThat(accept(next, 3)).isTrue();
        assertThat(link.receivedInLife()).isEqualTo(3);
        assertThat(link.highestSeq()).isEqualTo(3);
        assertThat(link.received()).isEqualTo(503);
        // A straggler and a replay of the former life.
        assertThat(link.mayBeNew(0, LIFE, 501)).isFalse();
        assertThat(accept(LIFE, 501)).isFalse();
        assertThat(accept(LIFE, 400)).isFalse();
        assertThat(link.lostSoFar()).isZero();
    }

    @Test
    void livesAreNumbersWithoutSign() {
        assertThat(accept(Integer.MAX_VALUE, 1)).isTrue();
        assertThat(accept(Integer.MIN_VALUE, 1)).isTrue();
        assertThat(accept(Integer.MAX_VALUE, 2)).isFalse();
    }

    @Test
    void eachLaneCountsForItself() {
        for (int lane = 0; lane < OverlayHeader.MAX_LANES; lane++) {
            for (int seq = 1; seq <= 10; seq++) {
                assertThat(accept(lane, LIFE, seq)).isTrue();
            }
            assertThat(accept(lane, LIFE, 10)).isFalse();
        }
        assertThat(link.expected()).isEqualTo(640);
        assertThat(link.received()).isEqualTo(640);
        assertThat(link.highestSeq()).as("put on the link by all lanes").isEqualTo(640);
        assertThat(link.duplicates()).isEqualTo(64);
    }

    @Test
    void whatCannotBeNewIsKnownBeforeItIsOpened() {
        accept(LIFE, 10_000);
        assertThat(link.mayBeNew(0, LIFE, 10_000 - LinkReceiveState.WINDOW)).isFalse();
        assertThat(link.mayBeNew(0, LIFE, 10_001 - LinkReceiveState.WINDOW)).isTrue();
        assertThat(link.mayBeNew(1, LIFE, 1)).isTrue();
        assertThat(link.mayBeNew(0, LIFE + 1, 1)).isTrue();
        assertThat(link.mayBeNew(0, LIFE - 1, 20_000)).isFalse();
    }

    /**
     * A record of two lives, played back in any order and any mixture with the lives themselves.
     */
    @Test
    void nothingIsAcceptedTwice() {
        Random random = new Random(3);
        for (int life = LIFE; life <= LIFE + 1; life++) {
            Set<Integer> accepted = new HashSet<>();
            for (int i = 1; i <= 50_000; i++) {
                int back = random.nextInt(10) == 0 ? random.nextInt(20_000) : 0;
                int seq = Math.max(1, i - back);
                if (accept(life, seq)) {
                    assertThat(accepted.add(seq)).isTrue();
                }
                if (life > LIFE) {
                    assertThat(accept(LIFE, random.nextInt(60_000))).isFalse();
                }
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
            int lane = random.nextInt(OverlayHeader.MAX_LANES);
            int life = random.nextInt(20) == 0 ? i : i - random.nextInt(50);
            taken += accept(lane, life, seq) ? 1 : 0;
        }
        assertThat(link.received()).isEqualTo(taken);
        assertThat(link.lostSoFar()).isNotNegative();
    }

    /**
     * Whoever writes a neighbour's address could otherwise have numbers refused that a tag proves.
     */
    @Test
    void whatIsProvedIsNumberedApart() {
        assertThat(accept(LIFE, 30_000)).isTrue();
        assertThat(accept(-1, 5)).isTrue();
        link.proves(true);
        assertThat(accept(LIFE, 1)).isTrue();
        assertThat(accept(LIFE, 1)).isFalse();
        link.proves(false);
        assertThat(accept(-1, 5)).isFalse();
        link.proves(true);
        assertThat(accept(LIFE, 1)).as("a pause makes nothing new").isFalse();
        assertThat(accept(LIFE, 2)).isTrue();
    }
}
