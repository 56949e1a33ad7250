package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;
import static rhumb.probe.AgentNet.link;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/**
 * How soon a fault is known at the end that must leave the link, with few seeds: {@code rhumb bench
 * detect} measures the same with many, and over the forwarder's own counters.
 */
class DetectionTest {
    private static final int RUNS = 40;
    private static final LinkId OUT = link("fra->sin");

    /** Round trip of the test network. */
    private static final long RTT_NS = 81 * MS;

    private interface Fault {
        void strike(AgentNet.Channel channel);
    }

    @Test
    void lossOnALinkInUse() {
        check(audioLeaves(200, c -> c.loss = 0.2), 125, 300);
        check(audioLeaves(200, c -> c.loss = 0.05), 700, 1_500);
        check(audioLeaves(200, c -> c.loss = 0.03), 1_400, 3_000);
    }

    @Test
    void fiveTimesThePacketsTakeAFifthOfTheTime() {
        check(audioLeaves(1_000, c -> c.loss = 0.05), 140, 300);
    }

    @Test
    void lossOnAnIdleLink() {
        check(audioLeaves(0, c -> c.loss = 0.2), 2_000, 6_000);
        check(audioLeaves(0, c -> c.loss = 0.05), 13_000, 32_000);
        check(audioLeaves(0, c -> c.loss = 0.03), 25_000, 100_000);
    }

    @Test
    void aDeadLink() {
        check(audioLeaves(200, c -> c.blackhole = true), 60, 100);
        check(audioLeaves(0, c -> c.blackhole = true), 350, 450);
    }

    @Test
    void aDelayThatRises() {
        check(audioLeaves(200, c -> c.delayNs += 30 * MS), 70, 150);
        check(audioLeaves(200, c -> c.delayNs += 150 * MS), 70, 150);
        check(audioLeaves(0, c -> c.delayNs += 30 * MS), 310, 450);
        check(audioLeaves(0, c -> c.delayNs += 150 * MS), 330, 450);
    }

    @Test
    void packetsThatAreOvertaken() {
        check(audioLeaves(200, c -> c.reorder = 0.05), 400, 1_200);
        check(audioLeaves(0, c -> c.reorder = 0.05), 6_000, 20_000);
    }

    private static void check(long[] times, long meanMs, long worstMs) {
        assertThat((long) Arrays.stream(times).average().orElseThrow() / MS).isLessThan(meanMs);
        assertThat(times[RUNS - 1] / MS).isLessThan(worstMs);
    }

    @Test
    void mediaThatDieSayDownAndWhose() {
        AgentNet net = AgentNet.pair(3);
        net.run(10 * SECOND);
        net.media("fra->sin", 200, 20 * SECOND);
        net.run(10 * SECOND);
        net.channel("sin->fra").blackhole = true;
        net.run(2 * SECOND);
        // The forwarder's reports stopped with the way back: only a suspicion against the way
        // there.
        assertThat(net.pop("fra").status(OUT, LinkView.SENDER)).isEqualTo(LinkStatus.DOWN);
        assertThat(net.pop("fra").estimate(OUT, LinkView.SENDER).sign())
                .isEqualTo(LinkSign.SILENCE);
        // And that is said once, not with every interval of media.
        assertThat(net.pop("fra").health).hasSizeLessThan(8);
        assertThat(net.pop("sin").status(OUT, LinkView.RECEIVER)).isEqualTo(LinkStatus.UP);
        assertThat(net.pop("sin").estimate(OUT.reverse(), LinkView.SENDER).sign())
                .isEqualTo(LinkSign.GAP);
    }

    /** Sorted times after the fault and a round trip until that end tells its forwarder. */
    private static long[] audioLeaves(int mediaPerSecond, Fault fault) {
        long[] times = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            AgentNet net = new AgentNet(1_000 + run, AgentOptions.STANDARD, "fra", "sin");
            net.planAll((mediaPerSecond > 0 ? 20 : 100) * MS);
            if (mediaPerSecond > 0) {
                net.media("fra->sin", mediaPerSecond, 20 * SECOND);
            }
            net.run(9 * SECOND + net.random.nextLong(SECOND));
            AgentNet.Pop fra = net.pop("fra");
            fra.forget();
            long struckNs = net.now;
            fault.strike(net.channel("fra->sin"));
            while (!left(fra) && net.now - struckNs < 200 * SECOND) {
                net.run(10 * MS);
            }
            assertThat(left(fra)).as("run %d", run).isTrue();
            times[run] = Math.max(0, fra.healthNs.getFirst() - struckNs - RTT_NS);
        }
        Arrays.sort(times);
        return times;
    }

    private static boolean left(AgentNet.Pop pop) {
        return pop.health.stream()
                .anyMatch(h -> h.link().equals(OUT) && h.degraded().contains(TrafficClass.AUDIO));
    }
}
