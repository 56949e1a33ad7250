package rhumb.sim.impair;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.sim.impair.TcpRun.A;
import static rhumb.sim.impair.TcpRun.B;
import static rhumb.sim.impair.TcpRun.MS;
import static rhumb.sim.impair.TcpRun.S;

import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TcpPipeTest {
    private static final LinkSettings HALF_RTT = LinkSettings.ofDelay(50 * MS);

    @Test
    void handshakeTakesOneRoundTrip() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        assertThat(run.events).containsExactly("connected OPENER 100", "connected ACCEPTOR 150");
    }

    @Test
    void lostSynIsSentAgainAfterOneTwoAndFourSeconds() {
        TcpRun run = new TcpRun(1, HALF_RTT.withBlackhole(true), HALF_RTT);
        run.connect();
        run.runUntil(6_900 * MS);
        assertThat(run.forward.offered()).isEqualTo(3);
        run.forward.change(HALF_RTT);
        run.runUntil(8 * S);
        assertThat(run.events).startsWith("connected OPENER 7100");
    }

    @Test
    void nobodyThereTimesOut() {
        TcpRun run = new TcpRun(1, HALF_RTT.withBlackhole(true), HALF_RTT);
        run.connect();
        run.runOut(400 * S);
        assertThat(run.events).containsExactly("TIMEOUT OPENER 127000");
        assertThat(run.pipe.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void acceptorMayRefuse() {
        TcpRun run = perfect();
        run.pipe.reset(0, B);
        run.connect();
        run.runUntil(S);
        assertThat(run.events).containsExactly("REFUSED OPENER 100");
    }

    @Test
    void closesInBothDirectionsAfterAllBytes() {
        TcpRun run = perfect();
        run.connect();
        run.send(A, 1_000_000);
        run.send(B, 10);
        run.runUntil(S / 2);
        run.pipe.shutdown(run.nowNs, B);
        run.runUntil(60 * S);
        assertThat(run.pipe.atEnd(A)).isTrue();
        assertThat(run.received).containsExactly(10, 1_000_000);
        assertThat(run.pipe.isOver()).isFalse();
        run.pipe.shutdown(run.nowNs, A);
        run.runUntil(61 * S);
        assertThat(run.pipe.atEnd(B)).isTrue();
        assertThat(run.pipe.isOver()).isTrue();
        assertThat(run.pipe.nextDeadlineNs()).isEqualTo(Long.MAX_VALUE);
        assertThat(run.pipe.resent(A)).isZero();
    }

    @Test
    void resetReachesTheOtherEndAndSoDoesALostOneLater() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        run.pipe.reset(run.nowNs, A);
        run.runUntil(2 * S);
        assertThat(run.events).contains("RESET ACCEPTOR 1050");

        TcpRun lossy = perfect();
        lossy.connect();
        lossy.runUntil(S);
        lossy.forward.change(HALF_RTT.withBlackhole(true));
        lossy.pipe.reset(lossy.nowNs, A);
        lossy.runUntil(2 * S);
        lossy.forward.change(HALF_RTT);
        assertThat(lossy.pipe.isConnected(B)).as("half open").isTrue();
        lossy.send(B, 1);
        lossy.runUntil(3 * S);
        assertThat(lossy.events).contains("RESET ACCEPTOR 2100");
    }

    @Test
    void vanishedEndAnswersNothing() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        run.pipe.vanish(B);
        run.send(A, 5_000);
        run.runUntil(30 * S);
        assertThat(run.backward.offered()).as("SYN+ACK only").isEqualTo(1);
        run.runOut(5_000 * S);
        assertThat(run.events).anyMatch(e -> e.startsWith("TIMEOUT OPENER"));
    }

    @Test
    void slowReaderHoldsTheWriterBackAndGetsAllInTheEnd() {
        TcpRun run = perfect();
        run.pauseReading(B, true);
        run.connect();
        run.send(A, 2_000_000);
        run.runUntil(20 * S);
        assertThat(run.pipe.readable(B)).isEqualTo(256 * 1024);
        assertThat(run.sent[0]).isEqualTo(2 * 256 * 1024);
        assertThat(run.pipe.writable(A)).isZero();
        // The window update of the first read is lost; the writer's probe finds out.
        run.backward.change(HALF_RTT.withBlackhole(true));
        run.pauseReading(B, false);
        run.backward.change(HALF_RTT);
        run.runUntil(120 * S);
        assertThat(run.received[1]).isEqualTo(2_000_000);
    }

    @Test
    void aSingleLossIsRepairedInAboutOneRoundTrip() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        run.forward.change(HALF_RTT.withBlackhole(true));
        run.send(A, 1_448);
        run.forward.change(HALF_RTT);
        run.send(A, 4 * 1_448);
        run.runUntil(S + 151 * MS);
        assertThat(run.received[1]).isEqualTo(5 * 1_448);
        assertThat(run.pipe.resent(A)).isEqualTo(1);
    }

    @Test
    void aLostTailIsRepairedByTimeout() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        run.forward.change(HALF_RTT.withBlackhole(true));
        run.send(A, 100);
        run.forward.change(HALF_RTT);
        run.runUntil(S + 300 * MS);
        assertThat(run.received[1]).isZero();
        run.runUntil(S + 351 * MS);
        assertThat(run.received[1]).isEqualTo(100);
    }

    @Test
    void blackholeStallsAndHeals() {
        TcpRun run = perfect();
        run.connect();
        run.send(A, 200_000_000);
        run.runUntil(5 * S);
        run.forward.change(HALF_RTT.withBlackhole(true));
        run.runUntil(5 * S + 100 * MS);
        long stalledAt = run.received[1];
        run.runUntil(9 * S);
        assertThat(run.received[1]).isEqualTo(stalledAt);
        run.forward.change(HALF_RTT);
        // Back-off after 4 s of silence: the next attempt comes within another 4 s.
        run.runUntil(13 * S);
        assertThat(run.received[1]).isGreaterThan(stalledAt + 200_000);
    }

    @ParameterizedTest
    @CsvSource({"0,100", "10000,100", "50000,100", "10000,40", "50000,40", "20000,200"})
    void throughputFallsAsMathisSays(int lossPpm, long rttMs) {
        LinkSettings link = LinkSettings.ofDelay(rttMs * MS / 2);
        TcpRun run = new TcpRun(3, link.withLoss(lossPpm), link);
        run.connect();
        run.send(A, 1_000_000_000);
        long seconds = lossPpm == 0 ? 20 : 120;
        run.runUntil(seconds * S);
        double rate = run.received[1] / (double) seconds;
        double rttS = rttMs / 1_000.0;
        double buffer = ByteRing.CAPACITY / rttS;
        // Mathis et al., 1997: MSS / RTT * sqrt(3/2) / sqrt(p).
        double mathis = lossPpm == 0 ? buffer : 1_448 / rttS * Math.sqrt(1.5e6 / lossPpm);
        assertThat(rate).isBetween(Math.min(mathis, buffer) / 2, Math.min(mathis, buffer) * 2);
    }

    @Test
    void allBytesArriveInOrderWhateverTheLinksDo() {
        for (int seed = 0; seed < 60; seed++) {
            Random random = new Random(seed);
            TcpRun run = new TcpRun(seed, TcpRun.wild(random), TcpRun.wild(random));
            run.connect();
            run.send(A, 150_000);
            run.send(B, 90_000);
            for (int step = 0; step < 40; step++) {
                run.runUntil(run.nowNs + random.nextInt(1_000) * MS);
                if (random.nextInt(4) == 0) {
                    run.forward.change(TcpRun.wild(random));
                    run.backward.change(TcpRun.wild(random).withBlackhole(random.nextBoolean()));
                }
                run.pauseReading(B, random.nextBoolean());
            }
            run.pauseReading(B, false);
            run.backward.change(run.backward.settings().withBlackhole(false).withLoss(1_000));
            run.pipe.shutdown(run.nowNs, A);
            run.pipe.shutdown(run.nowNs, B);
            if (run.events.stream().anyMatch(e -> e.startsWith("TIMEOUT"))) {
                continue;
            }
            run.runOut(5_000 * S);
            assertThat(run.received)
                    .as("seed %d %s", seed, run.events)
                    .containsExactly(run.sent[1], run.sent[0]);
            assertThat(run.pipe.atEnd(A) && run.pipe.atEnd(B)).as("seed %d", seed).isTrue();
            assertThat(run.pipe.isOver()).isTrue();
        }
    }

    @Test
    void sameSeedSameCourse() {
        assertThat(course(5)).isEqualTo(course(5)).isNotEqualTo(course(6));
    }

    @Test
    void writeAfterBreakTakesNothing() {
        TcpRun run = perfect();
        run.connect();
        run.runUntil(S);
        run.pipe.reset(run.nowNs, A);
        assertThat(run.pipe.write(run.nowNs, A, ByteBuffer.allocate(10))).isZero();
        assertThat(run.pipe.writable(A)).isZero();
    }

    private static String course(long seed) {
        TcpRun run = new TcpRun(seed, HALF_RTT.withLoss(50_000), HALF_RTT.withLoss(50_000));
        run.connect();
        run.send(A, 3_000_000);
        run.runUntil(30 * S);
        return run.received[1] + " " + run.pipe.resent(A) + " " + run.backward.offered();
    }

    private static TcpRun perfect() {
        return new TcpRun(1, HALF_RTT, HALF_RTT);
    }
}
