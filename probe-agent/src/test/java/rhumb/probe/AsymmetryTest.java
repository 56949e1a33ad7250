package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;
import static rhumb.probe.AgentNet.link;

import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkSign;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;

/** A fault of one direction is charged to that direction by both ends, and to the other by none. */
class AsymmetryTest {
    private static final LinkId OUT = link("fra->sin");

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void loss(int mediaPerSecond) {
        chargedToOneDirection(mediaPerSecond, LinkSign.LOSS, c -> c.loss = 0.2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void delay(int mediaPerSecond) {
        chargedToOneDirection(mediaPerSecond, LinkSign.DELAY_STEP, c -> c.delayNs += 60 * MS);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void reordering(int mediaPerSecond) {
        chargedToOneDirection(mediaPerSecond, LinkSign.REORDERING, c -> c.reorder = 0.05);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 200})
    void down(int mediaPerSecond) {
        AgentNet net = struck(mediaPerSecond, c -> c.blackhole = true);
        assertThat(net.pop("fra").status(OUT, LinkView.SENDER)).isEqualTo(LinkStatus.DOWN);
        assertThat(net.pop("fra").estimate(OUT, LinkView.SENDER).sign()).isEqualTo(LinkSign.GAP);
        assertThat(net.pop("sin").status(OUT, LinkView.RECEIVER)).isEqualTo(LinkStatus.DOWN);
        // The far end hears nothing at all: a suspicion, which the near end's view refutes.
        assertThat(net.pop("sin").estimate(OUT.reverse(), LinkView.SENDER).sign())
                .isEqualTo(LinkSign.SILENCE);
        assertThat(net.pop("fra").status(OUT.reverse(), LinkView.RECEIVER))
                .isEqualTo(LinkStatus.UP);
    }

    private static void chargedToOneDirection(
            int mediaPerSecond, LinkSign sign, Consumer<AgentNet.Channel> fault) {
        AgentNet net = struck(mediaPerSecond, fault);
        assertThat(net.pop("fra").status(OUT, LinkView.SENDER)).isEqualTo(LinkStatus.DEGRADED);
        assertThat(net.pop("fra").estimate(OUT, LinkView.SENDER).sign()).isEqualTo(sign);
        assertThat(net.pop("sin").status(OUT, LinkView.RECEIVER)).isEqualTo(LinkStatus.DEGRADED);
        assertThat(net.pop("sin").status(OUT.reverse(), LinkView.SENDER)).isEqualTo(LinkStatus.UP);
        assertThat(net.pop("fra").status(OUT.reverse(), LinkView.RECEIVER))
                .isEqualTo(LinkStatus.UP);
    }

    private static AgentNet struck(int mediaPerSecond, Consumer<AgentNet.Channel> fault) {
        AgentNet net = AgentNet.pair(21);
        if (mediaPerSecond > 0) {
            net.media("fra->sin", mediaPerSecond, 60 * SECOND);
        }
        net.run(20 * SECOND);
        fault.accept(net.channel("fra->sin"));
        net.run(15 * SECOND);
        return net;
    }
}
