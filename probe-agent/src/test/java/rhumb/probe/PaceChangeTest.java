package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;
import static rhumb.probe.AgentNet.link;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rhumb.net.LinkId;
import rhumb.southbound.link.LinkEstimate;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.ProbePlan;
import rhumb.southbound.message.ProbePlan.Use;

/** Intervals change under two whole agents: nobody is accused, nothing is forgotten. */
class PaceChangeTest {
    private static final LinkId OUT = link("fra->sin");
    private static final LinkId IN = link("sin->fra");

    @ParameterizedTest
    @ValueSource(longs = {1, 40, 300})
    void changesAccuseNobody(long delayMs) {
        for (int seed = 0; seed < 20; seed++) {
            AgentNet net = AgentNet.pair(seed);
            net.channel("fra->sin").delayNs = delayMs * MS;
            net.channel("sin->fra").delayNs = delayMs * MS;
            net.run(3 * SECOND);
            for (int change = 0; change < 20; change++) {
                AgentNet.Pop pop = net.pop(net.random.nextBoolean() ? "fra" : "sin");
                use(net, pop, Use.values()[net.random.nextInt(3)]);
                if (net.random.nextInt(3) == 0) {
                    String link = net.random.nextBoolean() ? "fra->sin" : "sin->fra";
                    net.media(link, net.random.nextBoolean() ? 50 : 200, 3 * SECOND);
                }
                net.run(net.random.nextLong(8 * SECOND));
            }
            for (AgentNet.Pop pop : net.pops.values()) {
                assertThat(pop.health)
                        .as("seed %d", seed)
                        .allMatch(h -> h.status() == LinkStatus.UP);
            }
        }
    }

    @Test
    void figuresSurviveAChange() {
        AgentNet net = AgentNet.pair(4);
        net.channel("fra->sin").loss = 0.01;
        net.run(120 * SECOND);
        AgentNet.Pop fra = net.pop("fra");
        LinkEstimate before = fra.estimate(OUT, LinkView.SENDER);
        use(net, fra, Use.IDLE);
        net.run(4 * SECOND);
        LinkEstimate slow = fra.estimate(OUT, LinkView.SENDER);
        assertThat(slow.samples()).isGreaterThan(before.samples() * 9 / 10);
        assertThat(slow.lossPpmLong()).isBetween(1_000L, 30_000L);
        assertThat(slow.lossPpmShort()).isNotNegative();
        use(net, fra, Use.URGENT);
        net.run(100 * MS);
        LinkEstimate fast = fra.estimate(OUT, LinkView.SENDER);
        assertThat(fast.lossPpmShort()).isNotNegative();
        assertThat(fast.rttNs()).isBetween(80 * MS, 83 * MS);
    }

    @Test
    void aDeathIsSeenAtThePaceOfTheMoment() {
        // Sparse media bring the fast pace, and the end of it.
        assertThat(downAfterNs(Use.URGENT, true)).isLessThan(250 * MS);
        assertThat(downAfterNs(Use.PLANNED, false)).isLessThan(550 * MS);
        assertThat(downAfterNs(Use.IDLE, false)).isLessThan(4_500 * MS);
    }

    @Test
    void whoSlowedDownIsNotChargedForTheOtherDirection() {
        for (int seed = 0; seed < 20; seed++) {
            AgentNet net = AgentNet.pair(seed);
            net.run(5 * SECOND);
            use(net, net.pop("sin"), Use.IDLE);
            net.run(net.random.nextLong(6 * SECOND));
            net.channel("fra->sin").blackhole = true;
            net.run(8 * SECOND);
            AgentNet.Pop fra = net.pop("fra");
            assertThat(fra.status(OUT, LinkView.SENDER)).isEqualTo(LinkStatus.DOWN);
            assertThat(fra.health)
                    .as("seed %d", seed)
                    .noneMatch(h -> h.link().equals(IN) && h.status() != LinkStatus.UP);
        }
    }

    private static long downAfterNs(Use use, boolean media) {
        AgentNet net = AgentNet.pair(11);
        net.run(SECOND);
        use(net, net.pop("fra"), use);
        use(net, net.pop("sin"), use);
        if (media) {
            net.media("fra->sin", 50, 30 * SECOND);
        }
        net.run(20 * SECOND);
        AgentNet.Pop fra = net.pop("fra");
        fra.forget();
        long struckNs = net.now;
        net.channel("fra->sin").blackhole = true;
        net.run(10 * SECOND);
        int at = 0;
        while (fra.health.get(at).status() != LinkStatus.DOWN) {
            at++;
        }
        return fra.healthNs.get(at) - struckNs;
    }

    private static void use(AgentNet net, AgentNet.Pop pop, Use use) {
        ProbePlan plan = net.plan(pop, 100 * MS);
        List<ProbePlan.ProbedLink> links =
                plan.links().stream()
                        .map(l ->
                                new ProbePlan.ProbedLink(
                                        l.link(),
                                        l.reflector(),
                                        use,
                                        use == Use.IDLE ? SECOND : 100 * MS,
                                        use == Use.URGENT ? 20 * MS : 100 * MS))
                        .toList();
        pop.core.onPlan(net.now, new ProbePlan(2, links, plan.targets()));
    }
}
