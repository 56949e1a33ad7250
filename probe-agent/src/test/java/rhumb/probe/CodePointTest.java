package rhumb.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static rhumb.probe.AgentNet.MS;
import static rhumb.probe.AgentNet.SECOND;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import rhumb.net.Dscp;
import rhumb.net.Endpoint;
import rhumb.net.LinkId;
import rhumb.net.TrafficClass;
import rhumb.probe.dscp.CodePointProbing;
import rhumb.probe.dscp.LinkCodePoints;
import rhumb.southbound.dscp.Behaviour;
import rhumb.southbound.dscp.CodePointMap;
import rhumb.southbound.dscp.OuterMarking;
import rhumb.southbound.link.LinkStatus;
import rhumb.southbound.link.LinkView;
import rhumb.southbound.message.DscpReport;
import rhumb.southbound.message.DscpSweep;
import rhumb.southbound.message.ProbePlan;

/** How links treat code points, found by two agents in virtual time. */
class CodePointTest {
    private static final LinkId OUT = AgentNet.link("fra->sin");

    private final AgentNet net = AgentNet.pair(435);
    private final AgentNet.Pop fra = net.pop("fra");

    private LinkCodePoints ofFra() {
        return fra.core.codePoints().links().iterator().next();
    }

    private String there() {
        return Behaviour.of(ofFra().outgoing()).toString();
    }

    private String back() {
        return Behaviour.of(ofFra().incoming()).toString();
    }

    private List<Dscp> written() {
        return fra.marks.getLast().links().getLast().codePoints();
    }

    /** Asks for a sweep and says how long it took. */
    private long sweep(long number) {
        long begun = net.now;
        fra.core.onSweep(net.now, new DscpSweep(number, List.of(OUT)));
        while (!isOver(number)) {
            net.run(10 * MS);
            assertThat(net.now - begun).isLessThan(5 * SECOND);
        }
        return net.now - begun;
    }

    private boolean isOver(long number) {
        return !fra.dscp.isEmpty()
                && fra.dscp.getLast().links().stream()
                        .anyMatch(e -> e.sweep() == number && e.progress() == Dscp.COUNT);
    }

    @Test
    void theSevenBehavioursAreNamedInBothDirectionsInFiveSeconds() {
        List<IntUnaryOperator> behaviours =
                List.of(
                        x -> 0,
                        x -> x & 7,
                        x -> x >= 48 ? x : x & 7,
                        x -> 0x10 | x & 7,
                        x -> x & 0x38,
                        x -> x >= 48 ? x : x & 0x38,
                        x -> x == 46 ? 40 : 8);
        List<String> names =
                List.of(
                        "Bleach-DSCP",
                        "Bleach-ToS-Precedence",
                        "Bleach-some-ToS",
                        "Re-mark-ToS",
                        "Bleach-low",
                        "Bleach-some-low",
                        "Re-mark-DSCP");
        long number = 0;
        for (int i = 0; i < behaviours.size(); i++) {
            // Each direction has another one, and both lose packets.
            int other = (i + 3) % behaviours.size();
            net.channel("fra->sin").marking = behaviours.get(i);
            net.channel("sin->fra").marking = behaviours.get(other);
            net.channel("fra->sin").loss = 0.03;
            net.channel("sin->fra").loss = 0.03;
            assertThat(sweep(++number)).isLessThan(5 * SECOND);
            assertThat(there()).isEqualTo(names.get(i));
            assertThat(back()).isEqualTo(names.get(other));
        }
        net.channel("fra->sin").marking = x -> x;
        sweep(++number);
        assertThat(there()).isEqualTo("none");
        assertThat(written()).isEqualTo(OuterMarking.OWN);
    }

    @Test
    void theBackgroundFindsAChangeAndSweepsOnce() {
        net.run(60 * SECOND);
        assertThat(there()).isEqualTo("none");
        assertThat(ofFra().outgoing().knownCount()).isEqualTo(9);
        assertThat(fra.core.codePoints().sweeps()).isZero();
        net.channel("fra->sin").marking = x -> x & 0x38;
        net.run(60 * SECOND);
        assertThat(there()).isEqualTo("Bleach-low");
        assertThat(back()).isEqualTo("none");
        assertThat(fra.core.codePoints().sweeps()).isEqualTo(1);
        assertThat(written()).hasToString("[CS5, CS5, CS4, CS4, CS3, DF, DF, LE]");
        DscpReport.Entry entry = fra.dscp.getLast().links().getFirst();
        assertThat(entry.link()).isEqualTo(OUT);
        assertThat(entry.view()).isEqualTo(LinkView.SENDER);
        assertThat(entry.map()).isEqualTo(CodePointMap.EMPTY.withAll(x -> x & 0x38));
        net.channel("fra->sin").marking = x -> x;
        net.run(200 * SECOND);
        assertThat(there()).isEqualTo("none");
        assertThat(written()).isEqualTo(OuterMarking.OWN);
    }

