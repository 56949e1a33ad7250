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

/** How soon a fault is known, over 200 seeds, at the end that must leave the link. */
class DetectionTest {
    private static final int RUNS = 200;
    private static final LinkId OUT = link("fra->sin");

    /** Round trip of the test network plus the half interval that media wait for their report. */
    private static final long RTT_NS = 81 * MS;

    private interface Fault {
        void strike(AgentNet.Channel channel);
    }

    @Test
    void twentyPercentLossUnderTwoHundredPacketsPerSecond() {
        long[] times = audioLeaves(200, c -> c.loss = 0.2);
        assertThat(mean(times)).isLessThan(150 * MS + RTT_NS);
        assertThat(times[RUNS * 99 / 100]).isLessThan(300 * MS + RTT_NS);
    }

    @Test
    void twentyPercentLossUnderFiftyPacketsPerSecond() {
        assertThat(mean(audioLeaves(50, c -> c.loss = 0.2))).isLessThan(450 * MS + RTT_NS);
    }

    @Test
    void fivePercentLossUnderTwoHundredPacketsPerSecond() {
        assertThat(mean(audioLeaves(200, c -> c.loss = 0.05))).isLessThan(735 * MS + RTT_NS);
    }

    @Test
    void deadLinkThatCarriesMedia() {
        long[] times = audioLeaves(200, c -> c.blackhole = true);
        assertThat(mean(times)).isLessThan(60 * MS + RTT_NS);
        assertThat(times[RUNS - 1]).isLessThan(100 * MS + RTT_NS);
    }

    @Test
    void deadIdleLink() {
        long[] times = audioLeaves(0, c -> c.blackhole = true);
        assertThat(mean(times)).isLessThan(350 * MS + RTT_NS);
        assertThat(times[RUNS - 1]).isLessThan(450 * MS + RTT_NS);
    }

    @Test
    void twentyPercentLossOnAnIdleLink() {
        assertThat(mean(audioLeaves(0, c -> c.loss = 0.2))).isLessThan(2_000 * MS + RTT_NS);
    }

    @Test
    void delayStepOnAnIdleLink() {
        long[] times = audioLeaves(0, c -> c.delayNs += 30 * MS);
        assertThat(mean(times)).isLessThan(300 * MS + 30 * MS + RTT_NS);
        assertThat(times[RUNS - 1]).isLessThan(450 * MS + 30 * MS + RTT_NS);
    }

    @Test
    void delayStepOnALinkThatCarriesMedia() {
        long[] times = audioLeaves(200, c -> c.delayNs += 30 * MS);
        assertThat(mean(times)).isLessThan(60 * MS + 30 * MS + RTT_NS);
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

    /** Sorted times from the fault until the agent at the sending end tells its forwarder. */
    private static long[] audioLeaves(int mediaPerSecond, Fault fault) {
        long[] times = new long[RUNS];
        for (int run = 0; run < RUNS; run++) {
            AgentNet net = AgentNet.pair(1_000 + run);
            if (mediaPerSecond > 0) {
                net.media("fra->sin", mediaPerSecond, 12 * SECOND);
            }
            net.run(5 * SECOND + net.random.nextLong(SECOND));
            AgentNet.Pop fra = net.pop("fra");
            fra.forget();
            long struckNs = net.now;
            fault.strike(net.channel("fra->sin"));
            while (!left(fra) && net.now - struckNs < 30 * SECOND) {
                net.run(10 * MS);
            }
            assertThat(left(fra)).as("run %d", run).isTrue();
            times[run] = fra.healthNs.getFirst() - struckNs;
        }
        Arrays.sort(times);
        return times;
    }

    private static boolean left(AgentNet.Pop pop) {
        return pop.health.stream()
                .anyMatch(h -> h.link().equals(OUT) && h.degraded().contains(TrafficClass.AUDIO));
    }

    private static double mean(long[] times) {
        return Arrays.stream(times).average().orElseThrow();
    }
}
