package rhumb.probe.stamp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Which direction lost, doubled and reordered: counts against what the channel really did. */
class LedgerTest {
    /** What a simulated channel did, and what the ledger made of it. */
    private static final class Truth {
        private long forwardLost;
        private long backwardLost;
        private long seenForwardSent;
        private long seenForwardLost;
        private long seenBackwardLost;
        private long seenForwardReordered;
        private long seenBackwardReordered;
        private long seenForwardDuplicate;
        private long seenBackwardDuplicate;

        private void add(ReplyLedger l) {
            seenForwardSent += l.forwardSent();
            seenForwardLost += l.forwardLost();
            seenBackwardLost += l.backwardLost();
            seenForwardReordered += l.forwardReordered() ? 1 : 0;
            seenBackwardReordered += l.backwardReordered() ? 1 : 0;
            seenForwardDuplicate += l.forwardDuplicate() ? 1 : 0;
            seenBackwardDuplicate += l.backwardDuplicate() ? 1 : 0;
        }
    }

    private record Packet(double at, int probe, int reply) {}

    @Test
    void chargesLossToTheDirectionThatLost() {
        for (int seed = 0; seed < 20; seed++) {
            Truth t = run(seed, 20_000, 0.2, 0, 0, 0);
            assertThat(t.seenForwardLost).isCloseTo(t.forwardLost, within(3L));
            assertThat(t.seenBackwardLost).isZero();
            t = run(seed, 20_000, 0, 0.2, 0, 0);
            assertThat(t.seenForwardLost).isZero();
            assertThat(t.seenBackwardLost).isCloseTo(t.backwardLost, within(3L));
            t = run(seed, 20_000, 0.05, 0.1, 0, 0);
            assertThat(t.seenForwardLost).isCloseTo(t.forwardLost, within(3L));
            assertThat(t.seenBackwardLost).isCloseTo(t.backwardLost, within(3L));
            assertThat(t.seenForwardSent).isBetween(19_950L, 20_000L);
        }
    }

    @Test
    void overtakingIsNotLoss() {
        for (int seed = 0; seed < 20; seed++) {
            Truth t = run(seed, 20_000, 0, 0, 1.5, 0);
            assertThat(t.seenForwardLost).isBetween(-2L, 2L);
            assertThat(t.seenBackwardLost).isBetween(-2L, 2L);
            assertThat(t.seenForwardReordered).isGreaterThan(500);
            t = run(seed, 20_000, 0, 0, 0, 1.5);
            assertThat(t.seenForwardLost).isBetween(-2L, 2L);
            assertThat(t.seenBackwardLost).isBetween(-2L, 2L);
            assertThat(t.seenForwardReordered).isZero();
            assertThat(t.seenBackwardReordered).isGreaterThan(500);
        }
    }

    @Test
    void lossAndOvertakingTogetherStayNearTheTruth() {
        for (int seed = 0; seed < 20; seed++) {
            Truth t = run(seed, 20_000, 0.05, 0.02, 1.5, 1.5);
            assertThat(t.seenForwardLost).isCloseTo(t.forwardLost, within(60L));
            assertThat(t.seenBackwardLost).isCloseTo(t.backwardLost, within(60L));
        }
    }

    @Test
    void duplicatesBelongToOneDirection() {
        Truth t = new Truth();
        ReplyLedger l = new ReplyLedger();
        l.onReply(0, 0);
        t.add(l);
        l.onReply(1, 1);
        t.add(l);
        l.onDuplicate(2, 1); // The probe came twice: the reflector answered both.
        t.add(l);
        l.onDuplicate(2, 2); // That answer came twice.
        t.add(l);
        l.onReply(2, 3);
        t.add(l);
        assertThat(t.seenForwardDuplicate).isEqualTo(1);
        assertThat(t.seenBackwardDuplicate).isEqualTo(1);
        assertThat(t.seenForwardLost).isZero();
        assertThat(t.seenBackwardLost).isZero();
        l.onReply(3, 5); // Doubled there, and the second answer overtook the first.
        t.add(l);
        l.onDuplicate(4, 5);
        t.add(l);
        l.onReply(4, 6);
        t.add(l);
        assertThat(t.seenForwardDuplicate).isEqualTo(2);
        assertThat(t.seenBackwardDuplicate).isEqualTo(1);
        assertThat(t.seenForwardLost).isZero();
        assertThat(t.seenBackwardLost).isZero();
    }