    @Test
    void itCostsOneProbeInFifty() {
        net.run(500 * SECOND);
        long all = fra.core.counters().probesSent();
        assertThat(fra.core.codePoints().probes())
                .isBetween(all / CodePointProbing.SHARE - 1, all / CodePointProbing.SHARE + 1);
    }

    @Test
    void aBlockedOrDelayedCodePointIsTreatedWorseThereAndNotBack() {
        net.channel("fra->sin").blocked = 1L << Dscp.EF.codePoint();
        net.channel("fra->sin").held = 1L << Dscp.AF41.codePoint();
        net.channel("fra->sin").heldNs = 20 * MS;
        net.run(5 * SECOND);
        sweep(1);
        net.run(3 * SECOND);
        CodePointMap map = ofFra().outgoing();
        assertThat(map.lostMoreBits()).isEqualTo(1L << Dscp.EF.codePoint());
        assertThat(map.known(Dscp.EF.codePoint())).isFalse();
        assertThat(map.delayedMoreBits()).isEqualTo(1L << Dscp.AF41.codePoint());
        assertThat(ofFra().incoming().lostMoreBits()).isZero();
        assertThat(ofFra().incoming().delayedMoreBits()).isZero();
        assertThat(written().get(TrafficClass.AUDIO.code())).hasToString("VA");
        assertThat(written().get(TrafficClass.VIDEO_KEY.code())).isEqualTo(Dscp.AF42);
    }

    @Test
    void aBlockedCodePointOnTheWayBackIsChargedToThatWay() {
        net.channel("sin->fra").blocked = 1L << Dscp.EF.codePoint();
        sweep(1);
        net.run(3 * SECOND);
        assertThat(ofFra().incoming().lostMoreBits()).isEqualTo(1L << Dscp.EF.codePoint());
        assertThat(ofFra().outgoing().lostMoreBits()).isZero();
    }

    @Test
    void whatCodePointsSufferDoesNotJudgeTheLink() {
        net.run(5 * SECOND);
        // All but the ordinary probes' own are lost, both ways.
        net.channel("fra->sin").blocked = ~(1L << Dscp.CS6.codePoint());
        net.channel("sin->fra").blocked = ~(1L << Dscp.CS6.codePoint());
        fra.forget();
        sweep(1);
        net.run(10 * SECOND);
        for (AgentNet.Pop pop : net.pops.values()) {
            assertThat(pop.core.estimates(net.now))
                    .allMatch(e -> e.status() == LinkStatus.UP && e.lossPpmLong() == 0);
        }
        assertThat(fra.health).isEmpty();
    }

    @Test
    void aHealthyLinkWithLossAndJitterIsNotAccused() {
        for (String link : List.of("fra->sin", "sin->fra")) {
            net.channel(link).loss = 0.02;
            net.channel(link).jitterNs = 10 * MS;
            net.channel(link).heavyTail = true;
        }
        for (int i = 1; i <= 200; i++) {
            sweep(i);
            net.run(20 * SECOND);
            assertThat(ofFra().outgoing()).isEqualTo(CodePointMap.IDENTITY);
            assertThat(ofFra().incoming()).isEqualTo(CodePointMap.IDENTITY);
        }
        assertThat(fra.marks).isEmpty();
    }

    @Test
    void sweepsOfManyLinksRunOneAfterTheOther() {
        AgentNet n = new AgentNet(9, AgentOptions.STANDARD, "fra", "lon", "nrt", "sin");
        n.planAll(100 * MS);
        AgentNet.Pop pop = n.pop("fra");
        List<LinkId> links = new ArrayList<>();
        pop.core.codePoints().links().forEach(link -> links.add(link.link()));
        links.add(AgentNet.link("sin->fra"));
        pop.core.onSweep(n.now, new DscpSweep(7, links));
        long before = pop.core.codePoints().probes();
        n.run(SECOND);
        assertThat(pop.core.codePoints().probes() - before).isLessThan(90);
        n.run(14 * SECOND);
        pop.core
                .codePoints()
                .links()
                .forEach(link -> assertThat(link.outgoing()).isEqualTo(CodePointMap.IDENTITY));
        assertThat(pop.core.codePoints().sweeps()).isEqualTo(3);
    }

