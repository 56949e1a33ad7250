package rhumb.bench.paths.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.EnumSet;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import rhumb.bench.paths.PeerCosts;
import rhumb.bench.paths.SyntheticWan;

class PeerTest {
    @Test
    void namesAreUnderstood() {
        assertThat(Peer.parse("all")).isEqualTo(EnumSet.allOf(Peer.class));
        assertThat(Peer.parse("none")).isEmpty();
        assertThat(Peer.parse("onos, c-minplus")).containsExactly(Peer.C_MINPLUS, Peer.ONOS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Peer.parse("onos,x"))
                .withMessageContaining("\"x\"; expected all, none or some of [c-minplus,");
    }

    /** Those that need more than the JVM may be missing; Boost is left out, it compiles long. */
    @ParameterizedTest
    @EnumSource(names = "BOOST_DIJKSTRA", mode = EnumSource.Mode.EXCLUDE)
    void findsTheSameCosts(Peer peer) throws Exception {
        Costs costs = PeerCosts.of(SyntheticWan.mesh(20, new SplittableRandom(1)), 3);
        PeerRow row = peer.run(costs, 0.001);
        assertThat(row.name()).isEqualTo(peer.toString());
        if (row.ran()) {
            assertThat(row.agrees()).isTrue();
            assertThat(row.medianMs()).isPositive();
        } else {
            assertThat(peer).isNotIn(Peer.JGRAPHT, Peer.ONOS);
            assertThat(row.skipped()).contains("apt-get install");
        }
    }

    @Test
    void shortestPathsHaveNoHopBoundAndLeaveOutWhatIsNotConnected() {
        int none = Costs.NONE;
        int[] links = {none, 1, none, none, none, 1, none, none, none};
        Costs costs = new Costs(3, links, 1, 2);
        assertThat(costs.shortestSum(1)).isEqualTo(3);
        assertThat(costs.shortestSum(3)).isEqualTo(4);
    }
}