    @Test
    void aReflectorThatRestartsIsNotALoss() {
        Truth t = new Truth();
        ReplyLedger l = new ReplyLedger();
        for (int i = 0; i < 1_000; i++) {
            l.onReply(i, i);
            t.add(l);
        }
        for (int i = 1_000; i < 2_000; i++) {
            l.onReply(i, i - 1_000);
            t.add(l);
        }
        assertThat(t.seenForwardLost).isBetween(-3L, 3L);
        assertThat(t.seenBackwardLost).isBetween(-3L, 3L);
    }

    @Test
    void arrivalsCountLossReorderingAndDuplicatesAcrossTheWrap() {
        ArrivalLedger l = new ArrivalLedger();
        int[] sequences = {-3, -2, 0, -1, -1, 1, 5, 5};
        long lost = 0;
        long sent = 0;
        long reordered = 0;
        long duplicate = 0;
        for (int sequence : sequences) {
            l.onArrival(sequence);
            sent += l.sent();
            lost += l.lost();
            reordered += l.reordered() ? 1 : 0;
            duplicate += l.duplicate() ? 1 : 0;
        }
        assertThat(sent).isEqualTo(9);
        assertThat(lost).isEqualTo(3);
        assertThat(reordered).isEqualTo(1);
        assertThat(duplicate).isEqualTo(2);
    }

    @Test
    void anOutageOrARestartOfTheSenderIsNotCountedAsLoss() {
        ArrivalLedger l = new ArrivalLedger();
        l.onArrival(10);
        l.onArrival(100_000);
        assertThat(l.lost()).isZero();
        long lost = 0;
        for (int i = 0; i < 10; i++) {
            l.onArrival(i);
            lost += l.lost();
        }
        assertThat(lost).isZero();
        assertThat(l.sent()).isEqualTo(1);
    }

    /**
     * @param jitterForward spread of the delay in probe intervals
     */
    private static Truth run(
            int seed,
            int probes,
            double lossForward,
            double lossBackward,
            double jitterForward,
            double jitterBackward) {
        SplittableRandom random = new SplittableRandom(seed);
        Truth truth = new Truth();
        PriorityQueue<Packet> there = queue();
        for (int i = 0; i < probes; i++) {
            if (i > 0 && random.nextDouble() < lossForward) {
                truth.forwardLost++;
            } else {
                there.add(new Packet(i + late(random, jitterForward), i, 0));
            }
        }
        PriorityQueue<Packet> back = queue();
        for (int reply = 0; !there.isEmpty(); reply++) {
            Packet p = there.remove();
            if (reply > 0 && random.nextDouble() < lossBackward) {
                truth.backwardLost++;
            } else {
                back.add(new Packet(p.at + late(random, jitterBackward), p.probe, reply));
            }
        }
        ReplyLedger ledger = new ReplyLedger();
        while (!back.isEmpty()) {
            Packet p = back.remove();
            ledger.onReply(p.probe, p.reply);
            truth.add(ledger);
        }
        return truth;
    }

    private static double late(SplittableRandom random, double jitter) {
        return jitter > 0 && random.nextInt(10) == 0 ? random.nextDouble(jitter) + 0.5 : 0.1;
    }

    private static PriorityQueue<Packet> queue() {
        return new PriorityQueue<>((a, b) -> Double.compare(a.at, b.at));
    }
}