    @Test
    void anAskedSweepDoesNotWaitForTheAgentsOwn() {
        net.channel("fra->sin").marking = x -> 0;
        while (fra.core.codePoints().sweeps() == 0) {
            net.run(100 * MS);
        }
        assertThat(sweep(5)).isLessThan(5 * SECOND);
        assertThat(there()).isEqualTo("Bleach-DSCP");
    }

    @Test
    void anUnreachableFarEndEndsTheSweepAndNothingIsKnown() {
        net.pop("sin").dead = true;
        assertThat(sweep(3)).isGreaterThan(2 * SECOND);
        assertThat(there()).isEqualTo("unknown");
        assertThat(fra.marks).isEmpty();
    }

    @Test
    void aFreshControllerAndForwarderAreToldEverything() {
        net.channel("fra->sin").marking = x -> 0;
        net.run(60 * SECOND);
        fra.dscp.clear();
        fra.marks.clear();
        fra.core.onControllerEstablished(net.now, 0);
        fra.core.onForwarderConnected(net.now);
        net.run(MS);
        assertThat(fra.dscp).singleElement().satisfies(r -> assertThat(r.links()).hasSize(2));
        assertThat(written().get(TrafficClass.AUDIO.code())).isEqualTo(Dscp.DF);
    }

    @Test
    void answersThatLieAreSurvived() {
        SplittableRandom random = new SplittableRandom(8);
        net.heard = new ArrayList<>();
        sweep(1);
        List<byte[]> seen = List.copyOf(net.heard);
        AgentNet.Pop sin = net.pop("sin");
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = seen.get(random.nextInt(seen.size())).clone();
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            }
            java.nio.ByteBuffer b = java.nio.ByteBuffer.wrap(bytes);
            int octet = random.nextInt(-1, 256);
            fra.core.onDatagram(
                    net.now, net.now, "main", sin.address, octet, 9, b, 0, bytes.length);
        }
        net.heard = null;
        net.run(10 * SECOND);
        sweep(2);
        assertThat(there()).isEqualTo("none");
    }

    @Test
    void aPlanThatTakesALinkAwayInItsSweepDoesNotStopTheOthers() {
        AgentNet n = new AgentNet(9, AgentOptions.STANDARD, "fra", "lon", "nrt", "sin");
        n.planAll(100 * MS);
        AgentNet.Pop pop = n.pop("fra");
        List<LinkId> links = new ArrayList<>();
        pop.core.codePoints().links().forEach(link -> links.add(link.link()));
        pop.core.onSweep(n.now, new DscpSweep(7, links));
        n.run(SECOND);
        ProbePlan all = n.plan(pop, 100 * MS);
        LinkId swept = links.getLast();
        List<ProbePlan.ProbedLink> others =
                all.links().stream().filter(link -> !link.link().equals(swept)).toList();
        pop.core.onPlan(n.now, new ProbePlan(2, others, all.targets()));
        n.run(12 * SECOND);
        assertThat(doneIn(pop, 7)).containsExactly(links.get(0), links.get(1));
    }

    @Test
    void aReflectorThatMovesInItsSweepIsSweptAnew() {
        fra.core.onSweep(net.now, new DscpSweep(7, List.of(OUT)));
        net.run(SECOND);
        ProbePlan before = net.plan(fra, 100 * MS);
        Endpoint moved = Endpoint.parse("10.9.9.9:862");
        fra.core.onPlan(
                net.now,
                new ProbePlan(
                        2,
                        List.of(new ProbePlan.ProbedLink(OUT, moved, 100 * MS)),
                        before.targets()));
        net.run(SECOND);
        fra.core.onPlan(net.now, before);
        net.run(6 * SECOND);
        assertThat(doneIn(fra, 7)).containsExactly(OUT);
    }

    /** Links that were reported swept, in their order. */
    private static List<LinkId> doneIn(AgentNet.Pop pop, long number) {
        return pop.dscp.stream()
                .flatMap(report -> report.links().stream())
                .filter(e -> e.sweep() == number && e.progress() == Dscp.COUNT)
                .filter(e -> e.view() == LinkView.SENDER)
                .map(DscpReport.Entry::link)
                .distinct()
                .sorted()
                .toList();
    }
}
